"""Dashboards, and the list behind each number with its formula, what was left out, and the day it speaks of."""

from django.shortcuts import render

from common import clock
from common.spreadsheets import spreadsheet_response
from figures.permissions import can_see_figures
from portal.acts import page, require
from portal.dashboards.board import Board
from portal.dashboards.columns import DUTY_COLUMNS, REPORT_COLUMNS
from portal.dashboards.explained import ExplainedDuties, ExplainedReports
from portal.dashboards.extended import EXTENSION_COLUMNS, ExplainedExtensions
from portal.dashboards.filters import DutyListForm, ExtensionListForm, ReportListForm
from portal.dashboards.followed import Followed
from portal.dashboards.late import LatenessTable
from portal.dashboards.own import Own
from portal.dashboards.pages import open_selection
from portal.dashboards.selection import select
from portal.dashboards.since import SinceClosing
from portal.dashboards.tables import board_tables
from portal.dashboards.views.lists import Kind, show, take_away
from portal.lists import back_to
from tasks.permissions import can_take_lists_away


@page
def dashboard(request):
    selection, refused = open_selection(request)
    if refused:
        return refused
    own = Own(selection) if selection.alone else None
    context = _shown(selection) | {"selection": selection, "followed": Followed(selection), "own": own}
    context["may_take_away"] = can_take_lists_away(request.membership)
    return render(request, "portal/dashboards/dashboard.html", context)


@page
def dashboard_export(request):
    require(can_see_figures(request.membership) and can_take_lists_away(request.membership))
    selection = select(request)
    if selection is None or not selection.form.is_valid():
        return back_to("portal:dashboard", request)
    return spreadsheet_response(f"tong-quan-{clock.today():%Y-%m-%d}.xlsx", *board_tables(**_shown(selection)))


def _shown(selection):
    since = SinceClosing(selection) if selection.is_closing else None
    board = Board(selection)
    return {"board": board, "late": LatenessTable(board), "since": since}


@page
def duty_list(request):
    return show(request, DUTIES)


@page
def duty_list_export(request):
    return take_away(request, DUTIES)


@page
def report_list(request):
    return show(request, REPORTS)


@page
def report_list_export(request):
    return take_away(request, REPORTS)


@page
def extended_list(request):
    return show(request, EXTENSIONS)


@page
def extended_list_export(request):
    return take_away(request, EXTENSIONS)


DUTIES = Kind(DutyListForm, ExplainedDuties, DUTY_COLUMNS, "portal:duty-list", "viec-den-han")
REPORTS = Kind(
    ReportListForm,
    ExplainedReports,
    REPORT_COLUMNS,
    "portal:dashboard-report-list",
    "bao-cao-theo-so-lieu",
)
EXTENSIONS = Kind(
    ExtensionListForm,
    ExplainedExtensions,
    EXTENSION_COLUMNS,
    "portal:dashboard-extension-list",
    "gia-han-theo-so-lieu",
    ticks=False,
)
