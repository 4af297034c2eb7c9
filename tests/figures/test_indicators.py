"""Running totals and sums over units equal the slow and obvious count, on random histories of a unit."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from figures.indicators import Target, over_units, put_together, running_totals, targets_of
from progress.below import confirmed_beside
from progress.forms.report_parts import lines_of
from progress.models import Report, Submission, SubmittedLine, SubmittedValue
from tasks.enums import Aggregate
from tasks.models import IndicatorTarget
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.portal.access_doors import undone

pytestmark = pytest.mark.django_db
RULES = list(Aggregate)
FATES = ["accepted", "sent", "withdrawn", "superseded", "untouched"]
numbers = st.decimals(min_value=0, max_value=10**9, places=3)
quarters = st.tuples(
    st.sampled_from([(2023, 4), (2024, 1), (2024, 2), (2024, 3), (2024, 4), (2025, 1)]),
    st.booleans(),
    st.sampled_from(FATES),
    st.none() | numbers,
)
# A history takes many rows: one that fails is told as it is, not boiled down for minutes.
some_histories = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


class History:
    """A unit with one line on a task with an indicator of each rule, reported on in quarter III/2024."""

    def __init__(self, *, due_on=None):
        self.plan = make_plan()
        self.unit = make_unit()
        self.task = make_task(group=make_group(self.plan))
        self.indicators = [make_indicator(self.task, over_time=rule, over_units=rule) for rule in RULES]
        self.assignment = make_assignment(self.task, self.unit, due_on=due_on)
        self.user = make_post(self.unit).user

    def report(self, year=2024, number=3, **period):
        report = make_report(make_period(self.plan, year=year, number=number, **period), self.unit)
        make_line(report, self.assignment)
        return Report.objects.select_related("period__plan", "unit").get(pk=report.pk)

    def send(self, report, fate, value, *, assignment=None, at=None):
        """Let a submission of `report` meet its fate, with `value` under every indicator (None: no number)."""
        if fate == "untouched":
            return
        now = at or timezone.now()
        fates = {
            "accepted": {"accepted_at": now},
            "withdrawn": {"withdrawn_at": now},
            "superseded": {"accepted_at": now, "superseded_at": now},
        }
        submission = Submission.objects.create(
            report=report,
            number=report.submissions.count() + 1,
            submitted_at=now,
            submitted_on=report.due_on,
            due_on=report.due_on,
            by=self.user,
            for_unit=report.unit,
            **fates.get(fate, {}),
        )
        line = SubmittedLine.objects.create(
            submission=submission,
            assignment=assignment or self.assignment,
            position=1,
            task_code=self.task.code,
            task_title=self.task.title,
            part="lead",
            work_state="in_progress",
        )
        if value is not None:
            SubmittedValue.objects.bulk_create(
                SubmittedValue(line=line, indicator=one, indicator_name=one.name, unit_of_measure="cuộc", value=value)
                for one in self.indicators
            )


def slowly(rule, found):
    """The obvious count, in ordinary words."""
    if not found:
        return None
    return {
        "sum": lambda: sum(found),
        "latest": lambda: found[-1],
        "max": lambda: sorted(found)[-1],
        "mean": lambda: sum(map(Fraction, found)) / len(found),
    }[rule]()


def close(one, other):
    """Whether both are the same number, but for the three decimals that are shown."""
    return one == other or (None not in (one, other) and abs(Fraction(one) - Fraction(other)) <= Fraction(1, 2000))


@given(found=st.lists(numbers, max_size=8), rule=st.sampled_from(RULES))
def test_numbers_are_put_together_like_the_slow_count(found, rule):
    assert close(put_together(rule, found), slowly(rule, found))


@pytest.mark.parametrize("is_one_off", [False, True])
@some_histories
@given(told=st.lists(quarters, max_size=6, unique_by=lambda one: one[0]), typed=st.none() | numbers)
def test_running_total_equals_the_slow_count(db, is_one_off, told, typed):
    with undone():
        history = History(due_on=datetime.date(2025, 6, 1) if is_one_off else None)
        for (year, number), is_regular, fate, value in told:
            if (year, number) != (2024, 3):
                kind = {} if is_regular else {"kind": "ad_hoc", "is_regular": False}
                history.send(history.report(year, number, **kind), fate, value)
        report = history.report()

        [line] = lines_of(report)
        before, _ = confirmed_beside(report, [line])
        totals = running_totals(line, before.get(history.assignment.pk, []), year=2024)

        earlier = sorted(
            (place, value)
            for place, is_regular, fate, value in told
            if place < (2024, 3) and is_regular and fate == "accepted" and value is not None
        )
        expected = [value for (year, _), value in earlier if is_one_off or year == 2024]
        for indicator in history.indicators:
            total = totals[indicator.pk]
            now = [*expected, typed] if typed is not None else expected
            assert close(total.so_far, slowly(indicator.over_time, expected))
            assert close(total.with_number(typed), slowly(indicator.over_time, now))


@some_histories
@given(told=st.lists(st.tuples(st.booleans(), st.sampled_from(FATES), st.none() | numbers), max_size=5))
def test_numbers_over_units_equal_the_slow_count(db, told):
    with undone():
        history = History()
        report = history.report()
        history.send(report, "accepted", Decimal(999))
        for place, (is_below, fate, value) in enumerate(told):
            unit = make_unit()
            take_part(history.plan, unit, **({"reports_to": history.unit} if is_below else {}))
            assignment = make_assignment(history.task, unit, "support")
            theirs = make_report(report.period, unit)
            make_line(theirs, assignment, result="Bản nháp không ai ngoài đơn vị đọc.")
            later = timezone.now() + datetime.timedelta(minutes=place)
            history.send(theirs, fate, value, assignment=assignment, at=later)

        below = confirmed_beside(report, lines_of(report))[1].get(history.task.pk)

        asked = [(fate, value) for is_below, fate, value in told if is_below]
        confirmed = [value for fate, value in asked if fate == "accepted"]
        assert (below.asked, below.reported) == (len(asked), len(confirmed)) if asked else below is None
        expected = [value for value in confirmed if value is not None]
        sums = over_units(history.indicators, below.lines if below else [])
        assert [one.indicator for one in sums] == (history.indicators if expected else [])
        for one in sums:
            assert close(one.total, slowly(one.indicator.over_units, expected))
            assert [number for _, number in one.parts] == expected


def test_target_of_the_unit_wins_over_the_plans():
    history = History()
    indicator, other = history.indicators[:2]
    for unit, value in [(history.unit, 20), (None, 100), (make_unit(), 7)]:
        IndicatorTarget.objects.create(indicator=indicator, unit=unit, year=2024, value=value)
    IndicatorTarget.objects.create(indicator=other, year=2025, value=50)

    targets = targets_of(history.report())

    assert targets == {(indicator.pk, 2024): Target(20, 2024, True), (other.pk, 2025): Target(50, 2025, False)}


@pytest.mark.parametrize(
    ("target", "number", "share"),
    [
        (Target(Decimal(20), 2024, True), Decimal(5), "25%"),
        (Target(Decimal(20), 2024, True), None, "0%"),
        (Target(Decimal(0), 2024, True), Decimal(5), "–"),
        (Target(Decimal(20), 2024, False), Decimal(5), ""),
    ],
)
def test_share_of_the_target(target, number, share):
    assert target.share(number) == share
