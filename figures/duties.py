"""Duties (việc đến hạn): each counted once, in the database, and listed by the same definition.

A duty is a lead's one-off assignment, due on its own date; or one cycle of a lead's recurring assignment, due with the
report of the period in which the cycle ends. What was done stays counted. What was not done is left out, with the
reason, when its assignment was suspended, withdrawn or passed on by the due day; later than that, it stays overdue.
A cycle that was not done is left out too once its work has a date or no deadline instead: from then on the work counts
as that. One-off work that is passed on is the new unit's, with its deadline, so it is counted there.
Reports and their lines are read only for existing and for their due date; whether a cycle's work is done is read from
confirmed submissions alone.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Value

from figures.cells import CAME_DUE, CAME_DUE_WORDS, DATED, DONE, LATE_DUTIES, LEFT_OUT, NUMBERS, OPEN, Cell
from figures.lengths import Lateness, length_on
from figures.memory import remembered
from figures.scope import Scope
from figures.sources import SOURCES, Cycles, OneOff, counted, may_be_in, of_home, standing
from figures.words import Rate
from progress.models import Period

_CELL_NAMES = [cell.value for cell in Cell]


@dataclass(frozen=True)
class TwoByTwo:
    """The Government's 2 × 2, the fifth column, and what was left out."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    no_deadline: int = 0
    suspended: int = 0
    ended: int = 0

    @classmethod
    def of(cls, *counts):
        """Return the sum of dicts Cell → number; a number may be negative, which `+` of Counters would drop."""
        total = Counter()
        for one in counts:
            total.update(one)
        return cls(**{name: total[name] for name in _CELL_NAMES})

    def number(self, name):
        """Return the number called `name` (a key of NUMBERS)."""
        return sum(getattr(self, cell.value) for cell in NUMBERS[name].cells)

    @property
    def done(self):
        return self._sum(DONE)

    @property
    def open(self):
        return self._sum(OPEN)

    @property
    def came_due(self):
        return self._sum(CAME_DUE)

    @property
    def dated(self):
        return self._sum(DATED)

    @property
    def left_out(self):
        return self._sum(LEFT_OUT)

    @property
    def rate(self):
        return Rate(self.done, self.came_due, CAME_DUE_WORDS)

    def _sum(self, cells):
        return sum(getattr(self, cell.value) for cell in cells)


@dataclass(frozen=True)
class Home:
    """The group or the clause a task belongs to."""

    group_id: int | None
    clause_id: int | None


@dataclass(frozen=True)
class Duty:
    """One row of the list behind a number."""

    assignment_id: int
    report_id: int | None
    period: str
    unit_id: int
    unit: str
    task_id: int
    task_code: str
    task_title: str
    due_on: datetime.date | None
    done_on: datetime.date | None
    cell: Cell
    on: datetime.date

    @property
    def days_late(self):
        """Days after the due date: until it was done, or until the day of the figure; 0 when not late."""
        if self.due_on is None or self.cell in LEFT_OUT:
            return 0
        return max(0, ((self.done_on or self.on) - self.due_on).days)


class Tally:
    """Duties of a scope counted by unit, group and cell; every sum on a page is made from it.

    Where cycles are kept counted, `counts` has whatever unit shares the row of a matrix with theirs; `by_unit` counts
    by their own.
    """

    columns, home = ("group_id", "clause_id"), None

    def __init__(self, scope):
        self.scope = scope
        self.counts, late = defaultdict(Counter), defaultdict(Counter)
        keys = ("branch_id", *self.columns, "length")
        for unit_id, *column, length, cell, number in count_cells(scope, *keys, home=self.home):
            self.counts[unit_id, self._column(*column)][cell] += number
            if cell in LATE_DUTIES:
                late[cell][length] += number
        self.lateness = Lateness.of(late)

    @property
    def counted_by(self):
        return self.scope.counted_by, self.columns, self.home

    def total(self):
        return TwoByTwo.of(*self.counts.values())

    def by_home(self):
        """Return a dict Home → TwoByTwo."""
        return self.by_column()

    def by_column(self):
        """Return a dict → TwoByTwo of what the columns of a matrix are: a Home each, or a task's id."""
        return self._by(lambda unit_id, column: column)

    def by_unit(self):
        """Return a dict unit id → TwoByTwo."""
        if not self.scope.ledger.kept:
            return self._by(lambda unit_id, column: unit_id)
        sums = defaultdict(Counter)
        for unit_id, cell, number in count_cells(self.scope, "named_unit_id", home=self.home):
            sums[unit_id][cell] += number
        return {unit_id: TwoByTwo.of(counts) for unit_id, counts in sums.items()}

    @property
    def holds(self):
        """Condition on participations: the unit has a duty."""
        if not self.scope.ledger.kept:
            return Q(unit__in={unit_id for unit_id, _ in self.counts})
        one_off, each = (of_home(standing(source, self.scope), self.home) for source in SOURCES)
        has_work, has_cycle = one_off.filter(unit=OuterRef("unit")), each.filter(report__unit=OuterRef("unit"))
        return Q(Exists(has_work)) | Q(Exists(has_cycle))

    def _column(self, group_id, clause_id):
        return Home(group_id, clause_id)

    def _by(self, key):
        sums = defaultdict(Counter)
        for (unit_id, column), counts in self.counts.items():
            # Not +=, which drops what is negative.
            sums[key(unit_id, column)].update(counts)
        return {name: TwoByTwo.of(counts) for name, counts in sums.items()}


