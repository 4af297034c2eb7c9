"""The lists of inspections and of findings, on the screen and as workbooks."""

from django.shortcuts import render
from django.urls import reverse

from common import clock
from figures.inspections import finding_figures
from oversight.models import Finding, Inspection
from oversight.permissions.inspections import can_plan_somewhere
from portal.acts import page, require
from portal.findings import FINDINGS_BY
from portal.inspections.columns import FINDING_BOOK, FINDINGS, INSPECTION_BOOK, INSPECTIONS
from portal.inspections.filters import FindingFilterForm, InspectionFilterForm, number_of
from portal.lists import Listing, back_to, context_of, workbook_of
from tasks.permissions import can_take_lists_away

PER_PAGE = 30
TONES = {"qua-han": "late", "cho-xem-xet": "wait", "da-khep-lai": "good"}


@page
def inspection_list(request):
    form, listing = _inspections(request)
    may_plan = can_plan_somewhere(request.membership)
    context = context_of(request, form, listing) | {
        "add_url": reverse("portal:inspection-add") if may_plan else "",
        "numbers": _numbers(request.membership),
    }
    return render(request, "portal/inspections/list.html", context, status=200 if form.is_valid() else 422)


@page
def inspection_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _inspections(request, INSPECTION_BOOK)
    if not form.is_valid():
        return back_to("portal:inspection-list", request)
    return workbook_of(listing, "Kiểm tra, giám sát", name="kiem-tra")


@page
def finding_list(request):
    form, listing = _findings(request)
    context = context_of(request, form, listing)
    context["crumbs"] = [("Kiểm tra, giám sát", reverse("portal:inspection-list")), ("Kiến nghị", "")]
    return render(request, "portal/inspections/findings.html", context, status=200 if form.is_valid() else 422)


@page
def finding_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _findings(request, FINDING_BOOK)
    if not form.is_valid():
        return back_to("portal:finding-list", request)
    return workbook_of(listing, "Kiến nghị sau kiểm tra", name="kien-nghi-sau-kiem-tra")


def _inspections(request, columns=INSPECTIONS):
    form = InspectionFilterForm(request.GET, membership=request.membership)
    rows = form.chosen(Inspection.objects.visible_to(request.membership)).for_list()
    return form, Listing(request, columns, rows, per_page=PER_PAGE, usual="-thoi-gian")


def _findings(request, columns=FINDINGS):
    form = FindingFilterForm(request.GET, membership=request.membership)
    rows = form.chosen(Finding.objects.visible_to(request.membership)).for_list()
    return form, Listing(request, columns, rows, per_page=PER_PAGE, usual="han")


def _numbers(membership):
    """[(words, how many, address, tone)] of the findings the post sees, by how they stand (1 query)."""
    figures = finding_figures(Finding.objects.visible_to(membership), clock.today())
    if not figures.given:
        return []
    url, counts = reverse("portal:finding-list"), {key: figures.number(name) for key, name in FINDINGS_BY.items()}
    return [
        (number_of(key).words, count, f"{url}?tinh_trang={key}", TONES.get(key, "") if count else "")
        for key, count in counts.items()
    ]
