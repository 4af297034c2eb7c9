"""The briefing between two days, on one page to be read or printed before a meeting."""

from django.shortcuts import render

from portal.acts import page
from portal.dashboards.briefing import Briefing, BriefingForm
from portal.dashboards.pages import context_of, open_page


@page
def briefing(request):
    selection, _, refused = open_page(request, BriefingForm)
    if refused:
        return refused
    context = context_of(request, selection, briefing=Briefing(selection))
    return render(request, "portal/dashboards/briefing.html", context)
