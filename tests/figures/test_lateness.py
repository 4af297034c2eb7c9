"""Lengths of lateness, on random worlds, equal the slow count; each opens the list that was counted."""

import datetime
from collections import Counter

import pytest

from figures.cells import Cell
from figures.duties import Tally, list_duties, read_duties
from figures.lateness import (
    LATE_DUTIES,
    LATE_REPORTS,
    duty_lateness,
    late_duties,
    late_reports,
    report_lateness,
    reports_and_lateness,
)
from figures.lengths import Length, length_of
from figures.reports import REPORT_NUMBERS, list_reports, read_reports, report_figures
from figures.scope import Scope
from progress.actions.counting import rebuild_counters
from progress.models import Submission
from tests.figures import slow
from tests.figures.worlds import Maker, moment

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2024, 12, 19), datetime.date(2025, 2, 3), datetime.date(2025, 4, 30)]


def scopes_of(world):
    for on in DAYS:
        yield Scope(world.plan, on)
    yield Scope(world.plan, DAYS[-1], {world.units[1].pk, world.units[3].pk}, world.periods[1])


def counts_of(lateness, kinds):
    return {(kind, length): lateness.number(length, [kind]) for kind in kinds for length in Length}


def slow_word(days):
    return Length.SHORT if days <= 30 else Length.MIDDLE if days <= 90 else Length.LONG


def slow_duty_lengths(scope):
    found = Counter()
    for row in slow.duties(scope.plan, scope.on, units=scope.units, period=scope.period):
        if row.cell == "open_overdue":
            found[Cell.OPEN_OVERDUE, slow_word((scope.on - row.due_on).days)] += 1
        if row.cell == "done_late":
            found[Cell.DONE_LATE, slow_word((row.done_on - row.due_on).days)] += 1
    return found


def slow_report_lengths(scope):
    found = Counter()
    for row in slow.reports(scope.plan, scope.on, units=scope.units, period=scope.period):
        sent = [one.submitted_on for one in row["report"].submissions.all() if slow.stands(one, scope.on)]
        if row["standing"] in LATE_REPORTS:
            found[row["standing"], slow_word((min([*sent, scope.on]) - row["due_on"]).days)] += 1
    return found


def test_lengths_equal_slow_count_and_open_what_was_counted():
    maker = Maker(0)
    world = maker.world()
    send_late(maker, world)
    seen = set()
    for scope in scopes_of(world):
        expected, reports = slow_duty_lengths(scope), slow_report_lengths(scope)

        duties, sent = counts_of(duty_lateness(scope), LATE_DUTIES), counts_of(report_lateness(scope), LATE_REPORTS)

        assert {key: number for key, number in duties.items() if number} == expected
        assert {key: number for key, number in sent.items() if number} == reports
        # What a page counts together is what is counted by itself.
        assert Tally(scope).lateness == duty_lateness(scope)
        together = reports_and_lateness(scope)[0]
        assert [together.number(name) for name in REPORT_NUMBERS] == [
            report_figures(scope).number(name) for name in REPORT_NUMBERS
        ]
        assert together.days_to_acceptance == pytest.approx(report_figures(scope).days_to_acceptance)
        for (cell, length), number in duties.items():
            rows = read_duties(scope, list_duties(scope, cell.value, where=late_duties(scope, length)))
            assert [length_of(row.days_late) for row in rows] == [length] * number
        for (standing, length), number in sent.items():
            rows = read_reports(scope, list_reports(scope, standing.value).filter(late_reports(scope, length)))
            assert [length_of(row.days_late) for row in rows] == [length] * number
        check_sums(scope, duties, sent)
        seen |= set(expected) | set(reports)
    assert {kind for kind, _ in seen} == {*LATE_DUTIES, *LATE_REPORTS}
    assert {length for _, length in seen} == set(Length)


def send_late(maker, world):
    """Reports that were never sent come in 5, 45 and 100 days after their day: in random worlds few are sent late."""
    missing = list_reports(Scope(world.plan, DAYS[-1]), "missing")[:3]
    for report, days in zip(missing, [5, 45, 100], strict=True):
        sent_on = report.due_on + datetime.timedelta(days=days)
        Submission.objects.create(
            report=report,
            number=report.submissions.count() + 1,
            submitted_at=moment(sent_on),
            submitted_on=sent_on,
            due_on=report.due_on,
            by=maker.sender,
            for_unit=report.unit,
        )
    rebuild_counters()


def check_sums(scope, duties, sent):
    """The three lengths make up the number they are of, also in one group or clause."""
    tally, reports = Tally(scope), report_figures(scope)
    assert {cell: sum(duties[cell, length] for length in Length) for cell in LATE_DUTIES} == {
        cell: tally.total().number(cell) for cell in LATE_DUTIES
    }
    assert {one: sum(sent[one, length] for length in Length) for one in LATE_REPORTS} == {
        one: reports.number(one) for one in LATE_REPORTS
    }
    home, figures = next(iter(tally.by_home().items()))
    of_home = duty_lateness(scope, home=home)
    assert sum(of_home.number(length, LATE_DUTIES) for length in Length) == figures.open_overdue + figures.done_late


@pytest.mark.parametrize(
    ("days", "length"),
    [(0, None), (1, Length.SHORT), (30, Length.SHORT), (31, Length.MIDDLE), (90, Length.MIDDLE), (91, Length.LONG)],
)
def test_bounds_of_lengths(days, length):
    assert length_of(days) == length
