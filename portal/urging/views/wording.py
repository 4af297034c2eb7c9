"""The usual wording of urgings, kept by the standing office of a plan: a text and days to answer by level and way."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from oversight.actions.urging import change_wording
from oversight.enums import UrgingChannel, UrgingLevel
from oversight.forms.urging import WordingForm
from oversight.permissions.urging import can_change_wording, can_keep_wording_somewhere
from oversight.wording import wordings_of
from portal.acts import form_page, page, require
from progress.forms.answers import status_of, telling_refusal
from tasks.models import Plan


@page
def wording_list(request):
    require(can_keep_wording_somewhere(request.membership))
    plans = Plan.objects.filter(standing_office=request.membership.unit_id)
    context = {
        "plans": [(plan, _by_level(plan)) for plan in plans],
        "crumbs": [("Sổ đôn đốc", reverse("portal:urging-list")), ("Lời mẫu", "")],
    }
    return render(request, "portal/urging/wordings.html", context)


@form_page(back="portal:urging-wording")
def wording(request, plan_pk, level, channel):
    plan = get_object_or_404(Plan.objects.visible_to(request.membership), pk=plan_pk)
    require(can_change_wording(request.membership, plan))
    current = wordings_of(plan).get((level, channel))
    if current is None:
        raise Http404
    initial = {"text": current.text, "answer_days": current.answer_days, "version": current.version}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form, "text") as told:
            change_wording(plan, level, channel, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã lưu lời mẫu.")
            return redirect("portal:urging-wording-list")
    return _show(request, form, f"Lời mẫu {UrgingLevel(level).label}, {UrgingChannel(channel).label}")


def _show(request, form, title):
    back_url = reverse("portal:urging-wording-list")
    crumbs = [("Sổ đôn đốc", reverse("portal:urging-list")), ("Lời mẫu", back_url), (title, "")]
    context = {"form": form, "title": title, "back_url": back_url, "crumbs": crumbs}
    return render(request, "portal/urging/wording.html", context, status=status_of(form))


def _by_level(plan):
    found = wordings_of(plan)
    return [
        (level.label.capitalize(), [(UrgingChannel(channel).label, found[level, channel]) for channel in UrgingChannel])
        for level in UrgingLevel
    ]
