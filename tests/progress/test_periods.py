import datetime
import io
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from common.models import CalendarDay
from progress.actions import opening
from progress.actions.periods import (
    PeriodRefused,
    add_missing_lines,
    change_period,
    create_ad_hoc_period,
    create_coming_periods,
    create_period,
    open_due_periods,
    open_period,
)
from progress.enums import ReportMove, ReportState
from progress.models import Period, PeriodDue, Report, ReportEvent, ReportLine, ReportValue, Submission
from progress.presets import due_days
from tasks.enums import AssignmentState, Cadence, Level, Part, PeriodKind
from tasks.models import Participation
from tests.factories import (
    make_assignment,
    make_indicator,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from units.enums import Role

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def head(plan):
    return make_post(plan.standing_office, Role.HEAD)


def coming_period(plan, **fields):
    return make_period(plan, **{"opened_at": None} | fields)


def lines_of(unit, period):
    return list(ReportLine.objects.filter(report__unit=unit, report__period=period))


# Making periods -------------------------------------------------------------------------------------------


def test_regular_period_has_the_dates_of_the_preset_moved_off_days_off(plan, head):
    CalendarDay.objects.create(day=day("2025-12-17"), kind="off", note="nghỉ bù")

    period = create_period(plan, PeriodKind.QUARTER, 2025, 4, by=head)

    assert (period.covers_from, period.covers_to, period.opens_on) == (
        day("2025-09-15"),
        day("2025-12-14"),
        day("2025-09-15"),
    )
    assert dict(period.dues.values_list("level", "due_on")) == {
        Level.FIRST: day("2025-12-18"),
        Level.SECOND: day("2025-12-19"),
        Level.THIRD: day("2025-12-22"),
    }
    assert period.history.get().history_user == head.user


def test_existing_period_is_returned_as_it_is(plan):
    period = create_period(plan, PeriodKind.QUARTER, 2025, 4)

    assert create_period(plan, PeriodKind.QUARTER, 2025, 4) == period
    assert PeriodDue.objects.count() == 3


def test_regular_periods_do_not_overlap(plan):
    create_period(plan, PeriodKind.QUARTER, 2025, 4)

    with pytest.raises(PeriodRefused, match="trùng ngày"):
        create_period(plan, PeriodKind.MONTH, 2025, 12)


def test_current_and_next_period_exist_once(plan):
    made = create_coming_periods(plan, day("2024-12-20"))

    assert [str(period) for period in made] == ["Quý I/2025", "Quý II/2025"]
    assert create_coming_periods(plan, day("2024-12-20")) == []
    assert [str(period) for period in create_coming_periods(plan, day("2025-03-15"))] == ["Quý III/2025"]


def test_ad_hoc_period_asks_its_units_alone(plan, head):
    asked, other = make_assignment(make_task(plan)).unit, make_assignment(make_task(plan)).unit
    without_work = make_unit()
    take_part(plan, without_work)

    period = create_ad_hoc_period(
        plan,
        kind=PeriodKind.AD_HOC,
        title="Báo cáo đợt lũ",
        dates={
            "covers_from": day("2024-10-01"),
            "covers_to": day("2024-10-20"),
            "opens_on": day("2024-10-05"),
            "closes_on": day("2024-11-20"),
        },
        dues=due_days(day("2024-10-20")),
        units=[asked, without_work],
        by=head,
    )
    open_period(period)

    assert (str(period), period.is_regular, period.number) == ("Báo cáo đợt lũ", False, 1)
    assert set(period.reports.values_list("unit", flat=True)) == {asked.pk, without_work.pk}
    assert [line.ends_cycle for line in lines_of(asked, period)] == [False]
    assert lines_of(without_work, period) == []
    assert not Report.objects.filter(unit=other).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": PeriodKind.QUARTER}, "Kỳ thường xuyên do cổng tự lập"),
        ({"units": []}, "ít nhất một đơn vị"),
        ({"dues": due_days(day("2024-09-01"))}, "chưa hợp lý"),
    ],
)
def test_wrong_ad_hoc_period_is_refused(plan, head, change, sentence):
    values = {
        "kind": PeriodKind.THEMATIC,
        "title": "Chuyên đề",
        "dates": {name: day("2024-10-31") for name in ("covers_from", "covers_to", "opens_on", "closes_on")},
        "dues": dict.fromkeys(Level, day("2024-10-31")),
        "units": [plan.standing_office],
    }

    with pytest.raises(PeriodRefused, match=sentence):
        create_ad_hoc_period(plan, **values | change, by=head)

    assert Period.objects.count() == 0


# Opening --------------------------------------------------------------------------------------------------


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

    with django_assert_max_num_queries(18) as counted:
        open_period(period)

    assert len(counted) == 18
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


# Changing -------------------------------------------------------------------------------------------------


def dates_of(period, **changes):
    return {name: getattr(period, name) for name in ("covers_from", "covers_to", "opens_on", "closes_on")} | changes


def dues_of(period, **changes):
    return dict(period.dues.values_list("level", "due_on")) | changes


