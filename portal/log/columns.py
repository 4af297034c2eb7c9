"""The columns of the progress log: what it is sorted by, and what its workbook holds."""

from dataclasses import dataclass

from portal.lists import Column
from progress.models import LogEntry
from progress.permissions.log import can_correct_entry
from progress.permissions.removals import can_remove_text


@dataclass(frozen=True)
class Row:
    """An entry of the list, and what the reader may do about it."""

    entry: LogEntry
    is_corrected: bool
    may_correct: bool
    may_remove: bool


def read_rows(entries, membership):
    return [_row(entry, membership) for entry in entries]


def _row(entry, membership):
    corrected = getattr(entry, "correction", None) is not None
    may_remove = can_remove_text(membership, entry.assignment.task.plan_id)
    return Row(entry, corrected, not corrected and can_correct_entry(membership, entry), may_remove)


def _note(row):
    if row.is_corrected:
        return "đã đính chính"
    return "dòng đính chính" if row.entry.corrects_id else None


def _evidence(row):
    return "\n".join(str(one) for one in row.entry.evidence.all()) or None


COLUMNS = [
    Column("Ngày", lambda row: row.entry.happened_on, key="ngay", order=("happened_on",), width=12),
    Column(
        "Đơn vị",
        lambda row: str(row.entry.assignment.unit),
        key="don-vi",
        order=("assignment__unit__order", "assignment__unit_id"),
        width=28,
    ),
    Column(
        "Nhiệm vụ",
        lambda row: str(row.entry.assignment.task),
        key="viec",
        order=(
            "assignment__task__plan_id",
            "assignment__task__group__number",
            "assignment__task__clause__number",
            "assignment__task__position",
        ),
        width=40,
    ),
    Column("Nội dung", lambda row: row.entry.text, width=60),
    Column("Tỷ lệ hoàn thành (%)", lambda row: row.entry.percent, key="ty-le", order=("percent",), width=12),
    Column("Minh chứng", _evidence, width=36),
    Column("Người ghi", lambda row: str(row.entry.by), key="nguoi", order=("by__sort_key",), width=24),
    Column("Của đơn vị", lambda row: str(row.entry.for_unit), width=28),
    Column("Ghi lúc", lambda row: row.entry.at, key="luc", order=("at",), width=18),
    Column("Ghi chú", _note, width=18),
]
