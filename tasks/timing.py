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
    """Return the TimeWord of an assignment as it stands now; recurring work is due with its reports.

    Work suspended or withdrawn by its due day is not due any more. Stopped later, it stays overdue, as in the figures
    (decision 30), by the days from its due day to the day it stopped; resumed, its days run on as if it had not
    stopped. Work passed on is due in its new hands alone.
    """
    if assignment.stopped_on:
        return _stopped(assignment)
    if assignment.cadence:
        return TimeWord(Timing.RECURRING, Cadence(assignment.cadence).label)
    return timing_of(assignment.due_on, on=on, done_on=assignment.completed_on)


def deadline_words(due_on, cadence):
    """Return the deadline as people say it: a date, a cadence, or that there is none."""
    if due_on:
        return f"hạn {due_on:%d/%m/%Y}"
    return Cadence(cadence).label if cadence else "không hạn"


def _stopped(assignment):
    passed_on = assignment.state == AssignmentState.TRANSFERRED
    if passed_on or assignment.due_on is None or assignment.stopped_on <= assignment.due_on:
        return TimeWord(Timing.AT_REST, "không tính hạn")
    days = (assignment.stopped_on - assignment.due_on).days
    how = AssignmentState.SUSPENDED if assignment.suspended_on else AssignmentState.WITHDRAWN
    return TimeWord(Timing.OVERDUE, f"quá hạn {days} ngày khi {how.label}", days, "late")


def _done(days_late):
    if days_late > 0:
        return TimeWord(Timing.DONE_LATE, f"xong, quá hạn {days_late} ngày", days_late, "late")
    return TimeWord(Timing.DONE_ON_TIME, "xong đúng hạn", 0, "good")
