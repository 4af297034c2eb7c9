"""Assignments as pages show them: state, time and the six clarities in words, and what happened to them."""

from dataclasses import dataclass

from portal.steps import person_of
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment, AssignmentEvent
from tasks.timing import TimeWord, Timing, assignment_timing, deadline_words

# The tone in which a state is shown; red is for what is overdue and nothing else.
STATE_TONES = {
    AssignmentState.GIVEN: "neutral",
    AssignmentState.TAKEN_ON: "info",
    AssignmentState.REPORTED_DONE: "wait",
    AssignmentState.DONE: "good",
    AssignmentState.REDO: "warn",
    AssignmentState.DECLINED: "warn",
    AssignmentState.SUSPENDED: "neutral",
    AssignmentState.WITHDRAWN: "neutral",
    AssignmentState.TRANSFERRED: "neutral",
}

TIME_ICONS = {
    Timing.OVERDUE: "exclamation-octagon-fill",
    Timing.SOON: "clock-fill",
    Timing.WITHIN: "calendar-event",
    Timing.DONE_ON_TIME: "check-circle-fill",
    Timing.DONE_LATE: "check-circle",
}


@dataclass(frozen=True)
class Standing:
    """One assignment with its state and time in words."""

    assignment: Assignment
    time: TimeWord

    @classmethod
    def of(cls, assignment, on):
        return cls(assignment, assignment_timing(assignment, on=on))

    @property
    def state(self):
        return self.assignment.get_state_display()

    @property
    def tone(self):
        return STATE_TONES[self.assignment.state]

    @property
    def deadline(self):
        return deadline_words(self.assignment.due_on, self.assignment.cadence)

    @property
    def speaks_of_time(self):
        """Whether time says more than the deadline already does."""
        return self.time.timing not in {Timing.RECURRING, Timing.NO_DEADLINE}

    @property
    def time_icon(self):
        """The shape that says the same as the words of time."""
        return TIME_ICONS.get(self.time.timing, "calendar-event")

    @property
    def missing(self):
        return self.assignment.missing_clarities


EVENT_TONES = {
    AssignmentMove.DECLINE: "warn",
    AssignmentMove.NOT_CONFIRMED: "warn",
    AssignmentMove.REOPEN: "warn",
    AssignmentMove.CONFIRM_DONE: "good",
    AssignmentMove.REPORT_DONE: "wait",
}


@dataclass(frozen=True)
class Happening:
    """An event of an assignment as the timeline shows it."""

    event: AssignmentEvent

    @property
    def title(self):
        words = self.event.get_move_display().capitalize()
        return f"{words} – {self.event.assignment.unit}"

    @property
    def at(self):
        return self.event.at

    @property
    def who(self):
        return person_of(self.event) or "nạp từ tệp kế hoạch"

    @property
    def for_unit(self):
        return self.event.for_unit or ""

    @property
    def text(self):
        return "\n".join(filter(None, [self.event.reason, *_changes_in_words(self.event)]))

    @property
    def tone(self):
        return EVENT_TONES.get(self.event.move, "neutral")


def _changes_in_words(event):
    """What an event changed: fields with old and new values, or the unit the work came from or went to."""
    changes = event.changes
    if event.move in {AssignmentMove.CHANGE, AssignmentMove.EXTEND}:
        for name, (old, new) in changes.items():
            if name != "due_on_original":
                label = str(Assignment._meta.get_field(name).verbose_name)
                yield f"{label.capitalize()}: {old or 'trống'} → {new or 'trống'}"
    if "to_unit" in changes:
        yield f"Chuyển cho {changes['to_unit']}"
    if "from_unit" in changes:
        yield f"Nhận từ {changes['from_unit']}: {changes.get('reason', '')}"
