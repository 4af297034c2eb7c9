import datetime

import pytest
from django.utils import timezone

from common import clock
from figures.cells import Cell
from figures.duties import Tally, by_group, list_duties, read_duties, two_by_two
from figures.matrix import matrix
from figures.overdue import longest_overdue
from figures.reports import report_figures
from figures.scope import Scope
from progress.enums import ReportMove
from progress.models import ReportEvent
from tasks import actions
from tasks.enums import AssignmentState, Part
from tests.factories import (
    make_assignment,
    make_group,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)

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

    # One of them asks what happened after the day.
    with django_assert_num_queries(9):
        tally = Tally(scope)
        found = longest_overdue(scope, limit=20)
        table = matrix(tally, list(tally.by_home()), parents=[period.plan.standing_office_id])
        reports = report_figures(scope)

    assert (len(found), len(table), reports.missing) == (2 * rows, rows, rows)


# What happened later does not change a day that is over --------------------------------------------------------


@pytest.fixture
def office(task):
    return make_post(task.plan.standing_office)


def days(number):
    return datetime.timedelta(days=number)


def on(day, hour=9):
    return clock.set_to(timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour))))


def test_work_opened_again_was_done_until_then(task, office):
    assignment = make_assignment(task, due_on=DUE)
    with on(DUE):
        actions.confirm_done({assignment.pk: DUE - days(2)}, by=office)
    with on(DUE + days(10)):
        actions.reopen_done([assignment.pk], by=office, reason="Thiếu văn bản.")
    with on(DUE + days(20)):
        actions.confirm_work_done(fresh(assignment), completed_on=DUE + days(19), by=office)

    assert only_cell(task.plan, DUE - days(1)) == [(Cell.OPEN_IN_TIME, 0)]
    assert only_cell(task.plan, DUE + days(9)) == [(Cell.DONE_ON_TIME, 0)]
    assert only_cell(task.plan, DUE + days(10)) == [(Cell.OPEN_OVERDUE, 10)]
    assert only_cell(task.plan, DUE + days(20)) == [(Cell.DONE_LATE, 19)]


def test_deadline_of_a_day_is_the_one_in_force_at_its_end(task, office):
    assignment = make_assignment(task, due_on=DUE)
    for day, due_on, cadence in [(5, DUE + days(30), ""), (40, None, ""), (50, None, "quarter")]:
        with on(DUE + days(day)):
            terms = {"due_on": due_on, "cadence": cadence, "version": fresh(assignment).version}
            actions.change_deadline(fresh(assignment), **terms, by=office, reason="Gia hạn.")

    assert only_cell(task.plan, DUE + days(4)) == [(Cell.OPEN_OVERDUE, 4)]
    assert only_cell(task.plan, DUE + days(5)) == [(Cell.OPEN_IN_TIME, 0)]
    assert only_cell(task.plan, DUE + days(39)) == [(Cell.OPEN_OVERDUE, 9)]
    assert only_cell(task.plan, DUE + days(40)) == [(Cell.NO_DEADLINE, 0)]
    assert only_cell(task.plan, DUE + days(50)) == []


def test_work_that_recurs_no_longer_is_counted_once(task, office):
    cycle = make_assignment(task)
    make_line(make_report(opened_period(task.plan), cycle.unit, due_on=DUE), cycle)
    with on(DUE - days(3)):
        terms = {"due_on": DUE + days(30), "cadence": "", "version": cycle.version}
        actions.change_deadline(fresh(cycle), **terms, by=office, reason="Làm một lần.")

    assert only_cell(task.plan, DUE - days(4)) == [(Cell.OPEN_IN_TIME, 0)]
    assert sorted(only_cell(task.plan, DUE - days(3))) == [(Cell.ENDED, 0), (Cell.OPEN_IN_TIME, 0)]
    assert sorted(only_cell(task.plan, clock.today())) == [
        (Cell.ENDED, 0),
        (Cell.OPEN_OVERDUE, (clock.today() - DUE - days(30)).days),
    ]