def test_changed_due_day_moves_reports_never_sent_and_keeps_the_first_day(plan, head):
    period = make_period(plan)
    draft, extended, sent = make_report(period), make_report(period), make_report(period)
    Report.objects.filter(pk=extended.pk).update(due_on=day("2025-01-05"))
    Report.objects.filter(pk=sent.pk).update(state=ReportState.SUBMITTED, submitted_at=period.opened_at)
    dues = dues_of(period) | {Level.SECOND: day("2024-12-20")}

    change_period(period, dates=dates_of(period), dues=dues, by=head, reason="Trùng hội nghị tổng kết")

    days = dict(Report.objects.values_list("pk", "due_on"))
    assert days == {draft.pk: day("2024-12-20"), extended.pk: day("2025-01-05"), sent.pk: day("2024-12-19")}
    assert set(Report.objects.values_list("due_on_original", flat=True)) == {day("2024-12-19")}
    due = period.dues.get(level=Level.SECOND)
    assert due.history.first().history_change_reason == "Trùng hội nghị tổng kết"
    assert due.history.first().history_user == head.user
    assert period.dues.get(level=Level.FIRST).history.count() == 0


def test_report_sent_once_keeps_its_day_while_more_is_asked(plan, head):
    period = make_period(plan)
    report = make_report(period)
    Submission.objects.create(
        report=report,
        number=1,
        submitted_at=period.opened_at,
        submitted_on=day("2024-12-18"),
        due_on=report.due_on,
        by=head.user,
        for_unit=report.unit,
    )
    dues = dues_of(period) | {Level.SECOND: day("2024-12-20")}

    change_period(period, dates=dates_of(period), dues=dues, by=head, reason="lùi hạn")

    report.refresh_from_db()
    assert report.due_on == day("2024-12-19")


@pytest.mark.parametrize(
    ("changes", "reason", "sentence"),
    [
        ({}, " ", "Hãy ghi lý do"),
        ({"covers_from": day("2025-01-01")}, "x", "chưa hợp lý"),
        ({"closes_on": day("2024-12-20")}, "x", "chưa hợp lý"),
        ({"covers_from": day("2024-09-01")}, "x", "trùng ngày"),
        ({"opens_on": day("2024-10-01")}, "x", "Kỳ đã mở"),
    ],
)
def test_wrong_change_is_refused_and_changes_nothing(plan, head, changes, reason, sentence):
    make_period(plan, number=3)
    period = make_period(plan)

    with pytest.raises(PeriodRefused, match=sentence):
        change_period(period, dates=dates_of(period, **changes), dues=dues_of(period), by=head, reason=reason)

    assert dates_of(Period.objects.get(pk=period.pk)) == dates_of(period)


# Tick -----------------------------------------------------------------------------------------------------


def test_tick_tells_what_it_did_and_then_has_nothing_to_do(plan, media_root, capsys):
    assignment = make_assignment(make_task(plan))

    call_command("tick", on="2024-12-20")
    first = capsys.readouterr().out
    make_assignment(make_task(plan), assignment.unit)
    call_command("tick", on="2024-12-20")
    second = capsys.readouterr().out
    call_command("tick", on="2024-12-20")
    third = capsys.readouterr().out

    assert f"Lập kỳ Quý I/2025 của {plan}." in first
    assert f"Mở kỳ Quý I/2025 của {plan}: 1 báo cáo." in first
    assert second == f"Ngày 20/12/2024: \n  Bổ sung 1 dòng báo cáo vào kỳ Quý I/2025 của {plan}.\n"
    assert third == "Ngày 20/12/2024: không có việc gì phải làm.\n"


@pytest.mark.parametrize("options", [{"on": "31/02/2024"}, {"on": "mai"}, {"every": 0}])
def test_tick_refuses_nonsense(options):
    with pytest.raises(CommandError, match="phải là"):
        call_command("tick", **options)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_everything_once(monkeypatch, media_root):
    monkeypatch.setattr(opening, "UNITS_A_BATCH", 2)
    plan = make_plan()
    for _ in range(7):
        make_assignment(make_task(plan))
    start, failures = threading.Barrier(2), []

    def tick():
        try:
            start.wait()
            call_command("tick", on="2024-12-20", stdout=io.StringIO())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Period.objects.count() == 2
    assert (Report.objects.count(), ReportLine.objects.count(), ReportEvent.objects.count()) == (7, 7, 7)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_tick_is_finished_by_the_next(signal_number, media_root):
    plan = make_plan()
    task = make_task(plan)
    for _ in range(120):
        make_assignment(task, part=Part.SUPPORT)
    create_period(plan, PeriodKind.QUARTER, 2025, 1)

    process = start_tick("--loop", "--every", "60", "--on", "2024-12-20")
    wait_for(lambda: Report.objects.exists())
    process.send_signal(signal_number)
    output, _ = process.communicate(timeout=30)
    call_command("tick", on="2024-12-20", verbosity=0)

    assert (process.returncode == 0) is (signal_number == signal.SIGTERM)
    assert ("Đã dừng." in output) is (signal_number == signal.SIGTERM)
    assert (Report.objects.count(), ReportLine.objects.count(), ReportEvent.objects.count()) == (120, 120, 120)
    assert Period.objects.get(number=1).opened_at is not None


def start_tick(*arguments):
    """Run `tick` as its own process on the test's database, five units a batch."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    program = (
        "import sys, django; django.setup(); from progress.actions import opening; opening.UNITS_A_BATCH = 5; "
        "from django.core.management import call_command; call_command('tick', *sys.argv[1:])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=os.environ
        | {
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "plan57.settings",
            "PYTHONUTF8": "1",
        },
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for(happened):
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
