"""The briefing between two days, on one page to be read or printed before a meeting, and to be taken away."""

from django.shortcuts import render

from common import clock
from common.spreadsheets import spreadsheet_response
from portal.acts import page, require
from portal.dashboards.briefing import Briefing, BriefingForm
from portal.dashboards.pages import context_of, open_page
from portal.dashboards.tables import briefing_tables
from portal.lists import MOST_ROWS, back_to
from tasks.permissions import can_take_lists_away


@page
def briefing(request):
    selection, _, refused = open_page(request, BriefingForm)
    if refused:
        return refused
    context = context_of(request, selection, briefing=Briefing(selection))
    return render(request, "portal/dashboards/briefing.html", context)


@page
def briefing_export(request):
    require(can_take_lists_away(request.membership))
    selection, _, refused = open_page(request, BriefingForm)
    if refused:
        return refused if selection is None else back_to("portal:dashboard-briefing", request)
    tables = briefing_tables(Briefing(selection, most=MOST_ROWS))
    return spreadsheet_response(f"tin-nhanh-{clock.today():%Y-%m-%d}.xlsx", *tables)
