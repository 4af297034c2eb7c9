"""What became of each thing that was urged about, in words."""

from portal.words import Word
from tasks.enums import AssignmentState


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
