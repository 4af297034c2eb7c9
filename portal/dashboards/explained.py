"""A number explained: its formula in words, n/m with the denominator, what was left out and why, and its rows."""

from dataclasses import dataclass
from functools import cached_property

from figures.cells import CAME_DUE, CAME_DUE_WORDS, DATED_WORDS, NUMBERS, Cell
from figures.duties import Home, Tally, TaskTally, TwoByTwo, list_duties, read_duties
from figures.lateness import duty_lateness, late_duties, late_reports
from figures.lengths import Length
from figures.overdue import list_first_due
from figures.reports import REPORT_NUMBERS, list_reports, read_reports, report_figures
from figures.words import Rate, whole
from portal.dashboards.selection import Selection
from portal.ticks import tick_of_duty, tick_of_report

DUTY_TONES = {
    Cell.DONE_ON_TIME: "good",
    Cell.DONE_LATE: "warn",
    Cell.OPEN_IN_TIME: "info",
    Cell.OPEN_OVERDUE: "late",
    Cell.NO_DEADLINE: "neutral",
    Cell.SUSPENDED: "neutral",
    Cell.ENDED: "neutral",
}
REPORT_TONES = {"on_time": "good", "late": "warn", "not_due": "info", "missing": "late"}


class Explained:
    """What the page of every list behind a number says; each kind of list says its own."""

    noun = left_out_words = ""
    narrowed = narrowed_label = ""
    rate = part = None
    nothing, nothing_why, icon = "", "Với các điều kiện đang chọn, con số này bằng 0.", "list-check"
    back_label = "Trở về Tổng quan"
    # Whether its rows stand in the room of oversight: requests for more time.
    reads_steps = False

    @property
    def scope(self):
        return self.selection.scope

    @property
    def counted_by(self):
        """What tells this number from others where its rows are remembered (figures/memory.py)."""
        asked = sorted(self.selection.form.cleaned_data.items())
        return type(self).__name__, self.scope.counted_by, asked

    def rows_up_to(self, last):
        """The rows in their usual order, at least as far as the one numbered `last`."""
        return self.rows

    @property
    def words(self):
        return self.number.words

    @property
    def label(self):
        """How the table is called."""
        return self.words

    @property
    def title(self):
        return f"{self.words}: {whole(self.count)} {self.noun}"

    @property
    def back_url(self):
        return self.selection.dashboard_url


class Narrowed(Explained):
    """A number of which only what is late by one length was asked for; without a length, the number itself."""

    @cached_property
    def length(self):
        asked = self.selection.form.cleaned_data["muon"]
        return Length(asked) if asked else None

    @property
    def words(self):
        if not self.length:
            return self.number.words
        late = "" if self.number.words.endswith("quá hạn") else ", quá hạn"
        return f"{self.number.words}{late} {self.length.label}"

    narrowed_label = "Độ dài quá hạn"

    @property
    def narrowed(self):
        """The length in words, "" when every length is meant."""
        if not self.length:
            return ""
        return f"chỉ những {self.noun} quá hạn {self.length.label}; số ngày tính từ thời hạn đến {self.until}"

    @property
    def share(self):
        """Those of the length over all of the number."""
        words = f"{self.noun} “{self.number.words[0].lower()}{self.number.words[1:]}”"
        return Rate(self.count, self.figures.number(self.number.name), words)