class TaskTally(Tally):
    """The duties of one group or clause counted by unit and task."""

    columns = ("task_key",)

    def __init__(self, scope, home):
        self.home = home
        super().__init__(scope)

    def _column(self, task_id):
        return task_id


@remembered
def count_cells(scope, *keys, home=None):
    """Return a list of (value of each of `keys`, cell, number) of the duties of a scope: the one count of them.

    `keys` are columns that one-off work and cycles both have: named_unit_id, branch_id, group_id, clause_id, task_key;
    and "length", which says something of what is late alone. By named_unit_id, each cycle is read; otherwise those that
    are kept counted are not, and numbers that come apart may be negative.
    """
    one_off = of_home(counted(OneOff, scope), home)
    if scope.ledger.kept and "branch_id" in keys:
        one_off = scope.ledger.in_branches(one_off)
    return [*_count(scope, one_off, keys), *_count_cycles(scope, keys, home)]


@remembered
def count_cells_by_period(scope, periods, *keys, home=None):
    """Return a list of (id of a period, value of each of `keys`, cell, number) as `count_cells` counts each of
    `periods`: one-off work by its deadline, cycles by their report. Work without a deadline stands in no one period."""
    dated = of_home(counted(OneOff, scope), home).exclude(due=None).order_by()
    found = [
        (period.pk, *told)
        for due, *told in dated.values_list("due", *keys, "cell").annotate(Count("pk"))
        for period in periods
        if period.covers_from <= due <= period.covers_to
    ]
    return [*found, *_count_cycles(scope, ("period_key", *keys), home)]


def _count_cycles(scope, keys, home):
    each = of_home(counted(Cycles, scope), home)
    if scope.ledger.kept and "named_unit_id" not in keys:
        yield from scope.ledger.cells(keys, home)
        each = scope.ledger.left(each)
    if each is not None:
        yield from _count(scope, each, keys)


def _count(scope, rows, keys):
    if "length" in keys:
        rows = rows.annotate(length=length_on(scope))
    # Read whole: a cursor makes PostgreSQL look for a plan whose first rows come soon, and the last ones never do.
    return rows.order_by().values_list(*keys, "cell").annotate(number=Count("*"))


def two_by_two(plan, on, *, units=None, period=None, by=None):
    """Return the TwoByTwo of a scope, or a dict of them by "group" (keys: Home) or by "unit" (keys: unit ids)."""
    tally = Tally(Scope(plan, on, units, period))
    return {None: tally.total, "group": tally.by_home, "unit": tally.by_unit}[by]()


def by_group(plan, on, *, units=None):
    """Return two dicts id → TwoByTwo: of the plan's groups, and of its clauses."""
    homes = two_by_two(plan, on, units=units, by="group")
    groups = {home.group_id: figures for home, figures in homes.items() if home.group_id}
    clauses = {home.clause_id: figures for home, figures in homes.items() if home.clause_id}
    return groups, clauses


def sources(scope):
    """Return the two querysets that are counted, one-off work and cycles, with `cell`, `due` and `finished`."""
    return [counted(source, scope).annotate(**source.named) for source in SOURCES]


def list_duties(scope, number, *, home=None, task=None, where=None):
    """Return the rows behind the number called `number`, longest due first, as a union to be paged.

    Give a page of it to `read_duties`. `home` keeps to one group or clause, `task` (an id) to one task, `where` is a
    condition on `sources`.
    """
    cells = NUMBERS[number].cells
    parts = []
    for source in sources(scope):
        rows = of_home(source.filter(may_be_in(scope, cells), cell__in=cells), home)
        if where:
            rows = rows.filter(where)
        if task:
            rows = rows.filter(task_key=task)
        # All of one cell: there is nothing to tell of each row.
        parts.append(rows.annotate(cell=Value(cells[0].value)) if len(cells) == 1 else rows)
    return listed(parts)


def listed(parts, *more):
    """Return querysets made of `sources` as one union to be paged, longest due first; the columns `more` come last."""
    rows = [part.order_by().values_list(*_COLUMNS, *more) for part in parts]
    united = rows[0].union(*rows[1:], all=True)
    return united.order_by("due", "unit_order", "task_code", "assignment_key", "report_key")


def read_duties(scope, rows):
    """Turn a page of `list_duties` into Duty rows (1 query for the names of periods, unless the scope has them)."""
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    named = {row["period_key"] for row in rows if row["period_key"]}
    periods = {period.pk: period for period in scope.opened or []}
    if not named <= periods.keys():
        periods = Period.objects.in_bulk(named)
    return [_duty(row, periods, scope.on) for row in rows]


_COLUMNS = [
    "assignment_key",
    "report_key",
    "period_key",
    "named_unit_id",
    "unit_name",
    "unit_short_name",
    "unit_order",
    "task_key",
    "task_code",
    "task_title",
    "due",
    "finished",
    "cell",
]


def _duty(row, periods, on):
    return Duty(
        assignment_id=row["assignment_key"],
        report_id=row["report_key"],
        period=str(periods[row["period_key"]]) if row["period_key"] else "",
        unit_id=row["named_unit_id"],
        unit=row["unit_short_name"] or row["unit_name"],
        task_id=row["task_key"],
        task_code=row["task_code"],
        task_title=row["task_title"],
        due_on=row["due"],
        done_on=row["finished"] if row["cell"] in DONE else None,
        cell=Cell(row["cell"]),
        on=on,
    )
