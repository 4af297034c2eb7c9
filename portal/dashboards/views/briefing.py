"""The briefing between two days, on one page to be read or printed before a meeting, and to be taken away."""

from django.shortcuts import render

from portal.acts import page
from portal.dashboards.briefing import Briefing, BriefingForm
from portal.dashboards.pages import context_of, open_page, take_page_away
from portal.dashboards.tables import briefing_tables
from portal.lists import MOST_ROWS


@page
def briefing(request):
    selection, _, refused = open_page(request, BriefingForm)
    if refused:
        return refused
    context = context_of(request, selection, briefing=Briefing(selection))
    return render(request, "portal/dashboards/briefing.html", context)


@page
def briefing_export(request):
    return take_page_away(request, BriefingForm, "portal:dashboard-briefing", _tables, name="tin-nhanh")


def _tables(selection, parts):
    return briefing_tables(Briefing(selection, most=MOST_ROWS))
