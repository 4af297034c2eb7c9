"""Annex 2's numbers: of each indicator the span, the year so far, the target, and the same periods a year before."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from figures.indicators import put_together
from figures.words import percent
from progress.models import SubmittedValue
from tasks.models import IndicatorTarget


@dataclass(frozen=True)
class IndicatorRow:
    """`span`, `so_far` and `before` are None where nothing was confirmed; `target` where none was set."""

    task: object
    indicator: object
    target: Decimal | None
    span: Decimal | None
    so_far: Decimal | None
    before: Decimal | None

    @property
    def share(self):
        return "" if self.target is None else percent(self.so_far or 0, self.target)

    @property
    def change(self):
        """The span against the same periods of the year before."""
        return "" if self.before is None or self.span is None else percent(self.span, self.before)


def indicator_rows(material):
    """Return an IndicatorRow of each indicator of the plan, in the plan's order (2 queries)."""
    if not material.periods:
        return []
    year = material.periods[-1].year
    of_span = {(period.kind, period.year, period.number) for period in material.periods}
    values, targets = _values(material), _targets(material, year)
    return [
        _row(task, indicator, values[indicator.pk], targets.get(indicator.pk), of_span, year)
        for task in material.tasks
        for indicator in task.indicators.all()
    ]


def _row(task, indicator, by_period, target, of_span, year):
    """`by_period` is {(kind, year, number) of a period: numbers of its units, the oldest period first}."""
    before = {(kind, of_year - 1, number) for kind, of_year, number in of_span}
    last = max(of_span, key=lambda key: key[1:])

    def over(chosen):
        numbers = [put_together(indicator.over_units, by_period[key]) for key in by_period if chosen(key)]
        return put_together(indicator.over_time, numbers)

    return IndicatorRow(
        task,
        indicator,
        target,
        span=over(lambda key: key in of_span),
        so_far=over(lambda key: key[1] == year and key[1:] <= last[1:]),
        before=over(lambda key: key in before),
    )


def _values(material):
    """Return {indicator id: {period: [each unit's number]}}: a unit with two lines on a task has one number."""
    of_units, rules = defaultdict(lambda: defaultdict(lambda: defaultdict(list))), {}
    for indicator_id, rule, kind, year, number, unit_id, value in _rows(material):
        rules[indicator_id] = rule
        of_units[indicator_id][kind, year, number][unit_id].append(value)
    return defaultdict(dict) | {
        pk: {key: [put_together(rules[pk], numbers) for numbers in units.values()] for key, units in by_period.items()}
        for pk, by_period in of_units.items()
    }


def _rows(material):
    """Confirmed values of regular periods, the oldest period first, in it the one sent first."""
    period = "line__submission__report__period"
    values = SubmittedValue.objects.filter(
        material.scope.accepted("line__submission__"),
        **{f"{period}__plan": material.plan, f"{period}__is_regular": True},
    )
    ordered = values.order_by(f"{period}__covers_to", "line__submission__submitted_at", "pk")
    columns = ("indicator_id", "indicator__over_units", f"{period}__kind", f"{period}__year", f"{period}__number")
    return ordered.values_list(*columns, "line__submission__report__unit_id", "value")


def _targets(material, year):
    targets = IndicatorTarget.objects.filter(indicator__task__plan=material.plan, unit=None, year=year)
    return dict(targets.values_list("indicator_id", "value"))
