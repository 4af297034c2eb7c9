"""A draft is begun, brought up to date, and taken away as a document."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from portal.acts import act, form_page, page, require
from portal.answers import as_docx
from portal.reviews.access import crumbs, draft_of, has_text, review_or_404, to_draft
from portal.reviews.differences import told_differences
from portal.reviews.views.jobs import by_a_worker
from portal.reviews.views.planning import show_form
from portal.reviews.views.showing import NOT_ISSUED, show_desk
from progress.forms.answers import telling_refusal
from reviews import actions
from reviews import permissions as may
from reviews.actions import jobs
from reviews.document import draft_as_docx, file_name, issued_docx
from reviews.enums import JobAct, ReviewState
from reviews.forms.drafting import BeginForm, RefreshForm
from reviews.models import ReviewJob

LEAD = "Cổng lập bản nháp theo đề cương từ những dòng đã xác nhận; mọi đoạn đều sửa được sau đó."


@form_page(back="portal:review")
def begin(request, pk):
    review = to_draft(request, pk)
    form = BeginForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            if review.state == ReviewState.PLANNED and jobs.is_long(review, JobAct.BEGIN):
                return by_a_worker(request, review, JobAct.BEGIN, **form.cleaned_data)
            actions.begin_draft(review, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã lập bản nháp.")
            return redirect(review)
    title = "Lập bản nháp"
    way = crumbs(review, title)
    return show_form(request, form, title, "Lập bản nháp", review.get_absolute_url(), way, review, lead=LEAD)


@act(back="portal:review")
def refresh(request, pk):
    """Bring the draft up to date, and tell what changed; what was typed stays."""
    review = draft_of(request, pk)
    form = RefreshForm(request.POST, review=review)
    if not form.is_valid():
        return show_desk(request, review, refresh_form=form)
    if jobs.is_long(review, JobAct.REFRESH):
        with telling_refusal(form):
            return by_a_worker(request, review, JobAct.REFRESH, **form.cleaned_data)
        return show_desk(request, review, refresh_form=form)
    was = review.as_of
    differences = actions.refresh_draft(review, as_of=form.cleaned_data["as_of"], by=request.membership)
    context = {
        "review": review,
        "was": was,
        "told": told_differences(review, differences),
        "crumbs": crumbs(review, "Cập nhật số liệu"),
    }
    return render(request, "portal/reviews/refreshed.html", context)


@cache_control(private=True, no_store=True)
@page
def docx(request, pk):
    """The draft, called off or not, for whoever drafts it; once it was issued the document as it was then. A long draft
    is printed by a worker: its page leads to the file, `?da-lap`."""
    review = review_or_404(request, pk)
    require(may.can_read(request.membership, review), NOT_ISSUED)
    if not has_text(review):
        raise Http404
    if not review.is_issued and jobs.is_long(review, JobAct.PRINT):
        printed = ReviewJob.objects.printed().filter(review=review).first()
        if printed is None or "da-lap" not in request.GET:
            return redirect("portal:review-job", pk=review.pk)
        return as_docx(bytes(printed.document), file_name(review))
    content = issued_docx(review) if review.is_issued else draft_as_docx(review)
    return as_docx(content, file_name(review))
