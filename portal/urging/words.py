"""How an urging and each of its subjects stand, in words."""

from dataclasses import dataclass

from tasks.enums import AssignmentState


@dataclass(frozen=True)
class Word:
    word: str
    tone: str


def standing_of(urging, on):
    """Return the Word of an urging read with `with_open_work()`."""
    if urging.answered_at:
        return Word("đã trả lời, việc chưa xong", "info") if urging.work_open else Word("đã trả lời, đã xong", "good")
    if not urging.work_open:
        return Word("việc đã xong", "good")
    if urging.answer_by < on:
        return Word(f"chưa trả lời, quá hạn {(on - urging.answer_by).days} ngày", "late")
    return Word("đã tiếp nhận, chờ trả lời", "wait") if urging.acknowledged_at else Word("chờ tiếp nhận", "neutral")


def fate_of(subject, on):
    """Return the Word of what became of a subject read with `for_page()`."""
    return _fate_of_report(subject, on) if subject.report_id else _fate_of_work(subject.assignment, on)


def _fate_of_report(subject, on):
    if subject.sent_on:
        return Word(f"đã gửi ngày {subject.sent_on:%d/%m/%Y}", "good")
    return _still_owed("chưa gửi", subject.report.due_on, on)


def _fate_of_work(assignment, on):
    if assignment.state == AssignmentState.DONE:
        return Word(f"hoàn thành ngày {assignment.completed_on:%d/%m/%Y}", "good")
    if assignment.state == AssignmentState.REPORTED_DONE:
        return Word("đã báo hoàn thành, chờ xác nhận", "wait")
    if assignment.ended_on or assignment.state == AssignmentState.SUSPENDED:
        return Word(assignment.get_state_display(), "neutral")
    return _still_owed("chưa xong", assignment.due_on, on)


def _still_owed(words, due_on, on):
    if due_on is None or due_on >= on:
        return Word(f"{words}, hạn mới {due_on:%d/%m/%Y}" if due_on else words, "info")
    return Word(f"{words}, quá hạn {(on - due_on).days} ngày", "late")