@dataclass
class ExplainedDuties(Narrowed):
    selection: Selection
    noun, nothing, label = "việc", "Không có việc nào", "Danh sách việc"
    until = "ngày làm xong, hoặc đến ngày tính khi chưa xong"

    def __post_init__(self):
        self.asked = self.selection.form.cleaned_data
        self.number = NUMBERS[self.asked["o"]]

    @cached_property
    def part(self):
        """The task, the group or the clause asked for, or None."""
        plan = self.selection.plan
        if self.asked["viec"]:
            return self.task
        if self.asked["nhom"]:
            return plan.groups.filter(number=self.asked["nhom"]).first()
        return plan.clauses.filter(number=self.asked["muc"]).first() if self.asked["muc"] else None

    @cached_property
    def task(self):
        """The Task asked for, or None."""
        return self.selection.plan.tasks.filter(pk=self.asked["viec"]).first() if self.asked["viec"] else None

    @cached_property
    def home(self):
        """The Home asked for, or None for all; a number that names no group, clause or task finds nothing."""
        if self.asked["viec"]:
            return Home(self.task.group_id, self.task.clause_id) if self.task else Home(0, None)
        if not (self.asked["nhom"] or self.asked["muc"]):
            return None
        key = self.part.pk if self.part else 0
        return Home(key, None) if self.asked["nhom"] else Home(None, key)

    @cached_property
    def figures(self):
        if self.asked["viec"]:
            return TaskTally(self.scope, self.home).by_column().get(self.asked["viec"], TwoByTwo())
        tally = Tally(self.scope)
        return tally.by_home().get(self.home, TwoByTwo()) if self.home else tally.total()

    @cached_property
    def count(self):
        if self.length and self.asked["viec"]:
            return self.rows.count()
        if self.length:
            return duty_lateness(self.scope, home=self.home).number(self.length, self.number.cells)
        return self.figures.number(self.number.name)

    @property
    def rate_words(self):
        return "Hoàn thành trên đã đến hạn" if self.number.name == "came_due" else "Tỷ lệ"

    @property
    def left_out_words(self):
        out = self.figures
        return (
            f"{whole(out.left_out)} việc chưa hoàn thành: {whole(out.suspended)} đang tạm dừng, "
            f"{whole(out.ended)} đã thôi thực hiện, đã chuyển đơn vị khác hoặc không còn định kỳ. "
            "Phần việc phối hợp và báo cáo đột xuất không tính."
        )

    @property
    def rate(self):
        """The number over its denominator, or the headline rate; None for what stands outside every rate."""
        if self.length:
            return self.share
        if self.number.name == "came_due":
            return self.figures.rate
        cells = set(self.number.cells)
        if cells <= set(CAME_DUE):
            return Rate(self.count, self.figures.came_due, CAME_DUE_WORDS)
        dated = cells.isdisjoint({Cell.NO_DEADLINE, Cell.SUSPENDED, Cell.ENDED})
        return Rate(self.count, self.figures.dated, DATED_WORDS) if dated and self.number.name != "dated" else None

    @property
    def rows(self):
        where = late_duties(self.scope, self.length) if self.length else None
        return list_duties(self.scope, self.number.name, home=self.home, task=self.asked["viec"], where=where)

    def rows_up_to(self, last):
        narrowed = self.length or self.home
        return self.rows if narrowed else list_first_due(self.scope, self.number.name, last)

    def read(self, rows):
        return [(duty, DUTY_TONES[duty.cell]) for duty in read_duties(self.scope, rows)]

    def tick(self, membership, row):
        duty, _ = row
        return tick_of_duty(membership, self.selection.plan, duty) if duty.cell == Cell.OPEN_OVERDUE else None


@dataclass
class ExplainedReports(Narrowed):
    selection: Selection
    noun, nothing, label, icon = "báo cáo", "Không có báo cáo nào", "Danh sách báo cáo", "file-earmark-text"
    left_out_words = "Báo cáo đột xuất, chuyên đề và các kỳ chưa mở."
    until = "lần gửi đầu tiên không bị rút lại, hoặc đến ngày tính khi chưa gửi"

    def __post_init__(self):
        self.number = REPORT_NUMBERS[self.selection.form.cleaned_data["o"]]

    @cached_property
    def figures(self):
        return report_figures(self.scope)

    @cached_property
    def count(self):
        # Of a number that is not made of standings (confirmed, nil) the rows themselves are counted.
        return self.rows.count() if self.length else self.figures.number(self.number.name)

    @property
    def rate_words(self):
        return "Đã gửi trên phải gửi" if self.number.name == "expected" else "Tỷ lệ"

    @property
    def rate(self):
        """The number over its denominator, the same as beside the number on the dashboard."""
        if self.length:
            return self.share
        if self.number.name == "on_time":
            return self.figures.on_time_rate
        if self.number.name == "expected":
            return self.figures.received_rate
        return Rate(self.count, self.figures.expected, "báo cáo phải gửi")

    @property
    def rows(self):
        rows = list_reports(self.scope, self.number.name)
        return rows.filter(late_reports(self.scope, self.length)) if self.length else rows

    def read(self, rows):
        return [(row, REPORT_TONES[row.standing]) for row in read_reports(self.scope, rows)]

    def tick(self, membership, row):
        return tick_of_report(membership, row[0].report)
