"""How a report is told to its reader: its state (which reads differently inside and outside the unit), who has it now
and what comes next, and its events."""

from dataclasses import dataclass

from progress.enums import ReportMove, ReportState
from progress.permissions.reports import can_read_working_text, last_sent_of


@dataclass(frozen=True)
class StateWord:
    word: str
    tone: str
    icon: str


_S = ReportState
INSIDE = {
    _S.DRAFT: StateWord("nháp", "neutral", "pencil"),
    _S.WAITING: StateWord("chờ lãnh đạo duyệt", "wait", "hourglass-split"),
    _S.SUBMITTED: StateWord("đã gửi", "info", "send"),
    _S.RECEIVED: StateWord("đã tiếp nhận", "info", "inbox-fill"),
    _S.NEEDS_MORE: StateWord("cần bổ sung", "warn", "arrow-repeat"),
    _S.CONFIRMED: StateWord("đã xác nhận", "good", "check-circle-fill"),
}
NOT_SENT = StateWord("chưa gửi", "neutral", "circle")
# What the unit does within itself is not told outside.
INNER_MOVES = {ReportMove.ASK_SIGN_OFF, ReportMove.RECALL, ReportMove.HAND_BACK}

MOVE_MARKS = {
    ReportMove.OPEN: ("neutral", "calendar-event"),
    ReportMove.ASK_SIGN_OFF: ("wait", "hourglass-split"),
    ReportMove.RECALL: ("neutral", "arrow-counterclockwise"),
    ReportMove.HAND_BACK: ("warn", "arrow-return-left"),
    ReportMove.SUBMIT: ("info", "send"),
    ReportMove.WITHDRAW: ("neutral", "arrow-counterclockwise"),
    ReportMove.RECEIVE: ("info", "inbox-fill"),
    ReportMove.ASK_FOR_MORE: ("warn", "arrow-repeat"),
    ReportMove.CONFIRM: ("good", "check-circle-fill"),
    ReportMove.REOPEN: ("warn", "unlock"),
    ReportMove.REGISTER: ("info", "file-earmark-text"),
    ReportMove.EXTEND: ("info", "calendar-plus"),
    ReportMove.MOVE_DUE: ("info", "calendar-event"),
}


def state_word(report, membership):
    """Return the StateWord of the report as this reader may know it."""
    if can_read_working_text(membership, report) or not report.is_writable:
        return INSIDE[report.state]
    return INSIDE[_S.NEEDS_MORE] if report.asked_for_more_at else NOT_SENT


def next_step(report, membership, *, missing=()):
    """Return one sentence: who has the report now, and what he does next."""
    inside = can_read_working_text(membership, report)
    if report.is_writable and not inside:
        what = "đang bổ sung theo đề nghị" if report.asked_for_more_at else "chưa gửi báo cáo này"
        return f"Báo cáo đang ở {report.unit}: đơn vị {what}."
    if report.is_writable and missing and report.state != _S.WAITING:
        return f"Báo cáo đang ở đơn vị, còn {len(missing)} chỗ cần điền trước khi gửi."
    return _sentences(report)[report.state]


def unchanged(report):
    """Return a sentence when a request for more was answered by nothing yet, else "" (1 query while one waits, unless
    `know_last_sent` told the report)."""
    asked = report.asked_for_more_at
    if not asked or (report.saved_at and report.saved_at > asked):
        return ""
    latest = last_sent_of(report)
    if latest is None or latest.is_paper:
        # What was sent is the letter; the unit's own draft never was.
        return ""
    return f"Chưa có gì thay đổi so với lần gửi {latest.number}. Hãy bổ sung theo đề nghị trước khi gửi lại."


def _sentences(report):
    return {
        _S.DRAFT: "Báo cáo đang ở đơn vị, đã đủ nội dung. Tiếp theo: trình lãnh đạo, hoặc lãnh đạo gửi.",
        _S.WAITING: "Báo cáo đang ở lãnh đạo đơn vị, chờ duyệt và gửi.",
        _S.NEEDS_MORE: "Báo cáo đang ở đơn vị. Tiếp theo: sửa theo đề nghị bổ sung rồi gửi lại.",
        _S.SUBMITTED: f"Báo cáo đã tới {report.to_unit}, chờ tiếp nhận.",
        _S.RECEIVED: f"{report.to_unit} đã tiếp nhận và đang xem xét.",
        _S.CONFIRMED: f"{report.to_unit} đã xác nhận. Không còn việc phải làm với báo cáo này.",
    }
