import datetime

import pytest
from django.utils import timezone

from common import clock
from progress.actions import opening
from progress.actions.periods import (
    add_missing_lines,
    open_due_periods,
    open_period,
)
from progress.enums import ReportMove, ReportState
from progress.models import Period, Report, ReportEvent, ReportLine, ReportValue
from tasks.actions import transfer
from tasks.enums import AssignmentState, Cadence, Level, Part
from tasks.models import Participation
from tests.factories import (
    make_assignment,
    make_indicator,
    make_period,
    make_plan,
    make_post,
    make_task,
    make_unit,
    take_part,
)

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def plan():
    return make_plan()


def coming_period(plan, **fields):
    return make_period(plan, **{"opened_at": None} | fields)


def lines_of(unit, period):
    return list(ReportLine.objects.filter(report__unit=unit, report__period=period))


def test_opening_makes_a_draft_with_the_wording_of_the_day(plan):
    task = make_task(plan, title="Mở lớp tập huấn")
    indicators = [make_indicator(task), make_indicator(task)]
    lead = make_assignment(task)
    support = make_assignment(task, part=Part.SUPPORT)
    period = coming_period(plan)

    assert open_period(period) == 2
    task.title = "Tên đã đổi"
    task.save()

    report = Report.objects.get(unit=lead.unit)
    assert (report.state, report.to_unit, report.level) == (ReportState.DRAFT, plan.standing_office, Level.SECOND)
    assert report.due_on == report.due_on_original == day("2024-12-19")
    line = report.lines.get()
    assert (line.task_code, line.task_title, line.part, line.cadence) == (
        task.code,
        "Mở lớp tập huấn",
        "lead",
        "quarter",
    )
    assert line.ends_cycle is True
    assert [value.indicator for value in line.values.all()] == indicators
    assert ReportValue.objects.filter(line__assignment=support).count() == 2
    assert [event.move for event in report.events.all()] == [ReportMove.OPEN]
    assert period.opened_at is not None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["month", "none", "one_off", "quarter"]),
        (2, ["half_year", "month", "none", "one_off", "quarter"]),
        (3, ["month", "none", "one_off", "quarter"]),
        (4, ["half_year", "month", "none", "one_off", "quarter", "year"]),
    ],
)
def test_lines_are_those_whose_cycle_ends_and_work_not_done(plan, number, expected):
    unit = make_unit()
    names = {}
    for cadence in Cadence:
        names[make_assignment(make_task(plan), unit, cadence=cadence).pk] = cadence.value
    names[make_assignment(make_task(plan), unit, due_on=day("2024-12-01")).pk] = "one_off"
    names[make_assignment(make_task(plan), unit, cadence="").pk] = "none"
    period = coming_period(plan, year=2025, number=number)

    open_period(period)

    lines = lines_of(unit, period)
    assert sorted(names[line.assignment_id] for line in lines) == expected
    assert {line.ends_cycle for line in lines if line.cadence} == {True}
    assert {line.ends_cycle for line in lines if not line.cadence} == {False}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"state": AssignmentState.GIVEN}, 1),
        ({"state": AssignmentState.REDO}, 1),
        ({"state": AssignmentState.REPORTED_DONE}, 1),
        ({"state": AssignmentState.DONE, "completed_on": datetime.date(2024, 10, 1)}, 0),
        ({"state": AssignmentState.DECLINED}, 0),
        ({"state": AssignmentState.SUSPENDED}, 0),
        ({"state": AssignmentState.WITHDRAWN, "ended_on": datetime.date(2024, 10, 1)}, 0),
        ({"state": AssignmentState.TRANSFERRED, "ended_on": datetime.date(2024, 10, 1)}, 0),
        ({"starts_on": datetime.date(2024, 12, 15), "due_on": datetime.date(2025, 1, 1)}, 0),
    ],
)
def test_only_work_that_is_owed_has_a_line(plan, fields, lines):
    assignment = make_assignment(make_task(plan), **{"due_on": day("2024-12-01")} | fields)
    period = coming_period(plan)

    open_period(period)

    assert len(lines_of(assignment.unit, period)) == lines
    assert Report.objects.filter(period=period, unit=assignment.unit).count() == lines


