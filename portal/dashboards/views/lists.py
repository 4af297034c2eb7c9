"""A list behind a number, as a page and as a workbook: its formula, what was left out, its day, its rows."""

from dataclasses import dataclass
from functools import cached_property, partial

from django.shortcuts import render

from figures.memory import OF_ALL, remembered
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


class ListBehind(Listing):
    """The list behind an explained number. The rows of a page are remembered as the number is."""

    def __init__(self, request, columns, explained, **shown):
        self.explained, self.scope = explained, explained.scope
        # The number has just been counted by the same definition.
        listed = {"read": explained.read, "per_page": PAGE_SIZE, "total": explained.count}
        super().__init__(request, columns, lambda: explained.rows, **listed, **shown)

    @cached_property
    def rows(self):
        return (_rows_of_all if self.explained.reads_steps else _rows_of_work)(self)

    def up_to(self, last):
        return self.ordered if self.asked_sort else self.explained.rows_up_to(last)

    @property
    def counted_by(self):
        return self.explained.counted_by, self.asked_sort, self.page.number


@remembered
def _rows_of_work(listing):
    return listing.read_page()


@remembered(rooms=OF_ALL)
def _rows_of_all(listing):
    return listing.read_page()


def _listing(request, kind, selection):
    explained = kind.explain(selection)
    ticks = ticking(request.membership, partial(explained.tick, request.membership)) if kind.ticks else None
    return explained, ListBehind(request, kind.columns, explained, usual="han", tick=ticks)
