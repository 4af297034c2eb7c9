"""What was extended, explained: the formula, the days gained, what was left out, and the requests behind the number."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from figures.extensions import EXTENSION_NUMBERS, extension_figures, list_extensions
from figures.words import Rate, whole
from portal.dashboards.explained import Explained
from portal.dashboards.selection import Selection
from portal.lists import Column


@dataclass
class ExplainedExtensions(Explained):
    selection: Selection
    noun, nothing, label = "đề nghị", "Không có đề nghị nào", "Danh sách đề nghị gia hạn"
    left_out_words, icon = "Đề nghị đã được đơn vị rút lại.", "calendar-plus"
    reads_steps = True

    def __post_init__(self):
        asked = self.selection.form.cleaned_data
        self.number, self.since = EXTENSION_NUMBERS[asked["o"]], asked["tu"]

    narrowed_label = "Trong những ngày"

    @property
    def narrowed(self):
        return f"chỉ những quyết định từ ngày {self.since:%d/%m/%Y}" if self.since else ""

    @cached_property
    def figures(self):
        return extension_figures(self.scope, since=self.since)

    @property
    def count(self):
        return self.figures.number(self.number.name)

    @property
    def title(self):
        gained = self.number.name == "granted" and self.figures.days
        days = f", thêm {whole(gained)} ngày" if gained else ""
        return f"{super().title}{days}"

    @property
    def rate_words(self):
        return "Tỷ lệ"

    @property
    def rate(self):
        """What was decided over all decisions; how much was asked for late over what was granted."""
        decided = self.figures.granted + self.figures.refused
        return {
            "granted": Rate(self.count, decided, "đề nghị đã có quyết định"),
            "refused": Rate(self.count, decided, "đề nghị đã có quyết định"),
            "granted_late": Rate(self.count, self.figures.granted, "đề nghị được gia hạn"),
        }.get(self.number.name)

    @property
    def rows(self):
        return list_extensions(self.scope, self.number.name, since=self.since)

    def read(self, rows):
        return list(rows)


def _gained(one):
    return (one.granted_then - one.due_on).days if one.granted_then else None


EXTENSION_COLUMNS = [
    Column(
        "Gia hạn cho",
        lambda one: capfirst(one.about) if one.report_id else str(one.assignment.task),
        url=lambda one: one.get_absolute_url(),
        aside=lambda one: one.for_unit,
        width=48,
    ),
    Column("Đơn vị", lambda one: str(one.for_unit), key="don-vi", order=("for_unit__order", "for_unit_id"), width=28),
    Column("Đề nghị ngày", lambda one: one.asked_on, key="han", order=("asked_at",), width=14),
    Column("Thời hạn cũ", lambda one: one.due_on, key="han-cu", order=("due_on",), width=14),
    Column("Đề nghị tới", lambda one: one.wished_on, key="de-nghi-toi", order=("wished_on",), width=14),
    Column("Được gia hạn tới", lambda one: one.granted_then, key="gia-han-toi", order=("granted_then",), width=14),
    Column("Thêm (ngày)", _gained, width=12),
    Column(
        "Lúc đề nghị",
        lambda one: "trong hạn" if one.asked_in_time else "đã quá hạn",
        mark=lambda one: ("neutral" if one.asked_in_time else "late", ""),
        width=20,
    ),
]
