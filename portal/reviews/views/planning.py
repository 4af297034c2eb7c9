"""The schedule is kept: a review is planned, its plan changed, called off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.acts import act, form_page, require
from portal.reviews.access import crumbs, to_draft
from portal.reviews.views.showing import show_plan
from progress.forms.answers import status_of, telling_refusal
from reviews import actions
from reviews.forms.planning import CallOffForm, ChangeReviewForm, PlanReviewForm
from reviews.permissions import plans_to_review


@form_page(back="portal:review-list")
def add(request):
    plans = plans_to_review(request.membership).select_related("standing_office", "directive")
    require(plans.exists())
    form = PlanReviewForm(request.POST if request.method == "POST" else None, plans=plans)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with telling_refusal(form) as told:
            review = actions.plan_review(data.pop("plan"), **data, by=request.membership)
        if not told:
            messages.success(request, "Đã đưa vào lịch.")
            return redirect(review)
    title = "Đưa một báo cáo vào lịch"
    return show_form(request, form, title, "Đưa vào lịch", reverse("portal:review-list"), crumbs(None, title))


@form_page(back="portal:review")
def change(request, pk):
    review = to_draft(request, pk)
    form = ChangeReviewForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            actions.change_plan(review, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã sửa lịch.")
            return redirect(review)
    title = "Sửa lịch"
    return show_form(request, form, title, "Lưu lịch", review.get_absolute_url(), crumbs(review, title), review)


@act(back="portal:review")
def call_off(request, pk):
    review = to_draft(request, pk)
    form = CallOffForm(request.POST)
    if form.is_valid():
        with telling_refusal(form, "reason") as told:
            actions.call_off(review, reason=form.cleaned_data["reason"], by=request.membership)
        if not told:
            messages.success(request, "Đã ghi thôi lập báo cáo này.")
            return redirect(review)
    return show_plan(request, to_draft(request, pk), form=form)


def show_form(request, form, title, button, back_url, way, review=None, **more):
    context = {"form": form, "title": title, "button": button, "back_url": back_url, "overline": str(review or "")}
    context |= {"crumbs": way} | more
    return render(request, "portal/reviews/form.html", context, status=status_of(form))
