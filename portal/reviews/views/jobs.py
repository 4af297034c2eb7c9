"""A long review is begun, refreshed or issued by a worker; its page says how far that is and what came of it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.acts import act, page, require
from portal.reviews.access import crumbs, to_draft
from portal.reviews.behind import JobView
from reviews import permissions as may
from reviews.actions.jobs import ask_for, do_again
from reviews.enums import ReviewMove
from reviews.models import ReviewJob


@page
def job(request, pk):
    review = to_draft(request, pk)
    found = ReviewJob.objects.filter(review=review).first()
    if found:
        found.review = review
    context = {"review": review, "one": found and JobView(found), "crumbs": crumbs(review, "Việc ở phía sau")}
    return render(request, "portal/reviews/job.html", context)


@act(back="portal:review-job")
def again(request, pk):
    review = to_draft(request, pk)
    found = ReviewJob.objects.filter(review=review).first()
    if found and found.act == ReviewMove.ISSUE:
        require(may.can_issue(request.membership, review))
    do_again(review, by=request.membership)
    messages.success(request, "Đang làm lại.")
    return redirect("portal:review-job", pk=review.pk)


def by_a_worker(request, review, what, **asked):
    """Let a worker do `what` a form asked for, and lead to the page that says how far it is."""
    asked_for = ask_for(review, what, by=request.membership, **asked)
    if asked_for.act == what:
        messages.success(request, "Báo cáo dài nên được làm ở phía sau; có thể làm việc khác rồi quay lại trang này.")
    else:
        messages.warning(request, "Một việc khác của báo cáo này đang được làm; hãy chờ xong rồi làm tiếp.")
    return redirect("portal:review-job", pk=review.pk)
