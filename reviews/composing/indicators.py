"""Annex 2's numbers: of each indicator the span, the year so far, the target, and the same periods a year before. Put
together by the one rule of the portal (`figures.indicator_board`); a span is several periods of it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from figures.indicator_board import IndicatorBoard, Number, put_over_units
from figures.words import NOTHING, plain_number
from progress.models import Period, SubmittedValue

REPORT = "line__submission__report__"
NUMBER = [
    "pk",
    f"{REPORT}unit_id",
    "line__assignment_id",
    f"{REPORT}period_id",
    "value",
    "line__submission__submitted_at",
]


@dataclass(frozen=True)
class IndicatorOfSpan:
    """`row` is the IndicatorRow of the last period of the span, for what counts from the beginning of the year."""

    row: object
    span: Decimal | None
    before: Decimal | None

    @property
    def change(self):
        """By how much the span is more than the same periods of the year before; "–" where one has no number or the
        year before is not there as a whole."""
        if self.span is None or self.before is None:
            return NOTHING
        more = self.span - self.before
        return f"+{plain_number(more)}" if more > 0 else plain_number(more).replace("-", "−")


def indicators_of(material):
    """Return an IndicatorOfSpan of each indicator of the plan, in the plan's order (5 queries)."""
    if not material.periods:
        return []
    board = IndicatorBoard(material.scope, material.periods[-1])
    span, before = {period.pk for period in material.periods}, _before(material)
    numbers = _numbers(material, span | before)
    return [
        IndicatorOfSpan(
            row,
            _together(row.indicator, numbers[row.indicator.pk], span),
            _together(row.indicator, numbers[row.indicator.pk], before),
        )
        for row in board.rows()
    ]


def _together(indicator, numbers, periods):
    return put_over_units(indicator, [one for one in numbers if one.period_id in periods]).total


def _before(material):
    """The ids of the same periods a year before: all of them, none within the span itself; else none at all, for what
    is not of equal length is not compared."""
    same, wanted = Q(), {(period.kind, period.year - 1, period.number) for period in material.periods}
    for kind, year, number in wanted:
        same |= Q(kind=kind, year=year, number=number)
    found = list(Period.objects.regular().filter(same, plan=material.plan))
    is_whole = {(period.kind, period.year, period.number) for period in found} == wanted
    return {period.pk for period in found} if is_whole and not set(found) & set(material.periods) else set()


def _numbers(material, periods):
    """Return {indicator id: its Numbers of `periods`, the oldest first}."""
    values = SubmittedValue.objects.filter(
        material.scope.accepted("line__submission__"), **{f"{REPORT}period__in": periods}
    )
    ordered = values.order_by(f"{REPORT}period__covers_to", "line__submission__submitted_at", "line_id")
    found = defaultdict(list)
    for indicator_id, *number in ordered.values_list("indicator_id", *NUMBER):
        found[indicator_id].append(Number(*number, in_total=True))
    return found
