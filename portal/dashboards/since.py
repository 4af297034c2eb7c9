"""A closed period: beside its figures, which are those of the day it closed, what has become of them since."""

from dataclasses import dataclass, replace
from functools import cached_property

from common.clock import today
from figures.cells import NUMBERS, Cell
from figures.changes import duty_changes, report_changes
from figures.reports import REPORT_NUMBERS
from figures.words import whole
from portal.dashboards.selection import Linked
from portal.dashboards.trend import Share

DUTIES = [Cell.DONE_ON_TIME, Cell.DONE_LATE, Cell.OPEN_IN_TIME, Cell.OPEN_OVERDUE, "left_out"]
REPORTS = ["received", "on_time", "late", "missing", "confirmed"]
LATE = {Cell.OPEN_OVERDUE, "missing"}
UNCHANGED = "không đổi"


@dataclass(frozen=True)
class SinceRow:
    words: str
    then: Linked
    now: Linked
    change: str


class SinceClosing:
    """The figures of a Selection whose day is that of its period's closing, and those of today (2 queries)."""

    def __init__(self, selection):
        self.selection = selection
        self.today = today()
        self.now = replace(selection.scope, on=self.today)

    @cached_property
    def duties(self):
        return duty_changes(self.selection.scope, self.now)

    @cached_property
    def reports(self):
        return report_changes(self.selection.scope, self.now)

    @property
    def rows(self):
        before, after = self.duties.before, self.duties.after
        rows = [
            self._row("duty-list", name, NUMBERS[name].words, before.number(name), after.number(name))
            for name in DUTIES
        ]
        return rows + [
            self._row(
                "dashboard-report-list",
                name,
                f"Báo cáo: {_lower(REPORT_NUMBERS[name].words)}",
                self.reports.before(name),
                self.reports.after(name),
            )
            for name in REPORTS
        ]

    @property
    def rates(self):
        """Done over came due, then and now, each with the list of what came due."""
        days = [(self.duties.before, self.selection.scope.on), (self.duties.after, self.today)]
        return [Share(changes.rate, self._url("duty-list", day, o="came_due")) for changes, day in days]

    @property
    def changed_duties(self):
        return self._changes("dashboard-duty-change-list", self.duties.number("changed"))

    @property
    def changed_reports(self):
        return self._changes("dashboard-report-change-list", self.reports.number("changed"))

    @property
    def now_url(self):
        return self._url("dashboard", self.today)

    def _row(self, page, name, words, then, now):
        days = [(then, self.selection.scope.on), (now, self.today)]
        then, now = [self._linked(page, name, number, day) for number, day in days]
        return SinceRow(words, then, now, _change(days[1][0] - days[0][0]))

    def _linked(self, page, name, number, day):
        tone = "late" if name in LATE else ""
        return self.selection.linked(page, number, tone=tone, ngay=f"{day:%d/%m/%Y}", o=name)

    def _changes(self, page, number):
        asked = {"o": "changed", "so_voi": f"{self.selection.scope.on:%d/%m/%Y}"}
        return self.selection.linked(page, number, ngay=f"{self.today:%d/%m/%Y}", **asked)

    def _url(self, page, day, **asked):
        return self.selection.url(page, ngay=f"{day:%d/%m/%Y}", **asked)


def _change(number):
    if not number:
        return UNCHANGED
    return f"tăng {whole(number)}" if number > 0 else f"giảm {whole(-number)}"


def _lower(words):
    return words[0].lower() + words[1:]
