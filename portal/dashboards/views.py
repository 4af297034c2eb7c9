"""Dashboards, and the list behind each number with its formula, what was left out, and the day it speaks of."""

from django.core.paginator import Paginator
from django.shortcuts import render

from figures.permissions import can_see_figures
from portal.acts import page, require
from portal.dashboards.board import Board
from portal.dashboards.explained import ExplainedDuties, ExplainedReports
from portal.dashboards.filters import DutyListForm, ReportListForm
from portal.dashboards.selection import select

PAGE_SIZE = 50


@page
def dashboard(request):
    require(can_see_figures(request.membership))
    selection = select(request)
    if selection is None:
        return render(request, "portal/dashboards/no_plan.html")
    if not selection.form.is_valid():
        return _refuse(request, selection)
    return render(request, "portal/dashboards/dashboard.html", {"selection": selection, "board": Board(selection)})


@page
def duty_list(request):
    return _list(request, DutyListForm, ExplainedDuties, "portal/dashboards/duty_list.html")


@page
def report_list(request):
    return _list(request, ReportListForm, ExplainedReports, "portal/dashboards/report_list.html")


def _list(request, form_class, explain, template):
    require(can_see_figures(request.membership))
    selection = select(request, form_class)
    if selection is None:
        return render(request, "portal/dashboards/no_plan.html")
    if not selection.form.is_valid():
        return _refuse(request, selection)
    explained = explain(selection)
    rows = KnownCount(explained.rows, PAGE_SIZE, total=explained.count).get_page(request.GET.get("trang"))
    context = {"selection": selection, "explained": explained, "page": rows, "rows": explained.read(rows)}
    return render(request, template, context)


def _refuse(request, selection):
    return render(request, "portal/dashboards/refused.html", {"selection": selection}, status=422)


class KnownCount(Paginator):
    """A paginator told its count: the number has just been counted by the same definition."""

    def __init__(self, rows, per_page, *, total):
        super().__init__(rows, per_page)
        self.count = total
