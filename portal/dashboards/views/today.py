"""What there is to do today, and the lists of what waits: reports to judge, declined work, units never heard from."""

from django.shortcuts import render

from portal.acts import page
from portal.dashboards.desk import Desk
from portal.dashboards.filters import DeskForm, WaitingListForm
from portal.dashboards.pages import context_of, open_page, take_page_away
from portal.dashboards.tables import desk_tables
from portal.dashboards.views.lists import Kind, show, take_away
from portal.dashboards.waiting import (
    DECLINED_COLUMNS,
    SILENT_COLUMNS,
    WAITING_COLUMNS,
    ExplainedDeclined,
    ExplainedSilent,
    ExplainedWaiting,
)

WAITING = Kind(
    WaitingListForm,
    ExplainedWaiting,
    WAITING_COLUMNS,
    "portal:dashboard-waiting-list",
    "bao-cao-cho-xem-xet",
    ticks=False,
)
DECLINED = Kind(
    DeskForm,
    ExplainedDeclined,
    DECLINED_COLUMNS,
    "portal:dashboard-declined-list",
    "viec-bi-tu-choi",
    ticks=False,
)
SILENT = Kind(
    DeskForm,
    ExplainedSilent,
    SILENT_COLUMNS,
    "portal:dashboard-silent-list",
    "don-vi-chua-gui-lan-nao",
    ticks=False,
)


@page
def today(request):
    selection, _, refused = open_page(request, DeskForm)
    if refused:
        return refused
    return render(request, "portal/dashboards/today.html", context_of(request, selection, desk=Desk(selection)))


@page
def today_export(request):
    return take_page_away(request, DeskForm, "portal:dashboard-today", _tables, name="viec-hom-nay")


def _tables(selection, parts):
    return desk_tables(Desk(selection))


@page
def waiting_list(request):
    return show(request, WAITING)


@page
def waiting_list_export(request):
    return take_away(request, WAITING)


@page
def declined_list(request):
    return show(request, DECLINED)


@page
def declined_list_export(request):
    return take_away(request, DECLINED)


@page
def silent_list(request):
    return show(request, SILENT)


@page
def silent_list_export(request):
    return take_away(request, SILENT)
