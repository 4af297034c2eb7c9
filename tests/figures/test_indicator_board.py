"""Indicators over time and over units equal the slow and obvious count, as of days; each list sums to its number."""

import datetime
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db.models import Q

from figures.indicator_board import IndicatorBoard
from figures.indicator_lists import (
    LEFT_OUT_LATER,
    NOT_CONFIRMED,
    NOT_REGULAR,
    REOPENED,
    WHICH,
    IndicatorNumbers,
)
from figures.scope import Scope
from progress.models import Submission, SubmittedLine, SubmittedValue
from tasks.enums import Aggregate
from tasks.models import IndicatorTarget
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
)
from tests.figures.slow import is_accepted
from tests.figures.test_indicators import slowly
from tests.figures.worlds import moment

pytestmark = pytest.mark.django_db

QUARTERS = [(2023, 3), (2023, 4), (2024, 2), (2024, 3), (2024, 4)]
DAYS = [datetime.date(2024, 9, 28), datetime.date(2025, 2, 1)]
# What every world shows of numbers that are sent and count for nothing.
NEVER_COUNTED = {NOT_CONFIRMED, REOPENED, NOT_REGULAR, LEFT_OUT_LATER}
FATES = ["accepted", "accepted", "sent", "withdrawn", "reopened"]


class Counted:
    """A plan with an indicator of every pair of rules, on a task that three units report on: one of them in two lines,
    one once for all; and what became of each report."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.plan = make_plan()
        self.task = make_task(group=make_group(self.plan))
        rules = [(time, units) for time in Aggregate for units in Aggregate]
        self.indicators = [make_indicator(self.task, over_time=time, over_units=units) for time, units in rules]
        self.units = [make_unit() for _ in range(3)]
        lead = {"exclusive": False}
        first, second, third = self.units
        self.assignments = [
            make_assignment(self.task, first, **lead),
            make_assignment(self.task, second, due_on=datetime.date(2025, 3, 1), **lead),
            make_assignment(self.task, third, **lead),
        ]
        passed_down = make_assignment(self.task, first, parent=self.assignments[1])
        self.assignments.append(passed_down)
        self.user = make_post(first).user
        self.periods = [make_period(self.plan, year=year, number=number) for year, number in QUARTERS]
        self.ad_hoc = make_period(self.plan, year=2024, number=1, kind="ad_hoc", is_regular=False)
        for period in [*self.periods, self.ad_hoc]:
            for unit in self.units:
                self._report(period, unit)

    @property
    def period(self):
        return self.periods[-1]

    def _report(self, period, unit):
        report = make_report(period, unit)
        day = report.due_on
        for number in range(1, self.random.choice([1, 2, 2]) + 1):
            day += datetime.timedelta(days=self.random.randrange(1, 5))
            fate = self.random.choice(FATES)
            self._submission(report, number, day, fate)
            if fate == "accepted":
                return

    def _submission(self, report, number, day, fate):
        later = moment(day + datetime.timedelta(days=1))
        fates = {
            "accepted": {"accepted_at": later},
            "withdrawn": {"withdrawn_at": later},
            "reopened": {"accepted_at": moment(day, 10), "superseded_at": later},
        }
        submission = Submission.objects.create(
            report=report,
            number=number,
            submitted_at=moment(day, hour=8 + self.units.index(report.unit)),
            submitted_on=day,
            due_on=report.due_on,
            by=self.user,
            for_unit=report.unit,
            **fates.get(fate, {}),
        )
        for assignment in self.assignments:
            if assignment.unit == report.unit:
                self._line(submission, assignment)

    def _line(self, submission, assignment):
        line = SubmittedLine.objects.create(
            submission=submission,
            assignment=assignment,
            position=1,
            task_code=self.task.code,
            task_title=self.task.title,
            part=assignment.part,
            cadence=assignment.cadence,
            assignment_due_on=assignment.due_on,
            work_state="in_progress",
        )
        SubmittedValue.objects.bulk_create(
            SubmittedValue(
                line=line,
                indicator=one,
                indicator_name=one.name,
                unit_of_measure="cuộc",
                value=Decimal(self.random.randrange(1, 10**6)) / 1000,
            )
            for one in self.indicators
            if self.random.random() < 0.8
        )


def close(one, other):
    """Whether both are the same number: a mean is rounded to what is shown at each of three stages."""
    return one == other or (None not in (one, other) and abs(Fraction(one) - Fraction(other)) <= Fraction(3, 2000))


def is_of(value, period, which):
    """Whether a number is of the period, of the year until then, or of the same period a year before."""
    of = value.line.submission.report.period
    one_off = value.line.cadence == "" and value.line.assignment_due_on is not None
    return {
        "ky": of == period,
        "cung_ky": (of.year, of.number) == (period.year - 1, period.number) and of.is_regular,
        "luy_ke": of.covers_to <= period.covers_to and (one_off or of.year == period.year),
    }[which]


def slow_list(scope, indicator, period, which):
    """Of each report and piece of work the last number that stood at the end of the day, unless one was confirmed."""
    speaks = {}
    for value in SubmittedValue.objects.filter(indicator=indicator).order_by("line__submission__number"):
        submission = value.line.submission
        key = submission.report_id, value.line.assignment_id
        withdrawn = submission.withdrawn_at and submission.withdrawn_at < scope.end
        stood = submission.submitted_at < scope.end and not withdrawn
        seen = scope.units is None or submission.report.unit_id in scope.units
        confirmed = key in speaks and is_accepted(speaks[key].line.submission, scope.on)
        if stood and seen and is_of(value, period, which) and not confirmed:
            speaks[key] = value
    return sorted((value.line.submission.report_id, value.value) for value in speaks.values())


def slow_numbers(scope, indicator, period, which):
    """Every confirmed number that is counted, one at a time, the oldest first."""
    found = []
    values = SubmittedValue.objects.filter(indicator=indicator).select_related("line__submission__report__period")
    for value in values:
        submission = value.line.submission
        report = submission.report
        seen = scope.units is None or report.unit_id in scope.units
        if is_of(value, period, which) and seen and report.period.is_regular and is_accepted(submission, scope.on):
            found.append((report.period.covers_to, submission.submitted_at, value.line_id, value))
    return [value for *_, value in sorted(found, key=lambda one: one[:3])]


def slow_total(indicator, values):
    """Over time for each assignment, then over each unit's, then over all: in ordinary words."""
    assignments, units = {}, {}
    for value in values:
        assignments.setdefault(value.line.assignment_id, []).append(value)
    last_sent = {pk: (found[-1].line.submission.submitted_at, found[-1].pk) for pk, found in assignments.items()}
    for pk in sorted(assignments, key=last_sent.get):
        found = assignments[pk]
        reached = slowly(indicator.over_time, [value.value for value in found])
        units.setdefault(found[0].line.submission.report.unit_id, []).append(reached)
    parts = {unit: Fraction(slowly(indicator.over_units, found)) for unit, found in units.items()}
    by_last = sorted(
        units,
        key=lambda unit: max(
            last_sent[pk] for pk in assignments if assignments[pk][0].line.submission.report.unit_id == unit
        ),
    )
    return parts, slowly(indicator.over_units, [parts[unit] for unit in by_last])


