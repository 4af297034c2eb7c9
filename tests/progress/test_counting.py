"""The counters kept beside a report say, after every act, what counting anew from its submissions says."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from common import clock
from common.versions import data_version
from progress.actions import reports as acts
from progress.actions.counting import KEY, count_open_periods
from progress.actions.extending import extend_report
from progress.actions.periods import DATES, add_missing_lines, change_period
from progress.enums import WorkState
from progress.models import CycleCount, Period, Report, ReportLine
from tests.factories import make_assignment, make_task
from tests.progress.report_world import ReportWorld, register_letter, say

pytestmark = pytest.mark.django_db

COUNTED = ["counted_sent_on", "counted_nil", "counted_returns", "counted_took"]
FIRST_DAY = datetime.date(2024, 12, 10)


@pytest.fixture
def world(media_root):
    world = ReportWorld()
    Period.objects.filter(pk=world.period.pk).update(opened_at=clock.now())
    count_open_periods()
    world.line.work_state = WorkState.DONE
    world.line.save()
    return world


def counters():
    lines = ReportLine.objects.order_by("pk").values_list("pk", "counted_done_on")
    return list(Report.objects.order_by("pk").values_list("pk", *COUNTED)), list(lines), ledger()


def ledger():
    """What the entries of the ledger come to."""
    kinds = CycleCount.objects.order_by(*KEY).values_list(*KEY).annotate(total=Sum("number"))
    return [kind for kind in kinds if kind[-1]]


def told(world):
    report = world.fresh()
    line = ReportLine.objects.get(pk=world.line.pk)
    took = report.counted_took and report.counted_took.days
    return report.counted_sent_on, report.counted_nil, report.counted_returns, took, line.counted_done_on


def on(days):
    return clock.set_to(timezone.make_aware(datetime.datetime.combine(day(days), datetime.time(9))))


def day(days):
    return FIRST_DAY + datetime.timedelta(days=days)


def test_every_act_leaves_the_counters_as_counted_anew(world):
    judge, head = world.office_head, world.head
    steps = [
        (lambda report: acts.submit_report(report, by=head), (day(0), False, 0, None, None)),
        (lambda report: acts.withdraw_report(report, by=head), (None, False, 0, None, None)),
        (lambda report: acts.submit_report(report, by=head), (day(2), False, 0, None, None)),
        (lambda report: acts.ask_for_more(report, by=judge, reason="Thiếu số."), (day(2), False, 1, None, None)),
        (lambda report: acts.submit_report(report, by=head), (day(2), False, 1, None, None)),
        (lambda report: acts.receive_report(report, by=judge), (day(2), False, 1, None, None)),
        (lambda report: acts.confirm_report(report, by=judge), (day(2), False, 1, 4, day(2))),
        (lambda report: acts.reopen_report(report, by=judge, reason="Sai số."), (day(2), False, 1, None, None)),
        (lambda report: acts.submit_report(report, by=head), (day(2), False, 1, None, None)),
        (lambda report: acts.confirm_report(report, by=judge), (day(2), False, 1, 7, day(2))),
    ]
    for number, (act, expected) in enumerate(steps):
        with on(number):
            act(world.fresh())

        assert told(world) == expected
        kept = counters()
        call_command("rebuild_counters")
        assert counters() == kept


def test_rebuilding_lets_no_figure_be_remembered():
    before = data_version()

    call_command("rebuild_counters")

    assert data_version().of([]) != before.of([])


def test_letter_on_paper_is_counted_by_the_day_it_was_received(world):
    submission = register_letter(world, lines=[say(world.line, work_state=WorkState.DONE)])
    acts.confirm_report(world.fresh(), by=world.office_head)

    kept = counters()
    assert told(world)[0] == told(world)[4] == submission.submitted_on

    call_command("rebuild_counters")
    assert counters() == kept


def test_migration_counted_what_is_counted_now(world):
    """Reports sent before there were counters, of every fate: by letter, asked for more, confirmed, not done."""
    world.add_line(result="Đang làm.", work_state=WorkState.IN_PROGRESS)
    acts.submit_report(world.fresh(), by=world.head)
    acts.ask_for_more(world.fresh(), by=world.office_head, reason="Thiếu số.")
    register_letter(world, lines=[say(world.line, work_state=WorkState.DONE)])
    acts.confirm_report(world.fresh(), by=world.office_head)
    kept = counters()
    Report.objects.update(counted_sent_on=None, counted_nil=True, counted_returns=0, counted_took=None)
    ReportLine.objects.update(counted_done_on=None)

    import_module("progress.migrations.0012_count_sent_and_done").count(apps, None)

    assert counters() == kept
    assert told(world)[2:] == (1, 0, told(world)[0])


def test_nil_report_and_lines_that_are_not_done_are_counted_as_such(world):
    world.line.work_state = WorkState.IN_PROGRESS
    world.line.save()
    Report.objects.update(nil_reason="Không phát sinh.")
    acts.submit_report(world.fresh(), by=world.head)
    acts.confirm_report(world.fresh(), by=world.office_head)

    sent_on, nil, _, took, done_on = told(world)

    assert (sent_on, nil, took, done_on) == (clock.today(), True, 0, None)


def test_ledger_follows_due_days_that_move_and_lines_that_are_added(world):
    """An extension, another due day for all, work given since the opening, and what is confirmed after that."""
    first = world.report.due_on
    later = [first + datetime.timedelta(days=days) for days in (3, 9)]
    dates = {name: getattr(world.period, name) for name in DATES} | {"closes_on": later[1]}
    dues = dict(world.period.dues.values_list("level", "due_on"))
    dues = {level: later[1] if level >= world.report.level else due for level, due in dues.items()}
    acted = []

    with on(0):
        extend_report(world.fresh(), before=first, due_on=later[0], by=world.office_head, reason="Bão lũ.")
        acted.append(counters())
        make_assignment(make_task(group=world.group), world.unit)
        assert add_missing_lines(Period.objects.get(pk=world.period.pk)) == 1
        acted.append(counters())
        change_period(world.period, dates=dates, dues=dues, by=world.office_head, reason="Lùi hạn.")
        acted.append(counters())
    ReportLine.objects.update(work_state=WorkState.DONE, result="Đã xong.")
    acts.submit_report(world.fresh(), by=world.head)
    acts.confirm_report(world.fresh(), by=world.office_head)
    acted.append(counters())

    told = [[(due_on, late is None, number) for *_, due_on, late, number in ledger] for _, _, ledger in acted]
    assert told[:3] == [[(later[0], True, 1)], [(later[0], True, 1)] * 2, [(later[1], True, 1)] * 2]
    assert told[3] == [(later[1], False, 1)] * 2
    call_command("rebuild_counters")
    assert counters() == acted[3]
