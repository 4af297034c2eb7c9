"""Cycles of a whole plan, read from the ledger that is kept of them (CycleCount) instead of one by one.

The ledger knows what is done and when it is due; whether work was at rest, ended or given a deadline instead, and what
was otherwise on a day that is over, it does not. Such cycles are few: they are read one by one, and put from the cell
that the ledger has them in to the one they stood in.
"""

import datetime
from collections import Counter, defaultdict
from functools import cached_property, reduce
from operator import or_

from django.db.models import Case, CharField, Count, F, FilteredRelation, Max, Min, Q, Sum, Value, When

from figures.cells import Cell
from figures.keys import is_one_of, written
from figures.lengths import case_of_length, length_of, length_on
from figures.memory import OF_WORK_GIVEN, remembered
from figures.sources import NOWHERE, Cycles, cell_on, counted, of_home, placed
from progress.models import CycleCount, Period, branch_of
from tasks.enums import AssignmentMove
from tasks.models import Assignment, AssignmentEvent, Participation

# By what cycles are counted, besides their length: the keys of `Ledger.cells`.
COLUMNS = ("branch_id", "group_id", "clause_id", "task_key", "period_key")
# Of an entry, and of the cycle it was made of: what says done in time, what says done, and the due day.
ENTRY = Q(days_late=0), Q(days_late__gt=0), "due_on"
CYCLE = Q(counted_done_on__lte=F("report__due_on")), Q(counted_done_on__isnull=False), "report__due_on"
# What changed between two days: the cell before and after (or NOWHERE) and the due day; and the same as the ledger has
# it of what is to be taken from there, NOWHERE when nothing is.
STEP = ("before", "after", "due", "entered_before", "entered", "entered_due")
NOT_ENTERED = {
    "entered_before": Value(NOWHERE, CharField()),
    "entered": Value(NOWHERE, CharField()),
    "entered_due": F("due"),
}


