"""What waits, explained and listed: reports to be judged, declined work, units never heard from."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from common.addresses import address_of
from figures.silence import SILENT_FORMULA, silent_number, silent_units
from figures.waiting import (
    DECLINED_FORMULA,
    WAITING_FORMULA,
    Age,
    declined_number,
    list_declined,
    list_waiting,
    waiting_figures,
)
from portal.dashboards.explained import Explained
from portal.dashboards.selection import Selection
from portal.lists import Column


@dataclass(frozen=True)
class Told:
    """A number that has no other name than the page of its list."""

    words: str
    formula: str


@dataclass
class ExplainedWaiting(Explained):
    """Reports that wait to be judged, of one Age if asked."""

    selection: Selection
    number = Told("Báo cáo chờ xem xét", WAITING_FORMULA)
    noun = "báo cáo"
    left_out_words = "Báo cáo đơn vị đang soạn, đã xác nhận, đang chờ đơn vị bổ sung."
    narrowed_label = "Đã chờ"
    nothing, icon = "Không có gì đang chờ", "check2-circle"
    back_label = "Trở về Việc hôm nay"

    @cached_property
    def age(self):
        asked = self.selection.form.cleaned_data.get("tuoi")
        return Age(asked) if asked else None

    @property
    def words(self):
        return f"{self.number.words} {self.age.label}" if self.age else self.number.words

    @property
    def narrowed(self):
        return f"chỉ những báo cáo đã chờ {self.age.label}" if self.age else ""

    @property
    def back_url(self):
        return f"{reverse('portal:dashboard-today')}?{self.selection.query}"

    @property
    def rows(self):
        return list_waiting(self.selection.scope, self.age)

    @cached_property
    def count(self):
        waiting = waiting_figures(self.selection.scope)
        return waiting.number(self.age) if self.age else waiting.total

    def read(self, rows):
        return [(row, self.selection.scope.on) for row in rows]


class ExplainedDeclined(ExplainedWaiting):
    number = Told("Việc bị từ chối, chờ quyết định", DECLINED_FORMULA)
    noun = "việc"
    left_out_words = "Việc đã có quyết định: giữ nguyên, chuyển đơn vị khác hoặc thôi thực hiện."
    age = None

    @property
    def rows(self):
        return list_declined(self.selection.scope)

    @cached_property
    def count(self):
        return declined_number(self.selection.scope)


class ExplainedSilent(ExplainedWaiting):
    number = Told("Đơn vị chưa gửi báo cáo lần nào", SILENT_FORMULA)
    noun = "đơn vị"
    left_out_words = "Đơn vị chưa có báo cáo nào quá hạn gửi; đơn vị không phải gửi báo cáo."
    age = None

    @property
    def rows(self):
        return silent_units(self.selection.scope)

    @cached_property
    def count(self):
        return silent_number(self.selection.scope)


def who_decides(work):
    """Return the Unit that decides on declined work: the one that passed it down, or the standing office."""
    return work.parent.unit if work.parent_id else work.task.plan.standing_office


WAITING_COLUMNS = [
    Column(
        "Báo cáo",
        lambda row: str(row[0].period),
        url=lambda row: row[0].get_absolute_url(),
        aside=lambda row: row[0].unit,
        width=22,
    ),
    Column("Đơn vị gửi", lambda row: str(row[0].unit), key="don-vi", order=("unit__order", "unit_id"), width=28),
    Column(
        "Nơi phải xem xét",
        lambda row: str(row[0].to_unit),
        key="noi-nhan",
        order=("to_unit__order", "to_unit_id"),
        width=28,
    ),
    Column("Gửi ngày", lambda row: row[0].came_on, key="han", order=("came_on",), width=14),
    Column("Đã chờ (ngày)", lambda row: (row[1] - row[0].came_on).days, width=14),
]
DECLINED_COLUMNS = [
    Column(
        "Nhiệm vụ",
        lambda row: str(row[0].task),
        url=lambda row: row[0].get_absolute_url(),
        aside=lambda row: row[0].unit,
        width=48,
    ),
    Column("Đơn vị từ chối", lambda row: str(row[0].unit), key="don-vi", order=("unit__order", "unit_id"), width=28),
    Column("Lý do", lambda row: row[0].why, width=48),
    Column("Từ chối ngày", lambda row: row[0].declined_on, key="han", order=("declined_on",), width=14),
    Column("Nơi phải quyết định", lambda row: str(who_decides(row[0])), width=28),
]
# Units stand in protocol order and in no other: a list of them by how much they owe would rank them.
SILENT_COLUMNS = [
    Column("Đơn vị", lambda row: str(row[0]), url=lambda row: address_of("portal:unit", row[0].pk), width=40),
    Column("Báo cáo quá hạn chưa gửi", lambda row: row[0].due_reports, width=14),
    Column("Quá hạn từ", lambda row: row[0].first_due, width=14),
    Column("Số ngày", lambda row: (row[1] - row[0].first_due).days, width=12),
]
