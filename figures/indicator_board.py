"""Every indicator of a plan: the number of a period, the running total, the target, and the same period last year.

From confirmed submissions of regular periods, as of the day. Over time first: the numbers of one assignment, by the
indicator's rule; then over units, by its other rule. So a unit's own running total is what it sees beside its report,
and the total is made of these. Numbers of one-off work count since its start, of all other work within the year.
Targets are those of today, whatever the day.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import BooleanField, Case, F, Q, Value, When

from figures.indicators import put_together
from figures.memory import remembered
from figures.words import NOTHING, percent
from progress.models import Period, SubmittedValue
from tasks.enums import Aggregate
from tasks.models import Indicator, IndicatorTarget

REPORT = "line__submission__report__"
ONE_OFF = Q(line__cadence="", line__assignment_due_on__isnull=False)


class Number(NamedTuple):
    """One number that a unit sent and that was confirmed; of a country there are a hundred thousand."""

    key: int
    unit_id: int
    assignment_id: int
    period_id: int
    value: Decimal
    sent_at: datetime.datetime
    in_total: bool = True


@dataclass(frozen=True)
class Together:
    """Numbers put together: each unit's part, the whole, the keys of the numbers that made it, and how many units."""

    parts: dict = field(default_factory=dict)
    total: Decimal | None = None
    made_of: frozenset = frozenset()
    units: int = 0

    @property
    def summed(self):
        """The whole alone: of a country, parts and keys are some hundred thousand."""
        return Together(total=self.total, units=self.units)


@dataclass(frozen=True)
class Goal:
    """What should be reached in the year: the plan's target, or those of `units` units put together; and whether every
    unit that has a number has one, without which a rate would compare two different things."""

    value: Decimal | None = None
    units: int = 0
    is_whole: bool = True


@dataclass(frozen=True)
class IndicatorRow:
    indicator: Indicator
    in_period: Together
    running: Together
    last_year: Together
    goal: Goal

    @property
    def summed(self):
        return replace(
            self, in_period=self.in_period.summed, running=self.running.summed, last_year=self.last_year.summed
        )

    @property
    def share(self):
        """The running total as a rate of the target; "–" without either, or when nothing is expected."""
        if self.goal.value is None or self.running.total is None or not self.goal.is_whole:
            return NOTHING
        return percent(self.running.total, self.goal.value)

    @property
    def change(self):
        """By how much the number of the period is more than that of a year before, or None."""
        now, then = self.in_period.total, self.last_year.total
        return None if now is None or then is None else now - then


class IndicatorBoard:
    """The indicators of a scope for one period, those for which `where` holds (4 queries whatever their number)."""

    def __init__(self, scope, period, where=None):
        self.scope, self.period, self.where = replace(scope, period=None), period, where

    @cached_property
    def before(self):
        """The same period a year before, or None."""
        named = {"kind": self.period.kind, "number": self.period.number, "year": self.period.year - 1}
        opened = self.scope.opened or []
        found = next((one for one in opened if all(getattr(one, name) == named[name] for name in named)), None)
        return found or Period.objects.regular().filter(plan=self.scope.plan, **named).first()

    @cached_property
    def indicators(self):
        found = self._asked.select_related("task__group", "task__clause")
        group = F("task__group__number").asc(nulls_last=True)
        return list(found.order_by(group, "task__clause__number", "task__position", "task__code", "position", "pk"))

    def rows(self):
        return [self.row(indicator) for indicator in self.indicators]

    def row(self, indicator):
        """Return the IndicatorRow of one indicator of the board."""
        return self._rows.get(indicator.pk) or self._row(indicator, [])

    def numbers(self, indicator, of_periods):
        """Return the Numbers of one indicator of the periods for which `of_periods` holds, oldest first (1 query)."""
        values = self._confirmed(Q(indicator=indicator), of_periods).values_list(*_NUMBER)
        return [Number(*number) for number in values]

    @cached_property
    def _rows(self):
        """A dict indicator id → IndicatorRow of those with a number: the numbers of one at a time are held."""
        indicators = {indicator.pk: indicator for indicator in self.indicators}
        values = self._values().values_list("indicator_id", *_NUMBER, "in_total").iterator()
        of_each = groupby(values, key=itemgetter(0))
        return {pk: self._row(indicators[pk], [Number._make(one[1:]) for one in found]) for pk, found in of_each}

    def _row(self, indicator, numbers):
        """Return the IndicatorRow that `numbers` make, oldest first: of the year so far, and of a year before."""
        this, before = self.period.pk, self.before and self.before.pk
        now = [one for one in numbers if one.period_id == this]
        then = [one for one in numbers if one.period_id == before]
        running = put_over_units(indicator, [one for one in numbers if one.in_total])
        goal = self._goal(indicator, running)
        return IndicatorRow(indicator, put_over_units(indicator, now), running, put_over_units(indicator, then), goal)

    @property
    def _asked(self):
        found = Indicator.objects.filter(task__plan=self.scope.plan)
        return found if self.where is None else found.filter(self.where)

    def _values(self):
        of_periods = counts_in(self.period) | Q(**{f"{REPORT}period": self.before})
        values = self._confirmed(Q(indicator__in=self._asked), of_periods)
        return values.annotate(in_total=_in_total(self.period))

    def _confirmed(self, of_indicators, of_periods):
        """What was confirmed, by indicator, the oldest first."""
        accepted = self.scope.accepted("line__submission__")
        values = SubmittedValue.objects.filter(accepted, self._of_plan, of_periods, of_indicators)
        return self.scope.of_units(values, f"{REPORT}unit_id").order_by(
            "indicator_id", f"{REPORT}period__covers_to", "line__submission__submitted_at", "line_id"
        )

    @property
    def _of_plan(self):
        """Condition on values: of a regular period of the plan. The ids of the few that were opened, where they are at
        hand, find the reports of one plan among those of a country."""
        if self.scope.opened is not None:
            return Q(**{f"{REPORT}period__in": self.scope.opened})
        return Q(**{f"{REPORT}period__plan": self.scope.plan, f"{REPORT}period__is_regular": True})

    @cached_property
    def _targets(self):
        """A dict indicator id → {unit id or None: value} of the year of the period."""
        targets = IndicatorTarget.objects.filter(indicator__in=self._asked, year=self.period.year)
        of_units = targets if self.scope.units is None else targets.filter(unit__in=self.scope.units)
        found = defaultdict(dict)
        for indicator_id, unit_id, value in of_units.order_by("unit__order", "pk").values_list(
            "indicator_id", "unit_id", "value"
        ):
            found[indicator_id][unit_id] = value
        return found

    def _goal(self, indicator, running):
        targets = dict(self._targets[indicator.pk])
        if (whole := targets.pop(None, None)) is not None:
            return Goal(whole)
        value = put_together(indicator.over_units, targets.values())
        return Goal(value, len(targets), running.parts.keys() <= targets.keys())


