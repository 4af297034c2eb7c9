"""Time words of work, computed from dates and never stored (DOMAIN §2): within time, due soon, overdue, no deadline."""

from dataclasses import dataclass
from enum import StrEnum

from tasks.enums import AssignmentState, Cadence

DUE_SOON_DAYS = 7


class Timing(StrEnum):
    NO_DEADLINE = "no_deadline"
    RECURRING = "recurring"
    WITHIN = "within"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    AT_REST = "at_rest"


@dataclass(frozen=True)
class TimeWord:
    """Where work stands in time: what it is, in words, by how many days, and the tone in which pages show it."""

    timing: Timing
    words: str
    days: int = 0
    tone: str = "neutral"


def timing_of(due_on, *, on, done_on=None):
    """Return the TimeWord of work due on `due_on`, done on `done_on`, as seen on the day `on`."""
    if due_on is None:
        return TimeWord(Timing.NO_DEADLINE, "không hạn")
    if done_on is not None:
        return _done((done_on - due_on).days)
    left = (due_on - on).days
    if left < 0:
        return TimeWord(Timing.OVERDUE, f"quá hạn {-left} ngày", -left, "late")
    if left <= DUE_SOON_DAYS:
        return TimeWord(Timing.SOON, "đến hạn hôm nay" if left == 0 else f"sắp đến hạn, còn {left} ngày", left, "warn")
    return TimeWord(Timing.WITHIN, f"trong hạn, còn {left} ngày", left)


def assignment_timing(assignment, *, on):
    """Return the TimeWord of an assignment: recurring work is due with its reports, ended or resting work never."""
    if assignment.ended_on or assignment.state == AssignmentState.SUSPENDED:
        return TimeWord(Timing.AT_REST, "không tính hạn")
    if assignment.cadence:
        return TimeWord(Timing.RECURRING, Cadence(assignment.cadence).label)
    return timing_of(assignment.due_on, on=on, done_on=assignment.completed_on)


def deadline_words(due_on, cadence):
    """Return the deadline as people say it: a date, a cadence, or that there is none."""
    if due_on:
        return f"hạn {due_on:%d/%m/%Y}"
    return Cadence(cadence).label if cadence else "không hạn"


def _done(days_late):
    if days_late > 0:
        return TimeWord(Timing.DONE_LATE, f"xong, quá hạn {days_late} ngày", days_late, "late")
    return TimeWord(Timing.DONE_ON_TIME, "xong đúng hạn", 0, "good")
