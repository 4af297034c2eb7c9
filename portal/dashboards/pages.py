"""What the pages beside the dashboard share: their filters, the part of the plan they keep to, and how they open."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.shortcuts import render

from common.clock import today
from common.spreadsheets import spreadsheet_response
from figures.duties import Home
from figures.permissions import can_see_figures
from portal.acts import require
from portal.dashboards.filters import FilterForm
from portal.dashboards.selection import select
from portal.lists import back_to
from tasks.permissions import can_take_lists_away

NO_SUCH_PART = "Kế hoạch không có phần này; hãy chọn lại trong danh sách nhóm và mục."


class PartForm(FilterForm):
    """Besides the filters: of which group or clause."""

    nhom = forms.IntegerField(
        label="Nhóm nhiệm vụ", required=False, min_value=1, max_value=9999, widget=forms.HiddenInput
    )
    muc = forms.IntegerField(
        label="Mục tổ chức thực hiện", required=False, min_value=1, max_value=9999, widget=forms.HiddenInput
    )


@dataclass(frozen=True)
class PlanPart:
    """A group or a clause: what it is, where its duties belong, and how an address names it."""

    thing: Any
    home: Home
    asked: dict = field(default_factory=dict)

    @property
    def words(self):
        return f"{'Nhóm' if self.home.group_id else 'Mục'} {self.thing.number}"


def parts_of(plan):
    """Return the PlanParts of a plan, groups first (2 queries)."""
    groups, clauses = plan.groups.order_by("number"), plan.clauses.order_by("number")
    found = [PlanPart(group, Home(group.pk, None), {"nhom": group.number}) for group in groups]
    return found + [PlanPart(clause, Home(None, clause.pk), {"muc": clause.number}) for clause in clauses]


def asked_part(form):
    """Return how the address names a group or a clause, {} for the whole plan."""
    return {name: number for name in ("nhom", "muc") if (number := form.cleaned_data.get(name))}


def chosen_part(selection, parts):
    """Return the PlanPart the address asks for, or None for the whole plan."""
    wanted = asked_part(selection.form)
    return next((part for part in parts if part.asked == wanted), None) if wanted else None


def open_selection(request, form_class=FilterForm):
    """Return (selection, None), or (selection or None, the page that says why there is nothing to show)."""
    require(can_see_figures(request.membership))
    selection = select(request, form_class)
    if selection is None:
        return None, render(request, "portal/dashboards/no_plan.html")
    return selection, None if selection.form.is_valid() else _refuse(request, selection)


def open_page(request, form_class=PartForm):
    """Return (selection, its parts, None), or (selection, [], the page that says why there is nothing to show)."""
    selection, refused = open_selection(request, form_class)
    if refused:
        return selection, [], refused
    parts = parts_of(selection.plan)
    if asked_part(selection.form) and chosen_part(selection, parts) is None:
        selection.form.add_error("nhom", NO_SUCH_PART)
        return selection, [], _refuse(request, selection)
    return selection, parts, None


def take_page_away(request, form_class, page, tables_of, *, name):
    """Return the workbook of what a page shows: `tables_of(selection, parts)` gives its tables, none when there is
    nothing to show; the page itself tells what is wrong with the address."""
    require(can_take_lists_away(request.membership))
    selection, parts, refused = open_page(request, form_class)
    if selection is None:
        return refused
    tables = [] if refused else tables_of(selection, parts)
    if not tables:
        return back_to(page, request)
    return spreadsheet_response(f"{name}-{today():%Y-%m-%d}.xlsx", *tables)


def _refuse(request, selection):
    return render(request, "portal/dashboards/refused.html", {"selection": selection}, status=422)


def context_of(request, selection, **more):
    """Return what every page beside the dashboard hands to its template."""
    return {
        "selection": selection,
        "page_url": request.path,
        "may_take_away": can_take_lists_away(request.membership),
        **more,
    }