@remembered
def indicator_rows(scope, period, where=None):
    """Return the IndicatorRows of an IndicatorBoard, `summed`."""
    return [row.summed for row in IndicatorBoard(scope, period, where).rows()]


def put_over_units(indicator, numbers):
    """Return the Together of `numbers` (oldest first) of one indicator: over time within each assignment, then over the
    assignments of each unit, then over units. What counts as latest over units is what was sent last."""
    of_assignment = defaultdict(list)
    for number in numbers:
        of_assignment[number.assignment_id].append(number)
    kept = {pk: _kept(indicator.over_time, found) for pk, found in of_assignment.items()}
    ordered = sorted(kept, key=lambda pk: (of_assignment[pk][-1].sent_at, of_assignment[pk][-1].key))
    reached = {pk: put_together(indicator.over_time, [one.value for one in of_assignment[pk]]) for pk in ordered}
    units = defaultdict(list)
    for pk in ordered:
        units[of_assignment[pk][-1].unit_id].append(reached[pk])
    parts = {unit_id: put_together(indicator.over_units, found) for unit_id, found in units.items()}
    made_of = _made_of(indicator.over_units, ordered, reached, kept)
    latest = [reached[ordered[-1]]] if ordered and indicator.over_units == Aggregate.LATEST else parts.values()
    return Together(parts, put_together(indicator.over_units, latest), made_of, len(parts))


def _kept(rule, numbers):
    """The numbers of one assignment that its number over time is made of."""
    if rule == Aggregate.LATEST:
        return numbers[-1:]
    if rule == Aggregate.MAX:
        return [max(numbers, key=lambda one: one.value)]
    return numbers


def _made_of(rule, ordered, reached, kept):
    if rule == Aggregate.LATEST:
        ordered = ordered[-1:]
    if rule == Aggregate.MAX and ordered:
        ordered = [max(ordered, key=reached.get)]
    return frozenset(one.key for pk in ordered for one in kept[pk])


def counts_in(period):
    """Condition on values: of a period up to `period`, in its year, or of one-off work in whatever year."""
    in_year = Q(**{f"{REPORT}period__year": period.year})
    return (in_year | ONE_OFF) & Q(**{f"{REPORT}period__covers_to__lte": period.covers_to})


def _in_total(period):
    return Case(When(counts_in(period), then=Value(True)), default=Value(False), output_field=BooleanField())


_NUMBER = [
    "pk",
    f"{REPORT}unit_id",
    "line__assignment_id",
    f"{REPORT}period_id",
    "value",
    "line__submission__submitted_at",
]
