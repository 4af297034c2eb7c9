"""The matrix as pages show it: a row a unit with what lies below it, a column a group, a clause, or a task of one."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from common.spreadsheets import Column, Table
from figures.cells import Cell
from figures.duties import Tally, TaskTally, TwoByTwo
from figures.matrix import matrix, worst_of
from figures.words import NOTHING, whole
from tasks.models import Task

# How the worst duty of a cell of the matrix is told: word, tone.
WORDS = {
    Cell.OPEN_OVERDUE: ("quá hạn", "late"),
    Cell.OPEN_IN_TIME: ("trong hạn", "info"),
    Cell.DONE_LATE: ("xong, có việc muộn", "warn"),
    Cell.DONE_ON_TIME: ("xong đúng hạn", "good"),
    Cell.NO_DEADLINE: ("không hạn", "neutral"),
}
# Of each column, what its cells hold in the workbook.
KEPT = [("đã xong", "done"), ("đã đến hạn", "came_due"), ("quá hạn", "open_overdue")]


@dataclass(frozen=True)
class Head:
    """A column: what it counts by, its words, its name in full, how an address names it, where its head leads."""

    key: Any
    words: str
    title: str
    asked: dict = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class CellView:
    ratio: str
    word: str
    tone: str
    url: str


@dataclass(frozen=True)
class RowView:
    unit: str
    below: int
    url: str
    cells: list
    total: CellView


class Grid:
    """A matrix of a Selection: `tally` counted by what `heads` name. `page` is where a row that sums opens its branch,
    with `kept` in its address."""

    def __init__(self, selection, tally, heads, *, page="dashboard", kept=None):
        self.selection, self.tally, self.heads = selection, tally, heads
        self.page, self.kept = page, kept or {}

    @cached_property
    def counted(self):
        """Every MatrixRow of the branch, in protocol order."""
        return matrix(self.tally, [head.key for head in self.heads], parents=self.selection.parents)

    @cached_property
    def rows(self):
        return self.shown(self.counted)

    def shown(self, rows):
        return [self._row(row) for row in rows]

    @property
    def sums(self):
        """A cell for each column, of all rows of all pages."""
        columns = self.tally.by_column()
        return [self._cell(columns.get(head.key, TwoByTwo()), self.kept | head.asked) for head in self.heads]

    @property
    def total(self):
        return self._cell(self.tally.total(), self.kept)

    @property
    def table(self):
        """The whole matrix for a workbook: numbers, not words."""
        named = [(head.words, kept) for head in [*self.heads, Head(None, "Cộng", "")] for kept, _ in KEPT]
        columns = [Column("Đơn vị", 36), *(Column(f"{words}: {kept}", 14) for words, kept in named)]
        return Table("Ma trận", columns, [*map(self._values, self.counted), self._last()])

    def _values(self, row):
        unit = f"{row.unit} (gồm {row.below} đơn vị bên dưới)" if row.below else str(row.unit)
        return [unit, *_numbers([*(cell.figures for cell in row.cells), row.total])]

    def _last(self):
        columns = self.tally.by_column()
        return ["Cộng", *_numbers([*(columns.get(head.key, TwoByTwo()) for head in self.heads), self.tally.total()])]

    def _row(self, row):
        # A row that sums opens the whole branch; without those below, the one unit.
        asked = {"nhanh": row.unit.pk} if row.below else {"don_vi": row.unit.pk}
        cells = [
            self._cell(cell.figures, self.kept | asked | head.asked)
            for cell, head in zip(row.cells, self.heads, strict=True)
        ]
        url = self.selection.url(self.page, **self.kept | asked) if row.below else ""
        return RowView(str(row.unit), row.below, url, cells, self._cell(row.total, self.kept | asked))

    def _cell(self, figures, asked):
        worst = worst_of(figures)
        if worst is None:
            return CellView(NOTHING, "", "", "")
        word, tone = WORDS[worst]
        word = f"{whole(figures.open_overdue)} {word}" if worst == Cell.OPEN_OVERDUE else word
        ratio = figures.rate.fraction if figures.came_due else NOTHING
        # The list is of what the cell shows: of what came due, and before anything did, of what is to come.
        number = next(name for name in ["came_due", "dated", "no_deadline"] if figures.number(name))
        return CellView(ratio, word, tone, self.selection.url("duty-list", o=number, **asked))


def grid_of_parts(selection, tally, parts, **options):
    """Return the Grid of groups and clauses; the head of each opens the Grid of its tasks."""
    heads = [
        Head(
            part.home,
            part.words,
            str(part.thing),
            part.asked,
            selection.url("dashboard-matrix", **part.asked),
        )
        for part in parts
    ]
    return Grid(selection, tally, heads, **options)


def grid_of_tasks(selection, part):
    """Return the Grid of the tasks of one group or clause (3 queries)."""
    tasks = Task.objects.filter(plan=selection.plan, group_id=part.home.group_id, clause_id=part.home.clause_id)
    heads = [
        Head(task.pk, task.code, task.title, {"viec": task.pk}, task.get_absolute_url())
        for task in tasks.order_by("position", "code")
    ]
    tally = TaskTally(selection.scope, part.home)
    return Grid(selection, tally, heads, page="dashboard-matrix", kept=part.asked)


def grid_asked(selection, parts, part):
    """Return the Grid a page of the matrix shows: of the tasks of `part`, or of all parts when it is None."""
    if part:
        return grid_of_tasks(selection, part)
    return grid_of_parts(selection, Tally(selection.scope), parts, page="dashboard-matrix")


def _numbers(figures):
    return [getattr(one, name) for one in figures for _, name in KEPT]
