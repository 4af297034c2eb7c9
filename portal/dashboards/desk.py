"""What there is to do today for whoever judges, urges and decides: numbers, each with its list."""

from functools import cached_property

from common.clock import today
from figures.cells import Cell
from figures.reports import Standing
from figures.silence import silent_number
from figures.waiting import Age, declined_number, waiting_figures
from portal.dashboards.board import Board
from portal.dashboards.followed import Followed
from portal.dashboards.late import LatenessTable
from portal.dashboards.selection import Linked

FINDINGS = {
    "owed": "Chưa khắc phục",
    "overdue": "trong đó quá hạn",
    "reported": "Đã báo cáo khắc phục, chờ xem xét",
}
DIRECTIONS = {"owed": "Chờ trả lời", "overdue": "trong đó quá hạn", "answered": "Đã trả lời, chờ xem xét"}
URGINGS = {"all": "Chưa trả lời, việc chưa xong", "late": "trong đó quá hạn trả lời"}
NONE = Linked(0)


class Desk:
    """What waits in a Selection; each part is counted when the page asks for it, once."""

    def __init__(self, selection):
        self.selection = selection
        self.scope = selection.scope
        self.board = Board(selection)
        self.late = LatenessTable(self.board)

    @property
    def is_today(self):
        """Whether the day is today: what is followed up has a list of how it stands now, and none of another day."""
        return self.scope.on == today()

    @cached_property
    def waiting(self):
        return waiting_figures(self.scope)

    @property
    def waiting_total(self):
        return self.selection.linked("dashboard-waiting-list", self.waiting.total)

    @property
    def waiting_ages(self):
        """[(words of the age, Linked)]."""
        return [
            (age.label, self.selection.linked("dashboard-waiting-list", self.waiting.number(age), tuoi=age.value))
            for age in Age
        ]

    @property
    def overdue_duties(self):
        """[(words of the length, Linked)] of work that is overdue, the same as on the dashboard."""
        return self._lengths(Cell.OPEN_OVERDUE)

    @property
    def overdue_reports(self):
        silent = self.selection.linked("dashboard-silent-list", silent_number(self.scope))
        return [*self._lengths(Standing.MISSING), ("Đơn vị chưa gửi lần nào", silent)]

    @property
    def to_decide(self):
        declined = self.selection.linked("dashboard-declined-list", declined_number(self.scope))
        extensions = self.board.extended["waiting"] or NONE
        return [("Đề nghị gia hạn", extensions), ("Việc đơn vị từ chối", declined)]

    @property
    def followed(self):
        """[(heading, [(words, Linked)])] of urgings, findings and directions."""
        followed = Followed(self.selection)
        told = [
            ("Đôn đốc", URGINGS, self.board.urged),
            ("Kiến nghị sau kiểm tra", FINDINGS, followed.findings),
            ("Ý kiến chỉ đạo", DIRECTIONS, followed.directions),
        ]
        return [(heading, [_line(name, names, numbers) for name in names]) for heading, names, numbers in told]

    @property
    def groups(self):
        """[(heading, [(words, Linked)])] of the whole page, as it is taken away."""
        told = [
            ("Báo cáo chờ xem xét", [("Tất cả", self.waiting_total), *self.waiting_ages]),
            ("Việc chưa hoàn thành, quá hạn", self.overdue_duties),
            ("Báo cáo chưa gửi, đã quá hạn", self.overdue_reports),
            ("Chờ quyết định", self.to_decide),
        ]
        return told + self.followed if self.is_today else told

    def _lengths(self, kind):
        return list(zip([length.label for length in self.late.lengths], self.late.of(kind), strict=True))


def _line(name, names, numbers):
    number = numbers.get(name) or NONE
    late = name in {"overdue", "late"} and number.url
    return names[name], Linked(number.count, number.url, "late" if late else "")
