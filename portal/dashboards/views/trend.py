"""How the rates went from period to period, as a chart and a table; and the table to be taken away."""

from django.shortcuts import render

from portal.acts import page
from portal.dashboards.pages import chosen_part, context_of, open_page, take_page_away
from portal.dashboards.trend import TrendForm, TrendView


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
    return take_page_away(request, TrendForm, "portal:dashboard-trend", _tables, name="dien-bien")


def _tables(selection, parts):
    return TrendView(selection, parts, chosen_part(selection, parts)).tables
