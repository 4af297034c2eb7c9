"""How the rates went from period to period, as a chart and a table; and the table to be taken away."""

from django.shortcuts import render

from common import clock
from common.spreadsheets import spreadsheet_response
from portal.acts import page, require
from portal.dashboards.pages import chosen_part, context_of, open_page
from portal.dashboards.trend import TrendForm, TrendView
from portal.lists import back_to
from tasks.permissions import can_take_lists_away


@page
def trend(request):
    selection, parts, refused = open_page(request, TrendForm)
    if refused:
        return refused
    part = chosen_part(selection, parts)
    context = {"trend": TrendView(selection, parts, part), "part": part, "parts": parts}
    return render(request, "portal/dashboards/trend.html", context_of(request, selection, **context))


@page
def trend_export(request):
    require(can_take_lists_away(request.membership))
    selection, parts, refused = open_page(request, TrendForm)
    if refused:
        return refused if selection is None else back_to("portal:dashboard-trend", request)
    view = TrendView(selection, parts, chosen_part(selection, parts))
    return spreadsheet_response(f"dien-bien-{clock.today():%Y-%m-%d}.xlsx", *view.tables)
