"""Units × groups and clauses, or × the tasks of one of them: paged, and to be taken away."""

from django.core.paginator import Paginator
from django.shortcuts import render

from portal.acts import page
from portal.dashboards.matrix import grid_asked
from portal.dashboards.pages import PartForm, chosen_part, context_of, open_page, take_page_away
from portal.lists import PAGE

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
    return take_page_away(request, PartForm, "portal:dashboard-matrix", _tables, name="ma-tran")


def _tables(selection, parts):
    return [grid_asked(selection, parts, chosen_part(selection, parts)).table]
