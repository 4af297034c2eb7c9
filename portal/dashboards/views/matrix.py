"""Units × groups and clauses, or × the tasks of one of them: paged, and to be taken away."""

from django.core.paginator import Paginator
from django.shortcuts import render

from common import clock
from common.spreadsheets import spreadsheet_response
from portal.acts import page, require
from portal.dashboards.matrix import grid_asked
from portal.dashboards.pages import chosen_part, context_of, open_page
from portal.lists import PAGE, back_to
from tasks.permissions import can_take_lists_away

MOST_ROWS = 100


@page
def matrix(request):
    selection, parts, refused = open_page(request)
    if refused:
        return refused
    part = chosen_part(selection, parts)
    grid = grid_asked(selection, parts, part)
    shown = Paginator(grid.counted, MOST_ROWS).get_page(request.GET.get(PAGE))
    context = {"grid": grid, "rows": grid.shown(shown.object_list), "page": shown, "part": part, "parts": parts}
    return render(request, "portal/dashboards/matrix.html", context_of(request, selection, **context))


@page
def matrix_export(request):
    require(can_take_lists_away(request.membership))
    selection, parts, refused = open_page(request)
    if refused:
        return refused if selection is None else back_to("portal:dashboard-matrix", request)
    grid = grid_asked(selection, parts, chosen_part(selection, parts))
    return spreadsheet_response(f"ma-tran-{clock.today():%Y-%m-%d}.xlsx", grid.table)
