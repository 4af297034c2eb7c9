"""The page of one inspection, the acts on it, and its documents, one for each inspected unit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from common import clock
from oversight.actions import inspections as acts
from oversight.forms.inspections import CallOffForm
from oversight.models import Finding, InspectedUnit, Inspection, reads_every_account
from oversight.permissions import inspections as may
from portal.acts import act, page, require
from portal.answers import as_docx
from portal.findings import findings_told
from portal.inspections.document import conclusion_as_docx, minutes_as_docx
from portal.inspections.timeline import steps_of_inspection
from portal.inspections.words import inspection_word
from progress.forms.answers import status_of, telling_refusal

LIST = "Kiểm tra, giám sát"


@page
def inspection(request, pk):
    return _show(request, find(request, pk))


@act(back="portal:inspection")
def announce(request, pk):
    found = _run(request, pk)
    acts.announce_inspection(found, by=request.membership)
    messages.success(request, "Đã báo cho các đơn vị được kiểm tra.")
    return redirect(found)


@act(back="portal:inspection")
def close(request, pk):
    found = _run(request, pk)
    acts.close_inspection(found, by=request.membership)
    messages.success(request, "Đã khép lại cuộc kiểm tra.")
    return redirect(found)


@act(back="portal:inspection")
def call_off(request, pk):
    found = _run(request, pk)
    form = CallOffForm(request.POST)
    if form.is_valid():
        with telling_refusal(form, "reason") as told:
            acts.call_off_inspection(found, reason=form.cleaned_data["reason"], by=request.membership)
        if not told:
            messages.success(request, "Đã ghi cuộc kiểm tra không tiến hành.")
            return redirect(found)
    return _show(request, find(request, pk), form=form)


@cache_control(private=True, no_store=True)
@page
def minutes(request, pk, unit_pk):
    """The minutes taken at one unit (biên bản)."""
    found, row, findings = _recorded(request, pk, unit_pk)
    return as_docx(minutes_as_docx(found, row, findings), f"Biên bản {found.get_kind_display()} {row.unit}")


@cache_control(private=True, no_store=True)
@page
def conclusion(request, pk, unit_pk):
    """The notice by which one unit is told the conclusion (thông báo kết luận)."""
    found, row, findings = _recorded(request, pk, unit_pk)
    content = conclusion_as_docx(found, row, findings)
    return as_docx(content, f"Thông báo kết luận {found.get_kind_display()} {row.unit}")


def find(request, pk):
    """Return the inspection that the post sees, read for its page; else 404."""
    return get_object_or_404(Inspection.objects.visible_to(request.membership).for_page(), pk=pk)


def _run(request, pk):
    found = find(request, pk)
    require(may.can_run(request.membership, found))
    return found


def _recorded(request, pk, unit_pk):
    found = find(request, pk)
    rows = InspectedUnit.objects.visible_to(request.membership, found).select_related("unit__parent")
    row = get_object_or_404(rows, unit=unit_pk)
    if not found.is_recorded:
        raise Http404
    findings = Finding.objects.filter(inspection=found, unit=unit_pk).select_related("assignment__task")
    return found, row, list(findings.order_by("given_at", "pk"))


def _show(request, found, *, form=None):
    membership, on = request.membership, clock.today()
    runs = may.can_run(membership, found)
    findings = Finding.objects.visible_to(membership).filter(inspection=found)
    rows = findings_told(findings.order_by("unit__order", "unit_id", "due_on", "pk"), on)
    context = {
        "inspection": found,
        "standing": inspection_word(found),
        "accounts": _accounts(membership, found) if found.is_recorded else [],
        "tasks": list(found.tasks.only("code", "title")),
        "findings": rows,
        "steps": steps_of_inspection(found),
        "runs": runs,
        "begun": found.starts_on <= on,
        "all_closed": all(one.is_closed for one, _ in rows),
        "form": form or (CallOffForm() if runs and found.is_coming else None),
        "crumbs": [(LIST, reverse("portal:inspection-list")), (str(found), "")],
    }
    return render(request, "portal/inspections/inspection.html", context, status=status_of(form) if form else 200)


def _accounts(membership, found):
    """What was established at each unit that the post may read about, which is mostly read already."""
    if reads_every_account(membership, found):
        return list(found.inspected.all())
    return list(InspectedUnit.objects.visible_to(membership, found).select_related("unit"))
