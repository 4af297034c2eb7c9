"""The columns of the lists of inspections and of findings, on the screen and in the workbook."""

from common import clock
from portal.findings import finding_word
from portal.inspections.words import inspection_word
from portal.lists import Column


def _days(one):
    if one.starts_on == one.ends_on:
        return f"{one.starts_on:%d/%m/%Y}"
    return f"{one.starts_on:%d/%m/%Y} – {one.ends_on:%d/%m/%Y}"


def _units(one):
    return "; ".join(str(row.unit) for row in one.inspected.all())


def _decision(one):
    return f"{one.decision_number} ngày {one.decision_on:%d/%m/%Y}" if one.decision_number else None


def _word(finding):
    return finding_word(finding, clock.today())


SUBJECT = Column("Nội dung", str, key="noi-dung", order=("subject",), url=lambda one: one.get_absolute_url(), width=48)
DAYS = Column("Thời gian", _days, key="thoi-gian", order=("starts_on", "ends_on"), width=26)
UNITS = Column("Đơn vị được kiểm tra", _units, width=44)
STATE = Column(
    "Tình trạng", lambda one: inspection_word(one).word, mark=lambda one: (inspection_word(one).tone, ""), width=22
)
FOR_UNIT = Column("Đơn vị kiểm tra", lambda one: str(one.for_unit), width=28)
INSPECTIONS = [SUBJECT, DAYS, UNITS, FOR_UNIT, STATE]
INSPECTION_BOOK = [
    Column("Hình thức", lambda one: one.get_kind_display().capitalize(), width=14),
    Column("Nội dung", lambda one: one.subject, width=48),
    Column("Từ ngày", lambda one: one.starts_on, width=12),
    Column("Đến ngày", lambda one: one.ends_on, width=12),
    Column("Quyết định", _decision, width=26),
    FOR_UNIT,
    Column("Thành viên đoàn", lambda one: one.team, width=44),
    UNITS,
    STATE,
    Column("Kết luận chung", lambda one: one.conclusion or None, width=60),
]
UNIT = Column("Đơn vị", lambda one: str(one.unit), key="don-vi", order=("unit__order", "unit_id"), width=30)
ADVICE = Column("Kiến nghị", lambda one: one.recommendation, url=lambda one: one.get_absolute_url(), width=60)
DUE = Column("Hạn khắc phục", lambda one: one.due_on, key="han", order=("due_on",), width=14)
STANDING = Column("Tình trạng", lambda one: _word(one).word, mark=lambda one: (_word(one).tone, ""), width=36)
GIVEN = Column("Ngày kiến nghị", lambda one: one.given_on, key="ngay", order=("given_on",), width=14)
FINDINGS = [UNIT, ADVICE, GIVEN, DUE, STANDING]
FINDING_BOOK = [
    UNIT,
    Column("Cuộc kiểm tra", lambda one: str(one.inspection), width=40),
    Column("Đơn vị kiểm tra", lambda one: str(one.inspection.for_unit), width=28),
    Column("Về nhiệm vụ", lambda one: str(one.assignment.task) if one.assignment_id else None, width=40),
    Column("Điều phát hiện", lambda one: one.found, width=60),
    Column("Kiến nghị", lambda one: one.recommendation, width=60),
    GIVEN,
    Column("Hạn ban đầu", lambda one: one.due_on_original, width=14),
    DUE,
    STANDING,
    Column("Lời gần nhất", lambda one: one.last_text, width=60),
    Column("Ngày khép lại", lambda one: one.closed_on, width=14),
]
