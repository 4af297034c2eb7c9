"""What changed between two days, explained: the formula, the two days, and each duty or report with its state before
and after."""

from dataclasses import dataclass, replace
from functools import cached_property

from figures.changes import (
    DUTY_CHANGES,
    REPORT_CHANGES,
    duty_changes,
    list_changed_duties,
    list_changed_reports,
    read_changed_duties,
    read_changed_reports,
    report_changes,
)
from portal.dashboards.columns import DUTY_COLUMNS, REPORT_COLUMNS
from portal.dashboards.explained import DUTY_TONES, REPORT_TONES, Explained
from portal.dashboards.selection import Selection
from portal.lists import Column


@dataclass
class ExplainedChanges(Explained):
    """A number of changes; the two kinds say what is counted, listed and read."""

    selection: Selection
    numbers = {}
    nothing, nothing_why = "Không có thay đổi nào", "Giữa hai ngày đang so sánh, con số này bằng 0."
    narrowed_label = "So sánh"

    def __post_init__(self):
        asked = self.selection.form.cleaned_data
        self.number = self.numbers[asked["o"]]
        self.now = self.selection.scope
        self.then = replace(self.now, on=asked["so_voi"])

    @property
    def back_url(self):
        """The dashboard; that of the closing when what changed since then was looked at."""
        period = self.selection.period
        since_closing = period is not None and period.closes_on == self.then.on
        return self.selection.usual_day_url if since_closing else self.selection.dashboard_url

    @property
    def narrowed(self):
        return f"cuối ngày {self.then.on:%d/%m/%Y} với cuối ngày {self.now.on:%d/%m/%Y}"


class ExplainedDutyChanges(ExplainedChanges):
    numbers, noun = DUTY_CHANGES, "việc"
    left_out_words = "Việc có cùng tình trạng ở cả hai ngày, dù số ngày quá hạn tăng thêm; phần việc phối hợp."

    @cached_property
    def count(self):
        return duty_changes(self.then, self.now).number(self.number.name)

    @property
    def rows(self):
        return list_changed_duties(self.then, self.now, self.number.name)

    def rows_up_to(self, last):
        return list_changed_duties(self.then, self.now, self.number.name, last)

    def read(self, rows):
        return [
            (row.duty, DUTY_TONES[row.after] if row.after else "neutral", row)
            for row in read_changed_duties(self.now, rows)
        ]


class ExplainedReportChanges(ExplainedChanges):
    numbers, noun = REPORT_CHANGES, "báo cáo"
    left_out_words = "Báo cáo có cùng tình trạng ở cả hai ngày; báo cáo đột xuất, chuyên đề và các kỳ chưa mở."

    @cached_property
    def count(self):
        return report_changes(self.then, self.now).number(self.number.name)

    @property
    def rows(self):
        return list_changed_reports(self.then, self.now, self.number.name)

    def read(self, rows):
        return [(row.row, REPORT_TONES[row.row.standing], row) for row in read_changed_reports(self.now, rows)]


def _duty_before(row):
    return str(row[2].before.label) if row[2].before else "chưa có trong phép đếm"


def _duty_after(row):
    return str(row[2].after.label) if row[2].after else "không còn trong phạm vi đếm"


def _report_words(standing, confirmed):
    words = str(standing.label) if standing else "chưa có báo cáo"
    return f"{words}, đã xác nhận" if confirmed else words


DUTY_CHANGE_COLUMNS = [
    *DUTY_COLUMNS[:-1],
    Column("Cuối ngày trước", _duty_before, width=30),
    Column("Cuối ngày sau", _duty_after, mark=lambda row: (row[1], ""), width=30),
]
REPORT_CHANGE_COLUMNS = [
    *REPORT_COLUMNS[:5],
    Column("Cuối ngày trước", lambda row: _report_words(row[2].before, row[2].was_confirmed), width=30),
    Column(
        "Cuối ngày sau",
        lambda row: _report_words(row[0].standing, row[0].report.confirmed),
        mark=lambda row: (row[1], ""),
        width=30,
    ),
]