class Ledger:
    """What is kept counted of a scope: of a whole plan, in periods with `is_counted`."""

    def __init__(self, scope):
        self.scope = scope

    @cached_property
    def periods(self):
        """The regular periods of the scope that were opened by its day; none of some units."""
        scope = self.scope
        if scope.units is not None:
            return []
        opened = scope.opened
        if opened is None:
            opened = Period.objects.regular().filter(plan=scope.plan, opened_at__isnull=False)
        return [one for one in opened if one.opened_at < scope.end and scope.period in {None, one}]

    @cached_property
    def kept(self):
        """Ids of the periods that are read from the ledger; none when too much was touched after the day."""
        found = [period.pk for period in self.periods if period.is_counted]
        return found if found and self.scope.past.touched is not None else []

    def left(self, cycles):
        """Return those of `cycles` that are to be read one by one, or None when there are none."""
        if not self.kept:
            return cycles
        others = [period.pk for period in self.periods if not period.is_counted]
        return cycles.filter(report__period__in=others) if others else None

    def cells(self, keys, home):
        """Yield (value of each of `keys`, cell, number) of the cycles that are kept, of one Home if asked; some numbers
        are negative. By "branch_id" they are counted in whatever unit stands in the same row of a matrix."""
        rows = of_home(self._counts, home).order_by().values_list(*keys, "cell").annotate(Sum("number"))
        yield from (row for row in rows if row[-1])
        for columns, cell, _, number in self._corrections:
            if home is None or (columns["group_id"], columns["clause_id"]) == (home.group_id, home.clause_id):
                yield *(columns[name] for name in keys), cell, number
        if "branch_id" in keys and self._movers:
            yield from self._moved(keys, home)

    def by_due_day(self, cells):
        """Return a dict due day → Counter of the cycles that are kept and stand in `cells`, by the period's id."""
        found = defaultdict(Counter)
        kept = self._counts.filter(cell__in=cells).order_by().values_list("due_on", "period_id")
        for due, period, number in kept.annotate(Sum("number")):
            found[due][period] += number
        for columns, cell, due, number in self._corrections:
            if cell in cells:
                found[due][columns["period_key"]] += number
        return found

    def knows(self, then):
        """Whether `changes` since the day of the ledger `then` can be told."""
        return bool(self.kept) and then.scope.past.touched is not None

    def changes(self, then):
        """Yield querysets of STEP and number, of the cycles that are kept. `then` is of the same scope on an earlier
        day."""
        rows = CycleCount.objects.filter(period__in=self.kept).order_by()
        rows = rows.annotate(before=then._cell_of_kept("period__in", ENTRY), after=self._cell(*ENTRY), due=F("due_on"))
        yield rows.annotate(**NOT_ENTERED).values_list(*STEP).annotate(n=Sum("number"))
        # What is apart whatever the day is the same for both: it is asked for once, by the earlier.
        apart = [condition for condition in (then._is_apart(), self._is_touched()) if condition]
        if apart:
            yield self._changes_apart(then, reduce(or_, apart))

    def _changes_apart(self, then, apart):
        rows = placed(Cycles, self.scope).filter(apart, report__period__in=self.kept).order_by()
        rows = rows.annotate(
            **Cycles.terms(then.scope, "_then"),
            before=cell_on(Cycles, then.scope, "_then"),
            after=F("cell"),
            entered_before=then._cell_of_kept("report__period__in", CYCLE),
            entered=self._cell(*CYCLE),
            entered_due=F("report__due_on"),
        )
        return rows.values_list(*STEP).annotate(n=Count("*"))

    def in_branches(self, one_off):
        """Return one-off work with the unit that shares the row of a matrix with its own, as cycles are kept by it."""
        plan, place = self.scope.plan, "unit__participations"
        live = Q(**{f"{place}__plan": plan, f"{place}__valid_to": None})
        below = Q(place__reports_to__isnull=False) & ~Q(place__reports_to__in=[plan.owner_id, plan.standing_office_id])
        branch = Case(When(below, then=F("place__reports_to_id")), default=F("unit_id"))
        return one_off.alias(place=FilteredRelation(place, condition=live)).annotate(branch_id=branch)

    @property
    def _counts(self):
        """The entries with the columns that cycles have, each with the `cell` and the `length` it has them in."""
        return CycleCount.objects.filter(period__in=self.kept).annotate(
            group_id=F("task__group_id"),
            clause_id=F("task__clause_id"),
            task_key=F("task_id"),
            period_key=F("period_id"),
            cell=self._cell(*ENTRY),
            length=case_of_length(self._is_late),
        )

    def _cell(self, on_time, late, due):
        """The cell of the ledger for what is done `on_time` or `late` (conditions), or not at all and due on `due`."""
        return Case(
            When(on_time, then=Value(Cell.DONE_ON_TIME.value)),
            When(late, then=Value(Cell.DONE_LATE.value)),
            When(**{f"{due}__lt": self.scope.on}, then=Value(Cell.OPEN_OVERDUE.value)),
            default=Value(Cell.OPEN_IN_TIME.value),
            output_field=CharField(),
        )

    def _cell_of_kept(self, of_periods, entry):
        """The same of what the lookup `of_periods` finds in periods that are kept, NOWHERE of all else."""
        kept = When(**{of_periods: self.kept}, then=self._cell(*entry))
        return Case(kept, default=Value(NOWHERE), output_field=CharField())

    def _is_late(self, days):
        due = self.scope.on - datetime.timedelta(days)
        return Q(days_late__gte=days) | Q(days_late=None, due_on__lte=due)

    @cached_property
    def _corrections(self):
        """What to add to the ledger, or to take away, so that cycles stand where the day has them: a list of (dict of
        COLUMNS, cell, due day, number)."""
        apart = self._is_apart()
        if apart is None:
            return []
        rows = placed(Cycles, self.scope).filter(apart, report__period__in=self.kept).order_by()
        rows = rows.annotate(branch_id=branch_of("report__"), entered=self._cell(*CYCLE))
        found = []
        told = rows.values_list(*COLUMNS, "cell", "due", "finished", "entered", "report__due_on", "counted_done_on")
        for *key, cell, day, done, entered, day_now, done_now, number in told.annotate(number=Count("*")):
            columns = dict(zip(COLUMNS, key, strict=True))
            found.append((columns | {"length": self._length(day_now, done_now)}, entered, day_now, -number))
            if cell != NOWHERE:
                found.append((columns | {"length": self._length(day, done)}, cell, day, number))
        return found

    def _length(self, due, finished):
        return length_of(((finished or self.scope.on) - due).days)

    def _is_apart(self):
        """Condition on cycles: the ledger may have them elsewhere than the day; None when there is none."""
        touched = self._is_touched()
        if not self._not_plain:
            return touched
        not_plain = is_one_of("assignment", written(self._not_plain)) & Q(counted_done_on=None)
        return not_plain | touched if touched else not_plain

    def _is_touched(self):
        """Condition on cycles: something befell them after the day; None while it is not over."""
        if self.scope.is_now:
            return None
        work, reports = self.scope.past.touched
        asked = [is_one_of("assignment", written(work))] if work else []
        asked += [is_one_of("report", written(reports))] if reports else []
        return reduce(or_, asked, Q(added_at__gte=self.scope.end))

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
        return _what_is_apart(self.scope)

    def _moved(self, keys, home):
        """Put what is counted in the branch that a unit reported in then to where the unit reports now."""
        rows = of_home(counted(Cycles, self.scope), home).annotate(branch_id=branch_of("report__"))
        rows = rows.annotate(length=length_on(self.scope)) if "length" in keys else rows
        rows = rows.filter(report__period__in=self.kept, report__unit__in=self._movers)
        rows = rows.exclude(branch_id=F("named_unit_id")).order_by()
        for unit, *key, cell, number in rows.values_list("named_unit_id", *keys, "cell").annotate(Count("pk")):
            yield *key, cell, -number
            now = (unit if name == "branch_id" else value for name, value in zip(keys, key, strict=True))
            yield *now, cell, number


@remembered(rooms=OF_WORK_GIVEN)
def _what_is_apart(scope):
    """{"work": ids, "unit": ids} whose cycles the ledger may have elsewhere, whatever the day (1 query)."""
    parts = [rows.values_list(Value("work"), "pk") for rows in _work_apart(scope.plan)]
    parts += [rows.values_list(Value("unit"), "unit_id") for rows in _units_apart(scope.plan)]
    found = {"work": [], "unit": []}
    for word, key in parts[0].union(*parts[1:]):
        found[word].append(key)
    return found


def _work_apart(plan):
    of_plan = Assignment.objects.filter(task__plan=plan).order_by()
    yield of_plan.filter(Q(suspended_on__isnull=False) | Q(ended_on__isnull=False))
    changed = AssignmentEvent.objects.filter(move=AssignmentMove.CHANGE, changes__has_key="cadence").order_by()
    yield of_plan.filter(cadence="", pk__in=changed.values("assignment"))


def _units_apart(plan):
    for places in (Participation.objects.all(), Participation.history.all()):
        ends = places.filter(plan=plan, reports_to__isnull=False).order_by().values("unit_id")
        yield ends.annotate(low=Min("reports_to_id"), high=Max("reports_to_id")).filter(low__lt=F("high"))
