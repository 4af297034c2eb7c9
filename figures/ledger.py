"""Cycles of a whole plan, read from the ledger that is kept of them (CycleCount) instead of one by one.

The ledger knows what was done and what was due; whether work was at rest, ended or given a deadline instead, it does
not: such cycles are few, and are put from the cell that the ledger has them in to the one they stand in.
"""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Case, CharField, Count, F, FilteredRelation, Max, Min, Q, Sum, Value, When

from figures.cells import LEFT_OUT, Cell
from figures.lengths import DAYS, case_of_length, length_on, until_now
from progress.models import CycleCount, Period, branch_of
from tasks.enums import AssignmentMove
from tasks.models import Assignment, AssignmentEvent, Participation

# By what cycles are counted: the keys of `Ledger.cells`.
COLUMNS = ("branch_id", "group_id", "clause_id", "task_key", "period_key", "length")


class Ledger:
    """What is kept counted of a scope: what holds now, of a whole plan, in periods with `is_counted`."""

    def __init__(self, scope):
        self.scope = scope
        self._out = {}

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
        rows = self._counts(home).order_by().values_list(*keys, "cell").annotate(Sum("number"))
        yield from (row for row in rows if row[-1])
        for columns, cell, plain, _, number in self._left_out(cycles, home):
            key = [columns[name] for name in keys]
            yield *key, cell, number
            yield *key, plain, -number
        if "branch_id" in keys and self._movers:
            cycles = cycles.annotate(length=length_on(self.scope)) if "length" in keys else cycles
            yield from self._moved(cycles.annotate(branch_id=branch_of("report__")), keys)

    def overdue_by_day(self, cycles):
        """Return a dict due day → Counter of the cycles that are kept and overdue since, by the id of their period."""
        found = defaultdict(Counter)
        late = CycleCount.objects.filter(period__in=self.kept, days_late=None, due_on__lt=self.scope.on)
        for due, period, number in late.order_by().values_list("due_on", "period_id").annotate(Sum("number")):
            found[due][period] += number
        for columns, _, plain, due, number in self._left_out(cycles, None):
            if plain == Cell.OPEN_OVERDUE:
                found[due][columns["period_key"]] -= number
        return found

    def in_branches(self, one_off):
        """Return one-off work with the unit that shares the row of a matrix with its own, as cycles are kept by it."""
        plan, place = self.scope.plan, "unit__participations"
        live = Q(**{f"{place}__plan": plan, f"{place}__valid_to": None})
        below = Q(place__reports_to__isnull=False) & ~Q(place__reports_to__in=[plan.owner_id, plan.standing_office_id])
        branch = Case(When(below, then=F("place__reports_to_id")), default=F("unit_id"))
        return one_off.alias(place=FilteredRelation(place, condition=live)).annotate(branch_id=branch)

    def _counts(self, home):
        """The entries with the columns that cycles have, each with its `cell`."""
        counts = CycleCount.objects.filter(period__in=self.kept).annotate(
            group_id=F("task__group_id"),
            clause_id=F("task__clause_id"),
            task_key=F("task_id"),
            period_key=F("period_id"),
            cell=Case(
                When(days_late=0, then=Value(Cell.DONE_ON_TIME.value)),
                When(days_late__gt=0, then=Value(Cell.DONE_LATE.value)),
                default=self._plain("due_on"),
                output_field=CharField(),
            ),
            length=case_of_length(self._is_late),
        )
        return counts.filter(group_id=home.group_id, clause_id=home.clause_id) if home else counts

    def _plain(self, due):
        """The cell that what is not done would stand in by its due day alone."""
        overdue = When(**{f"{due}__lt": self.scope.on}, then=Value(Cell.OPEN_OVERDUE.value))
        return Case(overdue, default=Value(Cell.OPEN_IN_TIME.value), output_field=CharField())

    def _is_late(self, length):
        first, last = DAYS[length]
        done_late = Q(days_late__gte=first) & (Q(days_late__lte=last) if last else Q())
        return done_late | Q(days_late=None) & until_now(self.scope, length, "due_on")

    def _left_out(self, cycles, home):
        """Return those of `cycles` (of one `home`, or None) that are left out, counted: a list of (dict of COLUMNS,
        cell, the cell that the ledger has them in, due day, number)."""
        if home not in self._out:
            self._out[home] = self._count_left_out(cycles) if self._not_plain else []
        return self._out[home]

    def _count_left_out(self, cycles):
        rows = cycles.filter(report__period__in=self.kept, cell__in=LEFT_OUT, counted_done_on=None)
        rows = rows.filter(assignment__in=self._not_plain).order_by()
        rows = rows.annotate(branch_id=branch_of("report__"), plain=self._plain("due"), length=length_on(self.scope))
        counted = rows.values_list(*COLUMNS, "cell", "plain", "due").annotate(Count("pk"))
        return [(dict(zip(COLUMNS, row, strict=False)), *row[len(COLUMNS) :]) for row in counted]

    @property
    def _not_plain(self):
        """Ids of work whose cycles may be left out: at rest, ended, or given a deadline in the place of its cycles."""
        return self._apart["work"]

    @property
    def _movers(self):
        """Ids of units that reported to different units in the course of the plan."""
        return self._apart["unit"]

    @cached_property
    def _apart(self):
        """{"work": ids, "unit": ids} of those whose cycles do not stand where the ledger has them (1 query)."""
        parts = [rows.values_list(Value("work"), "pk") for rows in self._work_apart()]
        parts += [rows.values_list(Value("unit"), "unit_id") for rows in self._units_apart()]
        found = {"work": [], "unit": []}
        for word, key in parts[0].union(*parts[1:]):
            found[word].append(key)
        return found

    def _work_apart(self):
        of_plan = Assignment.objects.filter(task__plan=self.scope.plan).order_by()
        yield of_plan.filter(Q(suspended_on__isnull=False) | Q(ended_on__isnull=False))
        changed = AssignmentEvent.objects.filter(move=AssignmentMove.CHANGE, changes__has_key="cadence").order_by()
        yield of_plan.filter(cadence="", pk__in=changed.values("assignment"))

    def _units_apart(self):
        for places in (Participation.objects.all(), Participation.history.all()):
            ends = places.filter(plan=self.scope.plan, reports_to__isnull=False).order_by().values("unit_id")
            yield ends.annotate(low=Min("reports_to_id"), high=Max("reports_to_id")).filter(low__lt=F("high"))

    def _moved(self, cycles, keys):
        """Put what is counted in the branch that a unit reported in then to where the unit reports now."""
        rows = cycles.filter(report__period__in=self.kept, report__unit__in=self._movers)
        rows = rows.exclude(branch_id=F("named_unit_id")).order_by()
        for unit, *key, cell, number in rows.values_list("named_unit_id", *keys, "cell").annotate(Count("pk")):
            yield *key, cell, -number
            now = (unit if name == "branch_id" else value for name, value in zip(keys, key, strict=True))
            yield *now, cell, number
