"""One finding: how it is given, how the unit reports its remedy, and what is decided on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from oversight.actions import findings as acts
from oversight.forms.inspections import CloseFindingForm, FindingForm, RemedyForm, ReopenFindingForm
from oversight.models import Finding
from oversight.permissions import inspections as may
from portal.acts import act, form_page, page, require
from portal.findings import finding_word
from portal.inspections.timeline import steps_of_finding
from portal.inspections.views.showing import LIST, find
from progress.forms.answers import status_of, telling_refusal
from tasks.models import Assignment
from units.models import Unit


@form_page(back="portal:inspection")
def add(request, pk):
    inspection = find(request, pk)
    require(may.can_run(request.membership, inspection))
    units = Unit.objects.filter(inspected__inspection=inspection).order_by("order", "pk")
    work = Assignment.objects.live().filter(task__plan=inspection.plan_id, unit__in=units.order_by().values("pk"))
    work = work.select_related("task__plan", "unit").order_by("unit__order", "unit_id", "task__code", "pk")
    form = FindingForm(request.POST if request.method == "POST" else None, units=units, assignments=work)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            made = acts.add_finding(inspection, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, f"Đã kiến nghị và báo cho {made.unit}.")
            return redirect(inspection)
    back_url = inspection.get_absolute_url()
    crumbs = [(LIST, reverse("portal:inspection-list")), (str(inspection), back_url), ("Thêm kiến nghị", "")]
    context = {"form": form, "title": "Thêm kiến nghị", "button": "Gửi kiến nghị", "back_url": back_url}
    context |= {"crumbs": crumbs, "overline": str(inspection)}
    return render(request, "portal/inspections/form.html", context, status=status_of(form))


@page
def finding(request, pk):
    return _show(request, _find(request, pk))


@act(back="portal:finding")
def report(request, pk):
    found = _find(request, pk)
    require(may.can_report_remedy(request.membership, found))
    form = RemedyForm(request.POST, request.FILES, finding=found)
    if form.is_valid():
        with telling_refusal(form, "text") as told:
            acts.report_remedy(found, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, f"Đã báo cáo khắc phục tới {found.inspection.for_unit}.")
            return redirect(found)
    now = _find(request, pk)
    # The page shows what is asked now beside what was typed: sent again, it answers that.
    form.data = request.POST.copy()
    form.data["version"] = now.version
    return _show(request, now, remedy_form=form)


@act(back="portal:finding")
def close(request, pk):
    found = _find(request, pk)
    require(may.can_judge_remedy(request.membership, found))
    form = CloseFindingForm(request.POST, finding=found)
    if form.is_valid():
        with telling_refusal(form, "text") as told:
            acts.close_finding(found, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã khép lại kiến nghị.")
            return redirect(found)
    return _show(request, _find(request, pk), close_form=form)


@act(back="portal:finding")
def reopen(request, pk):
    found = _find(request, pk)
    require(may.can_judge_remedy(request.membership, found))
    form = ReopenFindingForm(request.POST, finding=found)
    if form.is_valid():
        with telling_refusal(form, "reason") as told:
            acts.reopen_finding(found, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, f"Đã đề nghị {found.unit} khắc phục tiếp.")
            return redirect(found)
    return _show(request, _find(request, pk), reopen_form=form)


def _find(request, pk):
    return get_object_or_404(Finding.objects.visible_to(request.membership).for_page(), pk=pk)


def _show(request, found, *, remedy_form=None, close_form=None, reopen_form=None):
    reports = may.can_report_remedy(request.membership, found)
    judges = may.can_judge_remedy(request.membership, found)
    inspection, bound = found.inspection, remedy_form or close_form or reopen_form
    context = {
        "finding": found,
        "standing": finding_word(found, clock.today()),
        "rounds": [event for event in list(found.events.all())[::-1] if event.text],
        "steps": steps_of_finding(found),
        "remedy_form": remedy_form or (RemedyForm(finding=found) if reports and found.is_owed else None),
        "close_form": close_form or (CloseFindingForm(finding=found) if judges and not found.is_closed else None),
        "reopen_form": reopen_form or (ReopenFindingForm(finding=found) if judges and not found.is_owed else None),
        "crumbs": [
            (LIST, reverse("portal:inspection-list")),
            (str(inspection), inspection.get_absolute_url()),
            (str(found), ""),
        ],
    }
    return render(request, "portal/inspections/finding.html", context, status=status_of(bound) if bound else 200)
