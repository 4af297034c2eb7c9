"""Dashboards, and the list behind each number with its formula, what was left out, and the day it speaks of."""

from dataclasses import dataclass
from functools import partial

from django.shortcuts import render

from figures.permissions import can_see_figures
from portal.acts import page, require
from portal.dashboards.board import Board
from portal.dashboards.columns import DUTY_COLUMNS, REPORT_COLUMNS
from portal.dashboards.explained import ExplainedDuties, ExplainedReports
from portal.dashboards.extended import EXTENSION_COLUMNS, ExplainedExtensions
from portal.dashboards.filters import DutyListForm, ExtensionListForm, ReportListForm
from portal.dashboards.followed import Followed
from portal.dashboards.late import LatenessTable
from portal.dashboards.selection import select
from portal.lists import Listing, back_to, workbook_of
from portal.ticks import ticking
from tasks.permissions import can_take_lists_away

PAGE_SIZE = 50


@page
def dashboard(request):
    require(can_see_figures(request.membership))
    selection = select(request)
    if selection is None:
        return render(request, "portal/dashboards/no_plan.html")
    if not selection.form.is_valid():
        return _refuse(request, selection)
    context = {
        "selection": selection,
        "board": Board(selection),
        "followed": Followed(selection),
        "late": LatenessTable(selection),
    }
    return render(request, "portal/dashboards/dashboard.html", context)


@page
def duty_list(request):
    return _show(request, DUTIES)


@page
def duty_list_export(request):
    return _take_away(request, DUTIES)


@page
def report_list(request):
    return _show(request, REPORTS)


@page
def report_list_export(request):
    return _take_away(request, REPORTS)


@page
def extended_list(request):
    return _show(request, EXTENSIONS)


@page
def extended_list_export(request):
    return _take_away(request, EXTENSIONS)


@dataclass(frozen=True)
class Kind:
    """A list behind numbers: its form, its explanation, its columns, its pages, and the name of its workbook."""

    form: type
    explain: type
    columns: list
    template: str
    page: str
    name: str
    # Whether units can be urged about its rows.
    ticks: bool = True


DUTIES = Kind(
    DutyListForm, ExplainedDuties, DUTY_COLUMNS, "portal/dashboards/duty_list.html", "portal:duty-list", "viec-den-han"
)
REPORTS = Kind(
    ReportListForm,
    ExplainedReports,
    REPORT_COLUMNS,
    "portal/dashboards/report_list.html",
    "portal:dashboard-report-list",
    "bao-cao-theo-so-lieu",
)
EXTENSIONS = Kind(
    ExtensionListForm,
    ExplainedExtensions,
    EXTENSION_COLUMNS,
    "portal/dashboards/extension_list.html",
    "portal:dashboard-extension-list",
    "gia-han-theo-so-lieu",
    ticks=False,
)


def _show(request, kind):
    require(can_see_figures(request.membership))
    selection = select(request, kind.form)
    if selection is None:
        return render(request, "portal/dashboards/no_plan.html")
    if not selection.form.is_valid():
        return _refuse(request, selection)
    explained, listing = _listing(request, kind, selection)
    context = {
        "selection": selection,
        "explained": explained,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "may_take_away": can_take_lists_away(request.membership),
    }
    return render(request, kind.template, context)


def _take_away(request, kind):
    require(can_see_figures(request.membership) and can_take_lists_away(request.membership))
    selection = select(request, kind.form)
    if selection is None or not selection.form.is_valid():
        return back_to(kind.page, request)
    explained, listing = _listing(request, kind, selection)
    return workbook_of(listing, explained.words, name=kind.name)


def _listing(request, kind, selection):
    explained = kind.explain(selection)
    # The number has just been counted by the same definition.
    listed = {"per_page": PAGE_SIZE, "usual": "han", "total": explained.count}
    if kind.ticks:
        listed["tick"] = ticking(request.membership, partial(explained.tick, request.membership))
    return explained, Listing(request, kind.columns, explained.rows, read=explained.read, **listed)


def _refuse(request, selection):
    return render(request, "portal/dashboards/refused.html", {"selection": selection}, status=422)