@pytest.mark.parametrize("act", [actions.suspend, actions.withdraw])
@pytest.mark.parametrize("late", [False, True])
def test_what_was_overdue_stays_overdue(task, office, act, late):
    assignment = make_assignment(task, due_on=DUE)
    cycle = make_assignment(make_task(group=task.group), assignment.unit)
    report = make_report(opened_period(task.plan), assignment.unit, due_on=DUE)
    make_line(report, cycle)
    with on(NEXT_DAY if late else DUE, hour=23):
        for one in (assignment, cycle):
            act(fresh(one), by=office, reason="Chờ hướng dẫn.")

    cells = {cell for cell, _ in only_cell(task.plan, DUE + days(10))}

    left_out = {actions.suspend: Cell.SUSPENDED, actions.withdraw: Cell.ENDED}[act]
    assert cells == ({Cell.OPEN_OVERDUE} if late else {left_out})


def test_overdue_work_passed_on_is_counted_once_each_day(task, office):
    assignment = make_assignment(task, due_on=DUE)
    unit = make_unit()
    take_part(task.plan, unit)
    with on(DUE + days(5)):
        actions.transfer(assignment, to_unit=unit, by=office, reason="Đúng chức năng hơn.")

    assert only_cell(task.plan, DUE + days(4)) == [(Cell.OPEN_OVERDUE, 4)]
    assert sorted(only_cell(task.plan, DUE + days(5))) == [(Cell.ENDED, 0), (Cell.OPEN_OVERDUE, 5)]
    assert two_by_two(task.plan, DUE + days(5), by="unit")[unit.pk].open_overdue == 1


def test_cycle_passed_on_after_its_due_day_stays_with_the_unit_that_missed_it(task, office):
    cycle = make_assignment(task)
    make_line(make_report(opened_period(task.plan), cycle.unit, due_on=DUE), cycle)
    unit = make_unit()
    take_part(task.plan, unit)
    with on(DUE + days(5)):
        actions.transfer(cycle, to_unit=unit, by=office, reason="Đúng chức năng hơn.")

    assert two_by_two(task.plan, DUE + days(9), by="unit")[cycle.unit_id].open_overdue == 1


def test_report_made_later_was_not_expected_before(task):
    report = make_report(opened_period(task.plan), lines=1)
    ReportEvent.objects.create(
        report=report, move=ReportMove.OPEN, to_state=report.state, at=timezone.make_aware(midnight(NEXT_DAY))
    )

    assert (report_figures(Scope(task.plan, DUE)).expected, only_cell(task.plan, DUE)) == (0, [])
    assert report_figures(Scope(task.plan, NEXT_DAY)).expected == 1
    assert two_by_two(task.plan, NEXT_DAY).dated == 1


def test_figures_of_a_day_that_is_not_over_read_no_history(task, django_assert_num_queries):
    make_assignment(task, due_on=DUE)
    scope, before = Scope(task.plan, clock.today()), Scope(task.plan, DUE)

    with django_assert_num_queries(4) as asked:
        Tally(scope), report_figures(scope)
    with django_assert_num_queries(4) as asked_of_history:
        Tally(before)

    told = [query["sql"] for query in asked.captured_queries]
    assert [word for word in ("event", "submission", "submittedline") for sql in told if word in sql] == []
    asks = [query["sql"].count("assignmentevent") > 0 for query in asked_of_history.captured_queries]
    assert asks == [True, False, False, False]


def fresh(assignment):
    return type(assignment).objects.select_related("task__plan", "unit").get(pk=assignment.pk)


def midnight(day):
    return datetime.datetime.combine(day, datetime.time.min)


def opened_period(plan):
    return make_period(plan, opened_at=timezone.make_aware(midnight(datetime.date(2024, 9, 15))))