@pytest.mark.parametrize("seed", [3, 4])
def test_indicators_equal_slow_count_and_lists_hold_what_was_counted(seed):
    world = Counted(seed)
    some = {world.units[0].pk, world.units[1].pk}
    words = set()

    for scope in [Scope(world.plan, DAYS[0], some), Scope(world.plan, DAYS[1])]:
        board = IndicatorBoard(scope, world.period)
        for row in board.rows():
            for which, (_, name) in WHICH.items():
                counted = slow_numbers(scope, row.indicator, world.period, which)
                parts, total = slow_total(row.indicator, counted)
                together = getattr(row, name)
                listed = IndicatorNumbers(board, row.indicator, which)
                rows = listed.rows()

                assert close(together.total, total)
                assert together.parts.keys() == parts.keys()
                assert all(close(together.parts[unit], part) for unit, part in parts.items())
                assert together.made_of <= {value.pk for value in counted}
                assert sum(one.is_counted for one in rows) == len(together.made_of) == listed.made.count
                assert (listed.made.total, listed.made.units) == (together.total, together.units)
                assert listed.sent == len(rows)
                sent = slow_list(scope, row.indicator, world.period, which)
                assert sorted((one.report.pk, one.value) for one in rows) == sent
                if Aggregate.SUM == row.indicator.over_time == row.indicator.over_units:
                    assert sum(one.value for one in rows if one.is_counted) == (together.total or 0)
                words |= {one.word for one in rows}

    assert words >= NEVER_COUNTED
    one = world.indicators[3]
    (alone,) = IndicatorBoard(scope, world.period, Q(pk=one.pk)).rows()
    assert alone == next(row for row in board.rows() if row.indicator == one)


def test_target_of_the_plan_or_those_of_its_units():
    world = Counted(1)
    first, second, third = world.units
    of_plan, _, _, _, of_units, *_ = world.indicators
    IndicatorTarget.objects.create(indicator=of_plan, year=2024, value=1000)
    for indicator, unit, value in [(of_plan, first, 400), (of_units, first, 400), (of_units, second, 100)]:
        IndicatorTarget.objects.create(indicator=indicator, unit=unit, year=2024, value=value)

    whole = IndicatorBoard(Scope(world.plan, DAYS[1]), world.period).rows()
    branch = IndicatorBoard(Scope(world.plan, DAYS[1], [first.pk]), world.period).rows()

    assert [(row.goal.value, row.goal.units) for row in whole[:5:4]] == [(1000, 0), (500, 2)]
    assert [(row.goal.value, row.goal.units) for row in branch[:5:4]] == [(400, 1), (400, 1)]
    assert "–" not in (whole[0].share, branch[0].share, branch[4].share)
    # The third unit has numbers and no target: a rate would compare two different things.
    assert third.pk in whole[4].running.parts
    assert (whole[4].share, whole[1].share) == ("–", "–")
    # Where nobody has confirmed a number there is no rate either: "0%" would say that nothing was done.
    silent, indicator = make_unit(), world.indicators[2]
    IndicatorTarget.objects.create(indicator=indicator, unit=silent, year=2024, value=50)
    nothing = IndicatorBoard(Scope(world.plan, DAYS[1], [silent.pk]), world.period).row(indicator)
    assert (nothing.goal.value, nothing.running.total, nothing.share) == (50, None, "–")


@pytest.mark.parametrize("indicators", [1, 3])
def test_board_asks_as_much_for_many_indicators(indicators, django_assert_num_queries):
    period = make_period()
    for _ in range(indicators):
        make_indicator(make_task(group=make_group(period.plan)))

    with django_assert_num_queries(4):
        rows = IndicatorBoard(Scope(period.plan, DAYS[1]), period).rows()

    assert len(rows) == indicators
