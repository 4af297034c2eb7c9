"""Units × groups and clauses, or × the tasks of one of them; one branch of the chain of reports at a time, each row
with what lies below it. The chain is that of today, whatever the day of the figures: its paths keep no past."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from figures.cells import CAME_DUE_WORDS, Cell
from figures.duties import TwoByTwo
from figures.memory import remembered
from figures.words import Rate
from tasks.models import Participation
from units.models import Unit

# From the worst to the best: what colours a cell of the matrix.
WORST_FIRST = [Cell.OPEN_OVERDUE, Cell.OPEN_IN_TIME, Cell.DONE_LATE, Cell.DONE_ON_TIME, Cell.NO_DEADLINE]


@dataclass(frozen=True)
class MatrixCell:
    """One unit's standing (with those below it, in a row that sums) in one group, clause or task."""

    column: Any  # a Home, or the id of a task
    figures: TwoByTwo

    @property
    def rate(self):
        return Rate(self.figures.done, self.figures.came_due, CAME_DUE_WORDS)

    @property
    def overdue(self):
        return self.figures.open_overdue

    @property
    def worst(self):
        return worst_of(self.figures)


@dataclass(frozen=True)
class MatrixRow:
    unit: Unit
    below: int  # how many units below are summed into this row
    cells: list
    total: TwoByTwo


def worst_of(figures):
    """Return the worst Cell that has a duty in it, or None when nothing is counted."""
    return next((cell for cell in WORST_FIRST if getattr(figures, cell.value)), None)


@remembered
def matrix(tally, columns, *, parents):
    """Return the rows of a branch: the units `parents` themselves, and those that report to them with all below.

    `tally` is a Tally or a TaskTally, `columns` what it counts by, `parents` unit ids. Units without a duty have no
    row. 2 queries.
    """
    row_of, holders = _rows_of(tally, set(parents))
    sums = defaultdict(lambda: defaultdict(Counter))
    for (unit_id, column), counts in tally.counts.items():
        # Not +=, which drops what is negative.
        sums[row_of.get(unit_id, unit_id)][column].update(counts)
    below = Counter(row_of[unit_id] for unit_id in holders if row_of[unit_id] != unit_id)
    held = [unit_id for unit_id, found in sums.items() if any(any(counts.values()) for counts in found.values())]
    units = Unit.objects.filter(pk__in=held).order_by("order", "pk")
    return [_row(unit, sums[unit.pk], below[unit.pk], columns) for unit in units]


def _row(unit, sums, below, columns):
    cells = [MatrixCell(column, TwoByTwo.of(sums.get(column, {}))) for column in columns]
    return MatrixRow(unit, below, cells, TwoByTwo.of(*sums.values()))


def _rows_of(tally, parents):
    """Return unit id → the id of the unit whose row it is summed into, and the ids of those units that have a duty."""
    scope = tally.scope
    places = scope.of_units(Participation.objects.filter(plan=scope.plan)).annotate(holds=tally.holds)
    row_of, holders = {}, set()
    for unit_id, path, holds in places.order_by("valid_from", "pk").values_list("unit_id", "path", "holds"):
        row_of[unit_id] = _row_id(unit_id, path, parents)
        if holds:
            holders.add(unit_id)
    return row_of, holders


def _row_id(unit_id, path, parents):
    if unit_id in parents:
        return unit_id
    chain = [int(part) for part in path.split("/") if part]
    above = max((place for place, part in enumerate(chain) if part in parents), default=None)
    return unit_id if above is None else chain[above + 1]
