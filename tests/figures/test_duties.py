import datetime

import pytest

from figures.cells import Cell
from figures.duties import Tally, by_group, list_duties, read_duties, two_by_two
from figures.matrix import matrix
from figures.overdue import longest_overdue
from figures.reports import days_to_acceptance, report_figures
from figures.scope import Scope
from tasks.enums import AssignmentState, Part
from tests.factories import make_assignment, make_group, make_line, make_period, make_plan, make_report, make_task

pytestmark = pytest.mark.django_db

DUE = datetime.date(2024, 12, 19)
NEXT_DAY = DUE + datetime.timedelta(days=1)


@pytest.fixture
def task():
    return make_task(group=make_group(make_plan()))


def only_cell(plan, on):
    scope = Scope(plan, on)
    rows = [
        duty for name in ["dated", "no_deadline", "left_out"] for duty in read_duties(scope, list_duties(scope, name))
    ]
    return [(duty.cell, duty.days_late) for duty in rows]


def test_on_its_due_day_a_duty_is_within_time(task):
    make_assignment(task, due_on=DUE)

    assert only_cell(task.plan, DUE) == [(Cell.OPEN_IN_TIME, 0)]
    assert only_cell(task.plan, NEXT_DAY) == [(Cell.OPEN_OVERDUE, 1)]


def test_done_on_its_due_day_is_on_time_and_the_day_after_late(task):
    assignment = make_assignment(task, due_on=DUE, state=AssignmentState.DONE, completed_on=DUE)

    assert only_cell(task.plan, NEXT_DAY) == [(Cell.DONE_ON_TIME, 0)]

    assignment.completed_on = NEXT_DAY
    assignment.save()

    assert only_cell(task.plan, NEXT_DAY) == [(Cell.DONE_LATE, 1)]


def test_suspended_and_ended_work_is_left_out_with_the_reason(task):
    make_assignment(task, due_on=DUE, state=AssignmentState.WITHDRAWN, ended_on=DUE)
    make_assignment(task, due_on=DUE, state=AssignmentState.SUSPENDED)

    figures = two_by_two(task.plan, NEXT_DAY)

    assert (figures.suspended, figures.ended, figures.left_out, figures.dated) == (1, 1, 2, 0)
    assert str(figures.rate) == "–"


def test_support_stands_outside(task):
    make_assignment(task, part=Part.SUPPORT, due_on=DUE)
    make_assignment(task, part=Part.SUPPORT, cadence="")

    assert two_by_two(task.plan, NEXT_DAY) == two_by_two(make_plan(), NEXT_DAY)


def test_other_plans_stand_outside(task):
    make_assignment(due_on=DUE)

    assert only_cell(task.plan, NEXT_DAY) == []


def test_headline_rate_says_done_of_came_due(task):
    make_assignment(task, due_on=DUE, state=AssignmentState.DONE, completed_on=DUE)
    plan = task.plan
    for _ in range(2):
        make_assignment(make_task(group=task.group), due_on=DUE)
    make_assignment(make_task(group=task.group), due_on=NEXT_DAY)

    rate = two_by_two(plan, NEXT_DAY).rate

    assert (str(rate), rate.words) == ("33,33%", "1/3 việc đã đến hạn, gồm đã hoàn thành và quá hạn")


def test_by_group_counts_groups_and_clauses_apart(task):
    make_assignment(task, due_on=DUE)

    groups, clauses = by_group(task.plan, NEXT_DAY)

    assert ({key: figures.open_overdue for key, figures in groups.items()}, clauses) == ({task.group_id: 1}, {})


@pytest.mark.parametrize("rows", [1, 3])
def test_figures_ask_the_database_as_often_for_one_as_for_three(rows, django_assert_num_queries):
    period = make_period()
    period.opened_at = datetime.datetime(2024, 9, 15, tzinfo=datetime.UTC)
    period.save()
    for _ in range(rows):
        report = make_report(period)
        make_line(report)
        make_assignment(make_task(group=period.plan.groups.first()), unit=report.unit, due_on=DUE)
    scope = Scope(period.plan, NEXT_DAY + datetime.timedelta(days=30))

    with django_assert_num_queries(8):
        tally = Tally(scope)
        found = longest_overdue(scope, limit=20)
        table = matrix(tally, list(tally.by_home()), parents=[period.plan.standing_office_id])
        reports = report_figures(scope)
        days_to_acceptance(scope)

    assert (len(found), len(table), reports.missing) == (2 * rows, rows, rows)
