"""The head issues a review, and begins the correction of one that was issued."""

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.acts import form_page, require
from portal.reviews.access import crumbs, review_or_404
from portal.reviews.views.jobs import by_a_worker
from portal.reviews.views.planning import show_form
from progress.forms.answers import status_of, telling_refusal
from reviews import actions
from reviews import permissions as may
from reviews.actions import jobs
from reviews.enums import JobAct
from reviews.forms.issuing import CorrectForm, IssueForm
from reviews.readiness import missing_in

ONLY_HEAD = "Chỉ lãnh đạo cơ quan thường trực ban hành và đính chính."
LEAD = "Bản đã ban hành giữ nguyên. Cổng lập một bản nháp mới từ bản ấy để sửa rồi ban hành thay."


@form_page(back="portal:review")
def issue(request, pk):
    review = _to_issue(request, pk)
    if not review.is_draft:
        raise actions.NotDraft(f"Báo cáo này {review.get_state_display()} nên không ban hành được.")
    form = IssueForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        if not jobs.is_long(review, JobAct.ISSUE):
            actions.issue_review(review, **form.cleaned_data, by=request.membership)
            messages.success(request, "Đã ban hành. Các đơn vị tham gia kế hoạch đã được báo.")
            return redirect(review)
        with telling_refusal(form):
            return by_a_worker(request, review, JobAct.ISSUE, **form.cleaned_data)
    context = {"review": review, "form": form, "missing": missing_in(review), "crumbs": crumbs(review, "Ban hành")}
    return render(request, "portal/reviews/issue.html", context, status=status_of(form))


@form_page(back="portal:review")
def correct(request, pk):
    review = _to_issue(request, pk)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            if review.is_issued and jobs.is_long(review, JobAct.CORRECT):
                return by_a_worker(request, review, JobAct.CORRECT, reason=form.cleaned_data["reason"])
            draft = actions.correct_review(review, reason=form.cleaned_data["reason"], by=request.membership)
        if not told:
            messages.success(request, "Đã lập bản đính chính. Hãy sửa rồi ban hành.")
            return redirect(draft)
    if request.method != "POST" and not review.is_issued:
        raise actions.ReviewRefused(f"Báo cáo này {review.get_state_display()} nên không có gì để đính chính.")
    title = "Lập bản đính chính"
    return show_form(request, form, title, title, review.get_absolute_url(), crumbs(review, title), review, lead=LEAD)


def _to_issue(request, pk):
    review = review_or_404(request, pk)
    require(may.can_issue(request.membership, review), ONLY_HEAD)
    return review
