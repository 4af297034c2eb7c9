"""Cycles of a whole plan, read from the ledger that is kept of them (CycleCount) instead of one by one.

The ledger knows what was done and what was due; whether work was at rest, ended or given a deadline instead, it does
not: such cycles are few, and are put from the cell that the ledger has them in to the one they stand in.
"""

from collections import Counter
from functools import cached_property

from django.db.models import Case, CharField, Count, F, Max, Min, Q, Sum, Value, When

from figures.cells import LEFT_OUT, Cell
from progress.models import CycleCount, Period, branch_of
from tasks.enums import AssignmentMove
from tasks.models import Assignment, AssignmentEvent, Participation

# By what cycles are counted: the keys of `Ledger.cells`.
COLUMNS = ("branch_id", "group_id", "clause_id", "task_key", "period_key")


class Ledger:
    """What is kept counted of a scope: what holds now, of a whole plan, in periods with `is_counted`."""

    def __init__(self, scope):
        self.scope = scope
        self._late, self._out = {}, {}

    @cached_property
    def periods(self):
        """The regular periods of the scope that were opened; none of a day that is over, or of some units."""
        scope = self.scope
        if not scope.is_now or scope.units is not None:
            return []
        opened = scope.opened
        if opened is None:
            opened = Period.objects.regular().filter(plan=scope.plan, opened_at__isnull=False)
        return [one for one in opened if one.opened_at < scope.end and scope.period in {None, one}]

    @cached_property
    def kept(self):
        """Ids of the periods that are read from the ledger."""
        return [period.pk for period in self.periods if period.is_counted]

    def left(self, cycles):
        """Return those of `cycles` that are to be read one by one, or None when there are none."""
        if not self.kept:
            return cycles
        others = [period.pk for period in self.periods if not period.is_counted]
        return cycles.filter(report__period__in=others) if others else None

    def cells(self, cycles, keys, home):
        """Yield (value of each of `keys`, cell, number) of the cycles that are kept; some numbers are negative.

        `cycles` are those that would be counted one by one, with the same keys. By "branch_id" they are counted in
        whatever unit stands in the same row of a matrix.
        """
        counts = self._counts(home).order_by().values_list(*keys, "cell").annotate(Sum("number"))
        yield from (row for row in counts if row[-1])
        for columns, cell, plain, _, number in self._left_out(cycles, home):
            key = [columns[name] for name in keys]
            yield *key, cell, number
            yield *key, plain, -number
        if "branch_id" in keys and self._movers:
            yield from self._moved(self._in_branches(cycles), keys)

    def late(self, cycles, home):
        """Return a Counter (cell, due day, days late) of the cycles that are kept and are late, or were."""
        if home not in self._late:
            self._late[home] = self._count_late(cycles, home)
        return self._late[home]

    def _count_late(self, cycles, home):
        late = self._counts(home).filter(cell__in=[Cell.OPEN_OVERDUE, Cell.DONE_LATE]).order_by()
        found = Counter()
        for cell, due, days, number in late.values_list("cell", "due", "days_late").annotate(Sum("number")):
            found[cell, due, (self.scope.on - due).days if cell == Cell.OPEN_OVERDUE else days] += number
        for _, _, plain, due, number in self._left_out(cycles, home):
            if plain == Cell.OPEN_OVERDUE:
                found[plain, due, (self.scope.on - due).days] -= number
        return found

    def _counts(self, home):
        """The entries with the columns that cycles have, each with its `cell`."""
        counts = CycleCount.objects.filter(period__in=self.kept).annotate(
            group_id=F("task__group_id"),
            clause_id=F("task__clause_id"),
            task_key=F("task_id"),
            period_key=F("period_id"),
            due=F("due_on"),
            cell=Case(
                When(days_late=0, then=Value(Cell.DONE_ON_TIME.value)),
                When(days_late__gt=0, then=Value(Cell.DONE_LATE.value)),
                When(due_on__lt=self.scope.on, then=Value(Cell.OPEN_OVERDUE.value)),
                default=Value(Cell.OPEN_IN_TIME.value),
                output_field=CharField(),
            ),
        )
        return counts.filter(group_id=home.group_id, clause_id=home.clause_id) if home else counts

    def _in_branches(self, cycles):
        return cycles.annotate(branch_id=branch_of("report__")).order_by()

    def _left_out(self, cycles, home):
        """Return those of `cycles` (of one `home`, or None) that are left out, counted: a list of (dict of COLUMNS,
        cell, the cell that the ledger has them in, due day, number)."""
        if home not in self._out:
            rows = self._in_branches(self._rows_left_out(cycles)).values_list(*COLUMNS, "cell", "plain", "due")
            counted = rows.annotate(Count("pk")) if self._not_plain else []
            self._out[home] = [(dict(zip(COLUMNS, row, strict=False)), *row[len(COLUMNS) :]) for row in counted]
        return self._out[home]

    def _rows_left_out(self, cycles):
        """Those of `cycles` that are left out; `plain` is the cell that the ledger has them in."""
        plain = Case(
            When(due__lt=self.scope.on, then=Value(Cell.OPEN_OVERDUE.value)),
            default=Value(Cell.OPEN_IN_TIME.value),
            output_field=CharField(),
        )
        rows = cycles.filter(report__period__in=self.kept, cell__in=LEFT_OUT, counted_done_on=None)
        return rows.filter(assignment__in=self._not_plain).annotate(plain=plain).order_by()

    @cached_property
    def _not_plain(self):
        """Ids of work whose cycles may be left out: at rest, ended, or given a deadline in the place of its cycles."""
        of_plan = Assignment.objects.filter(task__plan=self.scope.plan).order_by()
        at_rest = of_plan.filter(Q(suspended_on__isnull=False) | Q(ended_on__isnull=False))
        changed = AssignmentEvent.objects.filter(move=AssignmentMove.CHANGE, changes__has_key="cadence").order_by()
        one_off_now = of_plan.filter(cadence="", pk__in=changed.values("assignment"))
        return list(at_rest.values_list("pk", flat=True).union(one_off_now.values_list("pk", flat=True)))

    def _moved(self, cycles, keys):
        """Put what is counted in the branch that a unit reported in then to where the unit reports now."""
        rows = cycles.filter(report__period__in=self.kept, report__unit__in=self._movers)
        rows = rows.exclude(branch_id=F("named_unit_id")).order_by()
        for unit, *key, cell, number in rows.values_list("named_unit_id", *keys, "cell").annotate(Count("pk")):
            yield *key, cell, -number
            now = (unit if name == "branch_id" else value for name, value in zip(keys, key, strict=True))
            yield *now, cell, number

    @cached_property
    def _movers(self):
        """Ids of units that reported to different units in the course of the plan."""
        found = []
        for places in (Participation.objects.all(), Participation.history.all()):
            ends = places.filter(plan=self.scope.plan, reports_to__isnull=False).order_by().values("unit_id")
            ends = ends.annotate(low=Min("reports_to_id"), high=Max("reports_to_id")).filter(low__lt=F("high"))
            found.append(ends.values_list("unit_id", flat=True))
        return list(found[0].union(found[1]))
