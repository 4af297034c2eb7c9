"""The tables of the dashboard: the 2 × 2, groups and clauses, units × groups, reports; each number with its address."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from common.clock import today
from figures.cells import DATED, Cell
from figures.duties import Tally, TwoByTwo
from figures.extensions import EXTENSION_NUMBERS, extension_figures
from figures.lateness import reports_and_lateness
from figures.memory import OF_ALL, remembered
from figures.overdue import longest_overdue
from figures.reports import REPORT_NUMBERS
from figures.words import NOTHING, whole
from oversight.models import Urging
from portal.dashboards.matrix import grid_of_parts
from portal.dashboards.pages import parts_of
from portal.dashboards.selection import Linked

TONES = {
    Cell.DONE_ON_TIME: "good",
    Cell.DONE_LATE: "warn",
    Cell.OPEN_IN_TIME: "info",
    Cell.OPEN_OVERDUE: "late",
}
COLUMNS = [*DATED, Cell.NO_DEADLINE]


# Of the urging ledger: its filter that lists a number, and the tone in which the number is shown.
LEDGER = {"all": ("cho-tra-loi", ""), "late": ("qua-han", "late")}


@dataclass(frozen=True)
class Bar:
    """One piece of a stacked bar, in hundredths of its width; strings, because attributes know no thousands."""

    x: str
    width: str
    tone: str


@dataclass(frozen=True)
class HomeRow:
    label: str
    title: str
    figures: TwoByTwo
    numbers: list
    bars: list
    rate_url: str


@dataclass(frozen=True)
class ReportLine:
    words: str
    number: Linked
    share: str


class Board:
    """Everything the dashboard shows of a Selection; each part is counted when the page asks for it, once."""

    def __init__(self, selection):
        self.selection = selection
        self.scope = selection.scope

    @cached_property
    def tally(self):
        return Tally(self.scope)

    @cached_property
    def total(self):
        return self.tally.total()

    @cached_property
    def numbers(self):
        """Each number of the 2 × 2 by its name, linked to its list."""
        names = [*(cell.value for cell in COLUMNS), "done", "open", "dated", "came_due", "left_out"]
        return {name: self._linked(self.total.number(name), name) for name in names}

    @cached_property
    def homes(self):
        """[(PlanPart, TwoByTwo)]."""
        figures = self.tally.by_home()
        told = [(part, figures.get(part.home, TwoByTwo())) for part in parts_of(self.selection.plan)]
        # One unit has work in few groups; the others would be rows of nothing.
        return [one for one in told if one[1] != TwoByTwo()] if self.selection.alone else told

    @property
    def home_rows(self):
        return [self._home_row(part, figures) for part, figures in self.homes]

    @cached_property
    def grid(self):
        return grid_of_parts(self.selection, self.tally, [part for part, _ in self.homes])

    @cached_property
    def overdue(self):
        return longest_overdue(self.scope)

    @cached_property
    def _reports(self):
        return reports_and_lateness(self.scope)

    @property
    def reports(self):
        return self._reports[0]

    @property
    def report_lateness(self):
        return self._reports[1]

    @property
    def report_lines(self):
        return [self._report_line(name, number) for name, number in REPORT_NUMBERS.items()]

    @cached_property
    def acceptance_days(self):
        days = self.reports.days_to_acceptance
        return NOTHING if days is None else f"{days:.1f}".replace(".", ",")

    @property
    def rate_url(self):
        return self.selection.url("duty-list", o="came_due")

    def report_url(self, name):
        return self.selection.url("dashboard-report-list", o=name)

    @property
    def received_url(self):
        return self.report_url("received")

    @property
    def on_time_url(self):
        return self.report_url("on_time")

    @property
    def missing(self):
        return self.selection.linked("dashboard-report-list", self.reports.missing, tone="late", o="missing")

    @cached_property
    def urged(self):
        """Urgings not answered yet about work still owed, and those of them past their day, as of today (1 query)."""
        counts = _urgings(self.selection)
        return {name: self._linked_urgings(number, *LEDGER[name]) for name, number in counts.items()}

    @cached_property
    def extended(self):
        """What was granted, how much of it was asked for late, what waits, and the days gained (1 query)."""
        figures = extension_figures(self.scope)
        numbers = {name: figures.number(name) for name in EXTENSION_NUMBERS}
        linked = {
            name: self.selection.linked("dashboard-extension-list", number, o=name) if number else None
            for name, number in numbers.items()
        }
        return linked | {"days": whole(figures.days)}

    def _linked_urgings(self, number, standing, tone):
        asked = self.selection.asked_of_lists | {"tinh_trang": standing}
        url = f"{reverse('portal:urging-list')}?{urlencode(asked)}"
        return Linked(number, url, tone) if number else Linked(number)

    def _linked(self, number, name, **asked):
        tone = "late" if name == Cell.OPEN_OVERDUE else ""
        return self.selection.linked("duty-list", number, tone=tone, o=name, **asked)

    def _home_row(self, part, figures):
        return HomeRow(
            label=part.thing.label,
            title=part.thing.title,
            figures=figures,
            numbers=[self._linked(figures.number(cell.value), cell.value, **part.asked) for cell in COLUMNS],
            bars=bars_of(figures),
            rate_url=self.selection.url("duty-list", o="came_due", **part.asked) if figures.came_due else "",
        )

    def _report_line(self, name, number):
        count, expected = self.reports.number(name), self.reports.expected
        tone = "late" if name == "missing" else ""
        linked = self.selection.linked("dashboard-report-list", count, tone=tone, o=name)
        return ReportLine(number.words, linked, f"{whole(count)}/{whole(expected)}" if expected else NOTHING)


@remembered(rooms=OF_ALL)
def _urgings(selection):
    urgings = selection.within(Urging.objects.visible_to(selection.membership), "plan", "unit")
    return urgings.owed().aggregate(all=Count("pk"), late=Count("pk", filter=Q(answer_by__lt=today())))


def bars_of(figures):
    """Return the pieces of a bar that shows the four cells of the 2 × 2 as shares of all dated duties."""
    bars, done = [], 0
    for cell in DATED:
        start = 100 * done // figures.dated if figures.dated else 0
        done += figures.number(cell.value)
        end = 100 * done // figures.dated if figures.dated else 0
        if end > start:
            bars.append(Bar(str(start), str(end - start), TONES[cell]))
    return bars
