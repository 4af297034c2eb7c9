"""The trend as its page shows it: a line a rate, a row a period, and groups × periods; each number with its list."""

from dataclasses import dataclass
from functools import cached_property

from django import forms

from common.spreadsheets import Column, Table
from figures.cells import NUMBERS
from figures.trend import Trend
from figures.words import NOTHING, Rate, whole
from portal.charts import Value, line_chart, percent_of
from portal.dashboards.pages import PartForm
from progress.models.period import ROMAN
from tasks.enums import PeriodKind

# Points closer than a finger is wide cannot be pressed; columns beyond these are read in the workbook.
MOST_POINTS, MOST_COLUMNS = 12, 8
DONE, RECEIVED, ON_TIME = "Hoàn thành trên đã đến hạn", "Báo cáo đã gửi", "Gửi đúng hạn"


class TrendForm(PartForm):
    """All periods are shown: the one that was chosen elsewhere is only carried along."""

    def __init__(self, data, **offered):
        super().__init__(data, **offered)
        self.fields["ky"].widget = forms.HiddenInput()


@dataclass(frozen=True)
class Share:
    """A rate of one period, and the list of what it is a rate of."""

    rate: Rate
    url: str

    @property
    def words(self):
        return str(self.rate)

    @property
    def fraction(self):
        return self.rate.fraction if self.rate.m else ""

    @property
    def value(self):
        words = f"{self.rate}, {self.rate.words}" if self.rate.m else NOTHING
        return Value(percent_of(self.rate), words, self.url)


@dataclass(frozen=True)
class PeriodRow:
    """One period: its name, its short name, and a Share of each rate (None where the page keeps to one part)."""

    name: str
    short: str
    done: Share
    received: Share
    on_time: Share
    overdue: str
    overdue_url: str


@dataclass(frozen=True)
class PartRow:
    words: str
    title: str
    url: str
    shares: list


class TrendView:
    """Of a Selection, as a whole or of one part: everything the page of the trend shows."""

    def __init__(self, selection, parts, part):
        self.selection, self.parts, self.part = selection, parts, part
        self.home = part.home if part else None
        self.trend = Trend(selection.scope)

    @cached_property
    def rows(self):
        return [self._row(row) for row in self.trend.rows(self.home)]

    @property
    def newest_first(self):
        return self.rows[::-1]

    @property
    def chart(self):
        shown = self.rows[-MOST_POINTS:]
        series = {DONE: [row.done.value for row in shown]}
        if not self.part:
            series[RECEIVED] = [row.received.value for row in shown]
            series[ON_TIME] = [row.on_time.value for row in shown]
        first, last = shown[0].name, shown[-1].name
        description = f"Tỷ lệ theo kỳ, từ {first} đến {last}; số liệu từng kỳ ở bảng bên cạnh."
        title = f"Diễn biến {self.part.thing}" if self.part else "Diễn biến của toàn phạm vi"
        return line_chart("dien-bien", title, description, [row.short for row in shown], series)

    @property
    def columns(self):
        """The periods of the table of parts, oldest first."""
        return self.trend.periods[-MOST_COLUMNS:]

    @cached_property
    def part_rows(self):
        return [self._part_row(part) for part in self.parts]

    @property
    def tables(self):
        """What is taken away: a sheet of periods, and one of groups × periods, all of them."""
        heads = ["Kỳ", "Báo cáo phải gửi", "Đã gửi", "Gửi đúng hạn", "Việc đã đến hạn", "Đã hoàn thành", "Quá hạn"]
        yield Table("Theo kỳ", [Column(head, 18) for head in heads], map(_values, self.trend.rows(self.home)))
        named = [(period, kept) for period in self.trend.periods for kept in ("đã xong", "đã đến hạn")]
        columns = [Column("Nhóm, mục", 48), *(Column(f"{period}: {kept}", 14) for period, kept in named)]
        yield Table("Theo nhóm", columns, map(self._part_values, self.parts))

    def _row(self, row):
        ky, reports, late = row.period.pk, row.reports, row.duties.open_overdue
        return PeriodRow(
            name=str(row.period),
            short=short_name(row.period),
            done=self._done(row.period, row.duties, self.part),
            received=Share(reports.received_rate, self.selection.url("dashboard-report-list", ky=ky, o="received")),
            on_time=Share(reports.on_time_rate, self.selection.url("dashboard-report-list", ky=ky, o="on_time")),
            overdue=whole(late),
            overdue_url=self._duties(ky, "open_overdue", self.part) if late else "",
        )

    def _part_row(self, part):
        url = self.selection.url("dashboard-trend", **part.asked)
        shares = [self._done(period, self.trend.duties(period, part.home), part) for period in self.columns]
        return PartRow(part.words, part.thing.title, url, shares)

    def _part_values(self, part):
        figures = [self.trend.duties(period, part.home) for period in self.trend.periods]
        return [str(part.thing), *(number for one in figures for number in (one.done, one.came_due))]

    def _done(self, period, duties, part):
        return Share(duties.rate, self._duties(period.pk, "came_due", part))

    def _duties(self, ky, number, part):
        return self.selection.url("duty-list", ky=ky, o=NUMBERS[number].name, **(part.asked if part else {}))


def short_name(period):
    """Return the name of a period as there is room for it below a chart: "IV/2024"."""
    return {
        PeriodKind.MONTH: f"{period.number}/{period.year}",
        PeriodKind.QUARTER: f"{ROMAN[min(period.number, 4)]}/{period.year}",
        PeriodKind.HALF_YEAR: f"{'đầu' if period.number == 1 else 'cuối'} {period.year}",
    }.get(period.kind, str(period.year))


def _values(row):
    duties, reports = row.duties, row.reports
    sent = [reports.expected, reports.received, reports.on_time]
    return [str(row.period), *sent, duties.came_due, duties.done, duties.open_overdue]
