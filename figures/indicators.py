"""Numbers of indicators put together: over the periods of one unit (lũy kế), and over the units of one period.

Read from confirmed submissions of regular periods alone; a number that its unit is still writing is handed in, never
read. Put together here and not in the database: one unit's numbers are few, and SQLite adds decimals up as floats.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q

from figures.words import percent
from tasks.enums import Aggregate
from tasks.models import IndicatorTarget

SMALLEST = Decimal("0.001")


def put_together(rule, numbers):
    """Return `numbers`, the oldest first, as one number by the rule (an Aggregate); None when there are none."""
    numbers = list(numbers)
    if not numbers:
        return None
    if rule == Aggregate.LATEST:
        return numbers[-1]
    if rule == Aggregate.MAX:
        return max(numbers)
    total = sum(numbers, Decimal(0))
    return total if rule == Aggregate.SUM else (total / len(numbers)).quantize(SMALLEST, ROUND_HALF_UP)


@dataclass(frozen=True)
class RunningTotal:
    """Lũy kế of one indicator of one assignment: the rule, and the numbers of the earlier periods, oldest first."""

    rule: str
    numbers: tuple = ()

    @property
    def so_far(self):
        return put_together(self.rule, self.numbers)

    def with_number(self, number):
        """Return what the total becomes with the `number` of this period; None changes nothing."""
        return put_together(self.rule, self.numbers if number is None else (*self.numbers, number))


@dataclass(frozen=True)
class Target:
    """What an indicator should reach in a year: for the unit itself, or for the whole plan."""

    value: Decimal
    year: int
    is_own: bool

    def share(self, number):
        """Return `number` as a rate of the target, "–" when 0 is expected. A unit's number is no rate of the plan's."""
        return percent(number or 0, self.value) if self.is_own else ""


def running_totals(line, earlier, *, year):
    """Return {indicator id: RunningTotal} of a line of a report of `year`, whose `earlier` confirmed lines stand oldest
    first with values and period loaded (no query).

    Of work that recurs or has no deadline the periods of the same year count; of one-off work all since its start,
    for it is one piece of work whatever the year. Periods that are not regular never enter (DOMAIN §3).
    """
    found = {}
    for sent in earlier:
        period = sent.submission.report.period
        if period.is_regular and (line.is_one_off or period.year == year):
            for value in sent.values.all():
                found.setdefault(value.indicator_id, []).append(value.value)
    rules = {indicator.pk: indicator.over_time for indicator in line.assignment.task.indicators.all()}
    return {pk: RunningTotal(rule, tuple(found.get(pk, ()))) for pk, rule in rules.items()}


def targets_of(report):
    """Return {(indicator id, year): Target} for the report's tasks; the unit's own wins over the plan's (1 query)."""
    tasks = report.lines.order_by().values("assignment__task_id")
    targets = IndicatorTarget.objects.filter(
        Q(unit=None) | Q(unit=report.unit_id), indicator__task__in=tasks
    ).values_list("indicator_id", "year", "value", "unit_id")
    found = {}
    for indicator_id, year, value, unit_id in targets:
        if unit_id or (indicator_id, year) not in found:
            found[indicator_id, year] = Target(value, year, is_own=unit_id is not None)
    return found


@dataclass(frozen=True)
class OverUnits:
    """An indicator over several units in one period: each unit's numbers, and all of them by the rule `over_units`."""

    indicator: Any
    numbers: dict = field(default_factory=dict)

    @property
    def parts(self):
        """A list of (unit, number): a unit that reports on the task in two lines has one number here all the same."""
        return [(unit, put_together(self.indicator.over_units, numbers)) for unit, numbers in self.numbers.items()]

    @property
    def total(self):
        return put_together(self.indicator.over_units, [number for _, number in self.parts])


def over_units(indicators, lines):
    """Return an OverUnits of each of `indicators` that a line of `lines` has a number for (no query).

    `lines` are SubmittedLines with `values` and `submission__report__unit` loaded. The number that counts as latest is
    the one that was sent last.
    """
    found = {indicator.pk: OverUnits(indicator) for indicator in indicators}
    for line in sorted(lines, key=lambda line: (line.submission.submitted_at, line.pk)):
        for value in line.values.all():
            if value.indicator_id in found:
                found[value.indicator_id].numbers.setdefault(line.submission.report.unit, []).append(value.value)
    return [summed for summed in found.values() if summed.numbers]
