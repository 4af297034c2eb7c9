"""A long review is begun, refreshed, printed, issued or corrected by a worker; its page says how far that is and what
came of it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.acts import act, page, require
from portal.reviews.access import correction_of, crumbs, has_text, to_draft
from portal.reviews.behind import jobs_to_tell
from reviews import permissions as may
from reviews.actions.jobs import ask_for, do_again, is_long
from reviews.actions.reviews import ReviewRefused
from reviews.enums import JobAct, JobState
from reviews.models import ReviewJob


@page
def job(request, pk):
    review = to_draft(request, pk)
    told = jobs_to_tell(review)
    is_open = any(one.job.is_open for one in told)
    context = {
        "review": review,
        "told": told,
        "is_open": is_open,
        "may_print": not is_open and _is_printed_behind(review),
        "has_file": any(one.job.is_printed for one in told),
        "correction": correction_of(review),
        "crumbs": crumbs(review, "Việc ở phía sau"),
    }
    return render(request, "portal/reviews/job.html", context)


@act(back="portal:review-job")
def again(request, pk):
    review = to_draft(request, pk)
    if ReviewJob.objects.filter(review=review, state=JobState.FAILED, act__in=JobAct.of_head()).exists():
        require(may.can_issue(request.membership, review))
    do_again(review, by=request.membership)
    messages.success(request, "Đang làm lại.")
    return redirect("portal:review-job", pk=review.pk)


@act(back="portal:review-job")
def print_draft(request, pk):
    """Let a worker print a draft that is too long to wait for."""
    review = to_draft(request, pk)
    if not _is_printed_behind(review):
        raise ReviewRefused("Báo cáo này tải về được ngay, không cần lập tệp ở phía sau.")
    return by_a_worker(request, review, JobAct.PRINT)


def _is_printed_behind(review):
    return has_text(review) and not review.is_issued and is_long(review, JobAct.PRINT)


def by_a_worker(request, review, what, **asked):
    """Let a worker do `what` a form asked for, and lead to the page that says how far it is. A refusal is for the form
    to tell, beside what was typed."""
    ask_for(review, what, by=request.membership, **asked)
    messages.success(request, "Báo cáo dài nên được làm ở phía sau; có thể làm việc khác rồi quay lại trang này.")
    return redirect("portal:review-job", pk=review.pk)
