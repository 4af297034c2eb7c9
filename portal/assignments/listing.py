"""Assignments as a list: the same rows and filters as the matrix, sorted by column, paged, taken away as a workbook."""

from functools import partial

from django.db.models import F
from django.shortcuts import render

from common import clock
from portal.acts import page, require
from portal.assignments.forms import MatrixFilter
from portal.assignments.matrix import (
    column_choices,
    cut,
    default_columns,
    part_choices,
    plan_asked,
    read_chain,
    read_tasks,
    seen_work,
)
from portal.lists import Column, Listing, back_to, workbook_of
from portal.standings import Standing, for_standings, with_timing
from tasks.enums import Part
from tasks.permissions import can_take_lists_away
from tasks.timing import deadline_words

PER_PAGE = 50
TASK_ORDER = ("task__group__number", "task__clause__number", "task__position", "task__code")


def _part(row):
    part = Part(row.assignment.part).label
    return f"{part}, {row.assignment.parent.unit} giao" if row.assignment.parent_id else part


def _cadence(row):
    return deadline_words(None, row.assignment.cadence)


COLUMNS = [
    Column(
        "Nhiệm vụ",
        lambda row: str(row.assignment.task),
        key="viec",
        order=TASK_ORDER,
        url=lambda row: row.assignment.get_absolute_url(),
        aside=lambda row: row.assignment.unit,
        width=48,
    ),
    Column("Đơn vị", lambda row: str(row.assignment.unit), key="don-vi", order=("unit__order", "unit_id"), width=28),
    Column("Vai trò", _part, key="vai-tro", order=("part",), width=26),
    Column("Thời hạn", lambda row: row.assignment.due_on or _cadence(row), key="han", order=("due_on",), width=16),
    Column(
        "So với hạn",
        lambda row: row.time.words if row.speaks_of_time else None,
        mark=lambda row: (row.time.tone, row.time_icon) if row.speaks_of_time else None,
        width=24,
    ),
    Column("Trạng thái", lambda row: row.state, mark=lambda row: (row.tone, ""), width=20),
    Column("Hoàn thành", lambda row: row.assignment.completed_on, key="xong", order=("completed_on",), width=14),
    Column("Người phụ trách", lambda row: row.assignment.person_in_charge or None, width=24),
    Column("Chưa rõ (trong 6 rõ)", lambda row: len(row.missing), width=12),
]


@page
def assignment_list(request):
    asked = _asked(request)
    if asked is None:
        return render(request, "portal/assignments/matrix.html", {"plan": None})
    plan, form, listing = asked
    context = {
        "plan": plan,
        "form": form,
        "listing": listing,
        "rows": listing.rows,
        "page": listing.page,
        "may_take_away": can_take_lists_away(request.membership),
    }
    return render(request, "portal/assignments/list.html", context, status=200 if form.is_valid() else 422)


@page
def assignment_list_export(request):
    require(can_take_lists_away(request.membership))
    asked = _asked(request)
    if asked is None or not asked[1].is_valid():
        return back_to("portal:assignment-list", request)
    return workbook_of(asked[2], "Phân công", name="phan-cong")


def read_standings(assignments, on):
    return [Standing.of(one, on) for one in assignments]


def _asked(request):
    """Return (plan, form, listing) of the address, or None when the post sees no plan."""
    plan, _plans = plan_asked(request.membership, request.GET.get("ke_hoach", ""))
    if plan is None:
        return None
    chain, on = read_chain(plan), clock.today()
    data = request.GET.copy()
    data.setdefault("cot", default_columns(chain, request.membership))
    tasks = read_tasks(plan)
    form = MatrixFilter(data, parts=part_choices(tasks), columns=column_choices(chain))
    chosen = form.cleaned_data if form.is_valid() else {}
    seen = cut(plan, seen_work(plan, tasks, request.membership), chosen)
    seen = with_timing(seen, chosen["thoi_gian"], on) if chosen.get("thoi_gian") else seen
    seen = for_standings(_of_part(seen, chosen), "unit", "parent__unit", tasks=True)
    seen = seen.order_by(*(F(field).asc(nulls_last=True) for field in TASK_ORDER), "part", "unit__order", "pk")
    read = partial(read_standings, on=on)
    return plan, form, Listing(request, COLUMNS, seen, read=read, per_page=PER_PAGE, usual="viec")


def _of_part(assignments, chosen):
    where, _, number = chosen.get("phan", "").partition("-")
    if where == "nhom":
        return assignments.filter(task__group__number=number)
    return assignments.filter(task__clause__number=number) if where == "muc" else assignments
