"""A list behind a number, as a page and as a workbook: its formula, what was left out, its day, its rows."""

from dataclasses import dataclass
from functools import partial

from django.shortcuts import render

from figures.permissions import can_see_figures
from portal.acts import require
from portal.dashboards.pages import open_selection
from portal.dashboards.selection import select
from portal.lists import Listing, back_to, workbook_of
from portal.ticks import ticking
from tasks.permissions import can_take_lists_away

PAGE_SIZE = 50


@dataclass(frozen=True)
class Kind:
    """A list behind numbers: its form, its explanation, its columns, its pages, and the name of its workbook."""

    form: type
    explain: type
    columns: list
    page: str
    name: str
    # Whether units can be urged about its rows.
    ticks: bool = True


def show(request, kind):
    selection, refused = open_selection(request, kind.form)
    if refused:
        return refused
    explained, listing = _listing(request, kind, selection)
    context = {
        "selection": selection,
        "explained": explained,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "export": f"{kind.page}-export",
        "may_take_away": can_take_lists_away(request.membership),
    }
    return render(request, "portal/dashboards/behind.html", context)


def take_away(request, kind):
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
