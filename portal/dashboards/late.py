"""How long what is late is late, as a table and a chart; each number opens its list, narrowed to the length."""

from dataclasses import dataclass
from functools import cached_property

from figures.cells import Cell
from figures.lengths import Length
from figures.reports import Standing
from portal import charts
from portal.dashboards.selection import Linked

DUTIES, REPORTS = "duty-list", "dashboard-report-list"
# What is late: its words, the page of its list, and the tone; red is for what is still owed.
ROWS = {
    Cell.OPEN_OVERDUE: ("Việc chưa hoàn thành, quá hạn", DUTIES, "late"),
    Cell.DONE_LATE: ("Việc đã hoàn thành quá hạn", DUTIES, "warn"),
    Standing.MISSING: ("Báo cáo chưa gửi, đã quá hạn", REPORTS, "late"),
    Standing.LATE: ("Báo cáo gửi quá hạn", REPORTS, "warn"),
}


# Of each Length, the tone of its piece of a bar.
PARTS = [
    charts.Part(Length.SHORT.label, "warn"),
    charts.Part(Length.MIDDLE.label, "late"),
    charts.Part(Length.LONG.label, "late"),
]


@dataclass(frozen=True)
class LateRow:
    words: str
    numbers: list
    total: Linked


class LatenessTable:
    """The lengths of lateness of what a Board shows; counted when the page asks, with what the Board counts."""

    def __init__(self, board):
        self.board, self.selection = board, board.selection

    @property
    def lengths(self):
        return list(Length)

    @cached_property
    def counts(self):
        """{kind: [a number a Length]}, in the order of ROWS."""
        by_page = {DUTIES: self.board.tally.lateness, REPORTS: self.board.report_lateness}
        return {
            kind: [by_page[page].number(length, [kind]) for length in Length] for kind, (_, page, _) in ROWS.items()
        }

    @property
    def is_empty(self):
        return not any(map(sum, self.counts.values()))

    @cached_property
    def rows(self):
        return [
            LateRow(ROWS[kind][0], self.of(kind), self._linked(kind, sum(numbers)))
            for kind, numbers in self.counts.items()
        ]

    @property
    def chart(self):
        title = f"Quá hạn bao lâu, tính đến hết ngày {self.selection.scope.on:%d/%m/%Y}"
        bars = [self._bar(row, numbers) for row, numbers in zip(self.rows, self.counts.values(), strict=True)]
        return charts.bar_chart("quahan", title, "Các số của biểu đồ có trong bảng bên cạnh.", PARTS, bars)

    def of(self, kind):
        """Return the Linked numbers of one kind, a number a Length, for pages that show a single row."""
        return [self._linked(kind, number, length) for length, number in zip(Length, self.counts[kind], strict=True)]

    def _bar(self, row, numbers):
        values = [
            charts.Value(number, f"{length.label}: {linked.value}", linked.url)
            for number, length, linked in zip(numbers, Length, row.numbers, strict=True)
        ]
        return charts.Row(row.words, values, row.total.value)

    def _linked(self, kind, number, length=None):
        _, page, tone = ROWS[kind]
        asked = {"o": kind.value} | ({"muon": length.value} if length else {})
        return self.selection.linked(page, number, tone=tone if tone == "late" else "", **asked)
