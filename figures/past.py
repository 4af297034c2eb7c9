"""The past of a scope: what its columns said at the end of its day, at the price of what was done since.

After most days that are asked for little was done, to few rows. They are asked for once and read back once, and the few
values that differ from what the rows say now stand in the query of a figure; all other rows are taken as they are now.
Where they are more, the query itself reads back those it names; where they are too many to be named, it looks for what
was touched row by row. While the day is not over, nothing is.
"""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from django.db import connection
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast

from figures import history
from figures.history import LINE, REPORT, SENT, TABLES, WORK
from figures.keys import is_one_of, written
from figures.memory import remembered
from progress.enums import ReportMove
from tasks.enums import AssignmentMove

# So many rows are named in a query one by one; it names them some ten times. Where a query may have parameters without
# limit, it may name many.
FEW, MANY = 200, 10_000
# Of so many reports the lines, which are many times as many, are read back beforehand.
LINES = 1000
# So many moves after the day are looked at; past that, the rows they touched are too many.
MOVES = 2 * MANY

_FIELDS = {name: table.field(name) for table in TABLES for name in table.columns}


class Past:
    """What happened after the day of a Scope to what it counts (1 query, 2 when anything did)."""

    def __init__(self, scope):
        self.scope = scope

    def narrowed(self, periods):
        """Return the same of the reports of `periods` alone; nothing of it is remembered."""
        found, kept = Past(replace(self.scope, version=None)), {None, *(period.pk for period in periods)}
        if not self.scope.is_now:
            found._moves = self._moves and [move for move in self._moves if move[-1] in kept]
        return found

    @property
    def counted_by(self):
        return self.scope.counted_by

    def work(self, name, prefix=""):
        """Return what the column `name` of WORK said, for rows whose lookups `prefix` leads to an assignment."""
        return self._column(WORK, name, prefix)

    def report(self, name, prefix=""):
        """Return what the column `name` of REPORT said, for rows whose lookups `prefix` leads to a report."""
        return self._column(REPORT, name, prefix)

    def line(self, name):
        """Return what the column `name` of LINE said."""
        return self._column(LINE, name, "")

    def given_later(self, prefix=""):
        """Condition: the work was given only after the day, whatever first day it was given with."""
        return self._happened_later(WORK, AssignmentMove.GIVE, history.given_later, prefix)

    def opened_later(self, prefix=""):
        """Condition: the report was made only after the day."""
        return self._happened_later(REPORT, ReportMove.OPEN, history.opened_later, prefix)

    @cached_property
    def touched(self):
        """(ids of work, ids of reports) that were given, made or changed after the day; None when they are too many."""
        if self.scope.is_now:
            return set(), set()
        found = self._keys(WORK, set(AssignmentMove)), self._keys(REPORT, {SENT, *ReportMove})
        return None if None in found else found

    def _column(self, table, name, prefix):
        column, field = table.columns[name], table.field(name)
        now = F(f"{prefix}{column.now}")
        values = {} if self.scope.is_now else self._differing[table][name]
        if values is None:
            return self._read_back_in_query(table, name, prefix, now)
        whens = [When(is_one_of(f"{prefix}pk", keys), then=Value(value, field)) for value, keys in values.items()]
        return Case(*whens, default=now, output_field=field) if whens else now

    def _read_back_in_query(self, table, name, prefix, now):
        column, field = table.columns[name], table.field(name)
        keys = self._touched[table]
        if keys is None:
            return column.then(self.scope, prefix)
        nothing = keys & self._unconfirmed if table is LINE else set()
        named = f"{prefix}{table.moved_by}"
        whens = [(nothing, Value(None)), (keys - nothing, column.read(self.scope, prefix))]
        whens = [When(is_one_of(named, written(found)), then=then) for found, then in whens if found]
        return Case(*whens, default=now, output_field=field)

    def _happened_later(self, table, move, asked_of_each, prefix):
        keys = set() if self.scope.is_now else self._keys(table, {move})
        return asked_of_each(self.scope, prefix) if keys is None else is_one_of(f"{prefix}pk", written(keys))

    @cached_property
    def _moves(self):
        """[(word of a table, id, move after the day, period of the report)], None when they are many."""
        found = _moves_after(self.scope)
        return found if len(found) <= MOVES else None

    def _keys(self, table, moves):
        """The ids that one of `moves` touched after the day, None when they are too many to be named."""
        if self._moves is None:
            return None
        keys = {key for word, key, move, _ in self._moves if word == table.word and move in moves}
        return keys if len(keys) <= self._most else None

    @property
    def _most(self):
        """How many rows a query may name."""
        return FEW if connection.features.max_query_params else MANY

    @cached_property
    def _touched(self):
        """{table: the ids whose moves change it, None when they are too many to be named}."""
        # What was given or made only after the day is not counted: what its columns said does not matter.
        work, reports = set(AssignmentMove) - {AssignmentMove.GIVE}, {SENT, *ReportMove} - {ReportMove.OPEN}
        return {WORK: self._keys(WORK, work), REPORT: self._keys(REPORT, reports), LINE: self._keys(REPORT, {SENT})}

    @cached_property
    def _said(self):
        return _said_of(self)

    @cached_property
    def _differing(self):
        """{table: {column: {value then: ids of rows that say another now}}}, None for what many rows differ in."""
        found = {(table.word, name): defaultdict(list) for table in TABLES for name in table.columns}
        for word, key, *values in self._said:
            for name, was, now in zip(_FIELDS, values[::2], values[1::2], strict=True):
                if was != now:
                    found[word, name][was].append(key)
        return {
            table: {name: self._if_few(table, found[table.word, name]) for name in table.columns} for table in TABLES
        }

    @cached_property
    def _unconfirmed(self):
        """Ids of reports that were touched and of which nothing stood confirmed at the end of the day: none of their
        cycles was done then, whatever was sent. None of them where they are not read back beforehand."""
        took = 2 * [*_FIELDS].index("took")
        return {key for word, key, *values in self._said if word == REPORT.word and values[took] is None}

    def _if_few(self, table, values):
        if not self._is_read_back(table) or sum(map(len, values.values())) > self._most:
            return None
        return {value: written(keys) for value, keys in values.items()}

    def _is_read_back(self, table):
        """Whether the rows of `table` that were touched are read back beforehand."""
        keys = self._touched[table]
        return keys is not None and len(keys) <= (min(LINES, self._most) if table is LINE else self._most)

    def read_back(self):
        """(word of a table, id, what each column said and says) of the rows that were touched, where they are few."""
        found = [(table, keys) for table, keys in self._touched.items() if keys and self._is_read_back(table)]
        parts = [self._then_and_now(table, keys) for table, keys in found]
        return parts[0].union(*parts[1:], all=True) if parts else []

    def _then_and_now(self, table, keys):
        rows = table.model.objects.filter(table.kept, is_one_of(table.moved_by, written(keys))).order_by()
        told = []
        for name, field in _FIELDS.items():
            column, nothing = table.columns.get(name), Cast(Value(None), field)
            told += [column.read(self.scope, ""), F(column.now)] if column else [nothing, nothing]
        return rows.values_list(Value(table.word), "pk", *told)


@remembered
def _moves_after(scope):
    return list(history.moved_later(scope)[: MOVES + 1])


@remembered
def _said_of(past):
    return list(past.read_back())