def test_owner_files_nothing_and_units_report_to_whom_the_chain_says(plan):
    make_assignment(make_task(plan), plan.owner)
    office = make_assignment(make_task(plan), plan.standing_office)
    above, below = make_unit(), make_unit()
    take_part(plan, above)
    take_part(plan, below, reports_to=above, level=Level.FIRST)
    make_assignment(make_task(plan), below)
    period = coming_period(plan)

    open_period(period)

    reports = {report.unit_id: (report.to_unit_id, report.due_on) for report in period.reports.all()}
    assert reports == {
        office.unit_id: (plan.owner_id, day("2024-12-22")),
        below.pk: (above.pk, day("2024-12-17")),
    }


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "files"),
    [
        ("2024-06-17", None, True),
        ("2024-06-17", "2024-12-14", True),
        ("2024-06-17", "2024-12-13", False),
        ("2024-12-14", None, True),
        ("2024-12-15", None, False),
    ],
)
def test_unit_files_when_it_takes_part_on_the_day_of_closing(plan, valid_from, valid_to, files):
    assignment = make_assignment(make_task(plan))
    Participation.objects.filter(unit=assignment.unit).update(valid_from=valid_from, valid_to=valid_to)

    open_period(coming_period(plan))

    assert Report.objects.filter(unit=assignment.unit).exists() is files


def test_opening_again_makes_nothing_twice(plan):
    make_assignment(make_task(plan))
    period = coming_period(plan)
    open_period(period)
    opened_at = period.opened_at

    assert open_period(period) == 0
    assert period.opened_at == opened_at
    assert (Report.objects.count(), ReportLine.objects.count(), ReportEvent.objects.count()) == (1, 1, 1)


def test_opening_stopped_half_way_goes_on_where_it_stopped(plan, monkeypatch):
    units = [make_assignment(make_task(plan)).unit for _ in range(5)]
    period = coming_period(plan)
    monkeypatch.setattr(opening, "UNITS_A_BATCH", 2)
    assert opening._open_batch(period) == 2
    assert Period.objects.to_open(period.opens_on).exists()

    assert open_due_periods(period.opens_on) == [(period, 3)]

    assert set(period.reports.values_list("unit", flat=True)) == {unit.pk for unit in units}
    assert not Period.objects.to_open(period.opens_on).exists()


@pytest.mark.parametrize("units", [1, 3])
def test_opening_costs_the_same_for_any_number_of_units(plan, units, django_assert_max_num_queries):
    for _ in range(units):
        task = make_task(plan)
        make_indicator(task)
        make_assignment(task)
    period = coming_period(plan)

    with django_assert_max_num_queries(19) as counted:
        open_period(period)

    assert len(counted) == 19
    assert period.reports.count() == units


# Lines given later ----------------------------------------------------------------------------------------


def test_assignments_given_later_come_into_reports_not_yet_sent(plan):
    first = make_assignment(make_task(plan))
    period = coming_period(plan)
    open_period(period)
    task = make_task(plan)
    make_indicator(task)
    second = make_assignment(task, first.unit)
    newcomer = make_assignment(make_task(plan))

    assert add_missing_lines(period) == 1
    assert add_missing_lines(period) == 0

    lines = lines_of(first.unit, period)
    assert [(line.assignment_id, line.position) for line in lines] == [(first.pk, 1), (second.pk, 2)]
    assert lines[1].values.count() == 1
    assert len(lines_of(newcomer.unit, period)) == 1


def test_sent_report_gets_no_new_line(plan):
    assignment = make_assignment(make_task(plan))
    period = coming_period(plan)
    open_period(period)
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=period.opened_at)
    make_assignment(make_task(plan), assignment.unit)

    assert add_missing_lines(period) == 0
    assert len(lines_of(assignment.unit, period)) == 1


def test_period_not_opened_gets_no_lines(plan):
    make_assignment(make_task(plan))

    assert add_missing_lines(coming_period(plan)) == 0
    assert Report.objects.count() == 0


@pytest.mark.parametrize(("passed_on", "files"), [("2024-12-14", True), ("2024-12-15", False), ("2024-12-20", False)])
def test_unit_given_work_after_closing_owes_no_report_of_the_open_period(plan, passed_on, files):
    office = make_post(plan.standing_office)
    assignment = make_assignment(make_task(plan), due_on=day("2024-12-01"))
    period = coming_period(plan)
    open_period(period)
    unit = make_unit()
    take_part(plan, unit)
    moment = timezone.make_aware(datetime.datetime.combine(day(passed_on), datetime.time(23, 30)))

    with clock.set_to(moment):
        transfer(assignment, to_unit=unit, by=office, reason="Đúng chức năng hơn.")
        add_missing_lines(period)

    assert Report.objects.filter(period=period, unit=unit).exists() is files
    later = coming_period(plan, year=2025, number=1)
    open_period(later)
    assert len(lines_of(unit, later)) == 1
