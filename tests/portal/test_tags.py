"""The tags that write the small parts of long pages write what the parts write, and nothing as it was typed."""

import datetime

import pytest
from django.forms import Select
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.html import escape
from pytest_django.asserts import assertHTMLEqual

from common import clock
from portal.assignments.matrix import Mark
from portal.lists import Cell, Column, Line
from portal.standings import Standing
from portal.templatetags.frame import deadline_of, state
from portal.templatetags.lists import list_cells, matrix_cells
from portal.ticks import Tick
from tasks.models import Assignment

BAD = '"><script>alert(1)</script>'


def render(part, **values):
    given = " ".join(f"{name}={name}" for name in values)
    return Template(f'{{% include "parts/{part}.html" with {given} %}}').render(Context(values))


@pytest.mark.parametrize(("tone", "icon"), [("good", ""), ("", ""), ("late", "clock-history")])
def test_state_is_written_as_the_part_writes_it(tone, icon):
    assertHTMLEqual(state(BAD, tone, icon), render("_state", word=BAD, tone=tone, icon=icon))


@pytest.mark.parametrize(("due_in", "done_in"), [(None, None), (-3, None), (0, None), (5, None), (30, None), (2, 1)])
def test_deadline_is_written_as_the_part_writes_it(due_in, done_in):
    due_on, done_on = (days if days is None else clock.today() + datetime.timedelta(days) for days in (due_in, done_in))

    assertHTMLEqual(deadline_of(due_on, done_on), render("_deadline", due_on=due_on, done_on=done_on))


def test_cells_hold_nothing_as_it_was_typed():
    columns = [
        Column(BAD, str, url=lambda row: f"/?q={row}", aside=str),
        Column(BAD, str),
        Column("Ngày", lambda row: datetime.date(2026, 3, 9)),
        Column("Số", lambda row: 1234),
        Column("Trống", lambda row: None),
        Column("Tình trạng", str, mark=lambda row: ("good", "")),
    ]

    written = list_cells(Line([Cell(column, BAD) for column in columns], Tick("r-1", BAD)))

    safe = escape(BAD)
    assertHTMLEqual(
        f"<tr>{written}</tr>",
        '<tr><th scope="row"><span class="list-ticked"><input class="form-check-input" type="checkbox" name="chon" '
        f'value="r-1" form="viec-duoc-chon" aria-label="{safe}"> <span><a href="/?q={safe}">{safe}'
        f'<span class="visually-hidden"> – {safe}</span></a></span></span></th>'
        f'<td data-label="{safe}">{safe}</td><td data-label="Ngày" class="nowrap">09/03/2026</td>'
        '<td data-label="Số" class="num">1.234</td><td data-label="Trống" class="is-empty">–</td>'
        f'<td data-label="Tình trạng"><span class="state tone-good"><i class="bi bi-check-circle-fill" '
        f'aria-hidden="true"></i>{safe}</span></td></tr>',
    )


def test_select_is_written_as_django_writes_it():
    choices = [
        ("", "Mọi đơn vị"),
        (BAD, BAD),
        ("Nhóm <1>", [(1234, "Một"), (2, BAD)]),
        ("", [(3, "Ba"), (4, BAD)]),
        ("", []),
    ]
    select = Select(attrs={"class": "select", "disabled": True}, choices=choices)

    for value in ("", BAD, 1234):
        ours = select.render("don_vi", value)
        assertHTMLEqual(ours, select.render("don_vi", value, renderer=DjangoTemplates()))


def test_marks_of_the_matrix_hold_shape_and_words():
    assignment = Assignment(pk=1234, part="lead", due_on=datetime.date(2026, 1, 9))
    mark = Mark(Standing.of(assignment, datetime.date(2026, 1, 10)))

    written = matrix_cells([[mark], []])

    words = "chủ trì, hạn 09/01/2026, chưa thực hiện, quá hạn 1 ngày"
    assertHTMLEqual(
        f"<tr>{written}</tr>",
        f'<tr><td><a class="mark tone-late" href="/phan-cong/1234/" title="{words}"><span aria-hidden="true">C'
        f'<i class="bi bi-exclamation-octagon-fill"></i></span><span class="visually-hidden">{words}</span></a></td>'
        "<td></td></tr>",
    )
