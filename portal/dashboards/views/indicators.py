"""Indicators of the plan for one period, and the numbers that units sent behind each of them."""

from django.http import Http404
from django.shortcuts import render

from portal.acts import page, require
from portal.dashboards.indicators import (
    NUMBER_COLUMNS,
    ExplainedNumbers,
    IndicatorForm,
    IndicatorView,
    NumberListForm,
    indicator_asked,
    period_shown,
)
from portal.dashboards.pages import chosen_part, context_of, open_page, open_selection, take_page_away
from portal.dashboards.views.lists import ListBehind
from portal.lists import back_to, workbook_of
from tasks.permissions import can_take_lists_away


@page
def indicators(request):
    selection, parts, refused = open_page(request, IndicatorForm)
    if refused:
        return refused
    part, period = chosen_part(selection, parts), period_shown(selection)
    shown = IndicatorView(selection, part, period) if period else None
    context = {"board": shown, "part": part, "parts": parts, "period": period}
    return render(request, "portal/dashboards/indicators.html", context_of(request, selection, **context))


@page
def indicators_export(request):
    return take_page_away(request, IndicatorForm, "portal:dashboard-indicators", _tables, name="chi-tieu")


def _tables(selection, parts):
    period = period_shown(selection)
    return [IndicatorView(selection, chosen_part(selection, parts), period).table] if period else []


@page
def numbers(request):
    explained, refused = _explained(request)
    if refused:
        return refused
    listing = ListBehind(request, NUMBER_COLUMNS, explained)
    context = {"explained": explained, "listing": listing, "rows": listing.rows, "page": listing.page}
    return render(request, "portal/dashboards/indicator_list.html", context_of(request, explained.selection, **context))


@page
def numbers_export(request):
    require(can_take_lists_away(request.membership))
    explained, refused = _explained(request)
    if refused:
        return back_to("portal:dashboard-indicator-list", request)
    return workbook_of(
        ListBehind(request, NUMBER_COLUMNS, explained), explained.indicator.name, name="so-lieu-chi-tieu"
    )


def _explained(request):
    selection, refused = open_selection(request, NumberListForm)
    if refused:
        return None, refused
    indicator, period = indicator_asked(selection), period_shown(selection)
    if indicator is None or period is None:
        raise Http404
    return ExplainedNumbers(selection, period, indicator), None
