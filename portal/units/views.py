"""The directory of units, and the page of one: its people, its work, its reports."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from common.clock import today
from oversight.enums import DirectionSubject
from oversight.models import Finding
from portal.acts import page
from portal.directing import directions_here
from portal.findings import findings_told
from portal.lists import Listing, back_to, workbook_of
from portal.units.columns import COLUMNS, read_rows
from portal.units.forms import UnitFilterForm
from portal.units.reach import oversees
from portal.urged import urged_of
from progress.enums import ReportState
from progress.models import Report
from progress.reading import state_told, with_last_medium
from tasks.enums import Part
from tasks.models import Assignment
from units.models import Membership, Unit
from units.permissions import can_manage_people, can_see_contacts

PAGE_SIZE = 50
LATEST_REPORTS, LATEST_FINDINGS = 12, 12
MOST_ASSIGNMENTS = 100
TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.WAITING: "wait",
    ReportState.SUBMITTED: "info",
    ReportState.RECEIVED: "info",
    ReportState.NEEDS_MORE: "warn",
    ReportState.CONFIRMED: "good",
}


@page
def unit_list(request):
    """The units as a tree in protocol order; cut by name, kind and whether they still exist."""
    form, listing = _listing(request)
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "is_tree": not _is_searched(form) and not listing.asked_sort,
        "may_take_away": True,
        "people_url": reverse("portal:people-upload") if can_manage_people(request.membership) else "",
    }
    return render(request, "portal/units/unit_list.html", context, status=200 if form.is_valid() else 422)


@page
def unit_list_export(request):
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:unit-list", request)
    return workbook_of(listing, "Đơn vị", name="don-vi")


@page
def unit(request, pk):
    shown = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    assignments = Assignment.objects.visible_to(request.membership).live().filter(unit=shown).select_related("task")
    assignments = list(assignments.order_by("task__plan", "task__code")[: MOST_ASSIGNMENTS + 1])
    reports = with_last_medium(Report.objects.openable_by(request.membership).filter(unit=shown))
    reports = reports.for_list()[:LATEST_REPORTS]
    context = {
        "unit": shown,
        "posts": _posts(shown),
        "may_see_contacts": can_see_contacts(request.membership, shown, oversees=oversees(request.membership, shown)),
        "children": list(shown.children.valid(today())),
        "leads": [a for a in assignments[:MOST_ASSIGNMENTS] if a.part == Part.LEAD],
        "supports": [a for a in assignments[:MOST_ASSIGNMENTS] if a.part == Part.SUPPORT],
        "more_assignments": len(assignments) > MOST_ASSIGNMENTS,
        "reports": [_told(report, request.membership) for report in reports],
        "directions": directions_here(request.membership, DirectionSubject.UNIT, shown),
        "today": today(),
        "urged": urged_of(request.membership, unit=shown),
        "ledger_url": f"{reverse('portal:urging-list')}?don_vi={shown.pk}",
        "findings": _findings(shown, request.membership),
    }
    return render(request, "portal/units/unit.html", context)


def _told(report, membership):
    """Return the report, the word and the tone of its state as this reader may know it."""
    state = state_told(report, membership)
    word = "chưa gửi" if state == ReportState.DRAFT and report.unit_id != membership.unit_id else state.label
    return report, word, TONES[state]


def _findings(unit, membership):
    """What the unit has to put right after inspections, as far as this reader may know; then what was closed last."""
    rows = Finding.objects.visible_to(membership).filter(unit=unit)
    rows = rows.order_by(F("closed_at").desc(nulls_first=True), "due_on", "pk")
    return findings_told(rows[:LATEST_FINDINGS], today())


def _posts(unit):
    posts = Membership.objects.filter(unit=unit).valid(today())
    return list(posts.select_related("user", "stands_in_for__user").order_by("role", "user__sort_key", "pk"))


class Directory(Listing):
    """Rows are short, and what costs is to lay the tree out: it is done once, neither for keys nor for their number."""

    keys_first = False


def _listing(request):
    form = UnitFilterForm(request.GET)
    units = _cut(Unit.objects.all(), form)
    # with_tree_fields changes the very queryset that it is asked of.
    shown = units.all().with_tree_fields().select_related("parent")
    return form, Directory(request, COLUMNS, shown, read=read_rows, per_page=PAGE_SIZE, total=units.count())


def _is_searched(form):
    return form.is_valid() and bool(form.cleaned_data["q"] or form.cleaned_data["kind"])


def _cut(units, form):
    if not form.is_valid():
        return units.valid(today())
    values = form.cleaned_data
    if values["q"]:
        units = units.matching(values["q"])
    if values["kind"]:
        units = units.filter(kind=values["kind"])
    return units if values["closed"] else units.valid(today())
