"""The columns of the list of reports, on the screen and in the workbook."""

from dataclasses import dataclass

from common import clock
from common.lean import through
from portal.lists import Column
from portal.reports.words import StateWord, state_word
from portal.templatetags.frame import Standing, standing_of
from progress.enums import Medium
from progress.models import Period, Report
from tasks.models import places_of
from units.models import Unit


@dataclass(frozen=True)
class Row:
    report: Report
    state: StateWord
    time: Standing


def read_rows(reports, membership):
    """Return a Row for each report as this reader may know it."""
    return [Row(report, state_word(report, membership), _time(report)) for report in reports]


def _time(report):
    if report.counted_sent_on is None:
        return standing_of(report.due_on, done_on=None, on=clock.today())
    late = (report.counted_sent_on - report.due_on).days
    if late > 0:
        return Standing(f"Gửi quá hạn {late} ngày", "clock-history", "late")
    return Standing("Gửi đúng hạn", "check2", "good")


def _state(row):
    report = row.report
    nil = report.counted_nil and not report.is_writable
    more = ["không phát sinh"] * bool(nil) + ["bản giấy"] * (report.latest_medium == Medium.PAPER)
    return ", ".join([row.state.word, *more])


# What is read of a report for its row; how it was sent comes from its counters, as the figures do.
SHOWN = [
    *("state", "due_on", "asked_for_more_at", "counted_sent_on", "counted_nil"),
    *through(Unit.NAME, "unit", "to_unit"),
    *through(Period.NAME, "period"),
    *("period__plan__kind", "period__plan__symbol"),
]
PLAN = Column("Kế hoạch", lambda row: str(row.report.period.plan), width=22)
COLUMNS = [
    Column(
        "Đơn vị",
        lambda row: str(row.report.unit),
        key="don-vi",
        order=("unit__order", "unit_id"),
        url=lambda row: row.report.get_absolute_url(),
        aside=lambda row: row.report.period,
        width=44,
    ),
    Column("Kỳ", lambda row: str(row.report.period), key="ky", order=("period__covers_to", "period_id"), width=20),
    Column("Nơi nhận", lambda row: str(row.report.to_unit), key="noi-nhan", order=("to_unit__order", "to_unit_id")),
    Column("Hạn gửi", lambda row: row.report.due_on, key="han", order=("due_on",), width=12),
    Column("Gửi lần đầu", lambda row: row.report.counted_sent_on, key="gui", order=("counted_sent_on",), width=12),
    Column("So với hạn", lambda row: row.time.words, mark=lambda row: (row.time.tone, row.time.icon), width=24),
    Column(
        "Tình trạng",
        _state,
        key="tinh-trang",
        order=("rank_told",),
        mark=lambda row: (row.state.tone, row.state.icon),
        width=30,
    ),
]


def columns_for(membership):
    """Return the columns; the plan is named where the post sees more than one."""
    return [*COLUMNS[:2], PLAN, *COLUMNS[2:]] if len(places_of(membership)) > 1 else COLUMNS
