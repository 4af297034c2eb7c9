"""Assignments as pages show them: state, time and the six clarities in words, and what happened to them."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.addresses import address_of
from common.lean import through
from portal.steps import person_of
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment, AssignmentEvent
from tasks.timing import DUE_SOON_DAYS, TimeWord, Timing, assignment_timing, deadline_words

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


# For `only()`: what state, deadline and time of an assignment are told from, and what a whole Standing needs, with the
# six clarities; and what names a unit and puts it in order.
STATE_FIELDS = (
    *("task", "unit", "parent", "part", "state", "due_on", "cadence"),
    *("completed_on", "suspended_on", "ended_on"),
)
STANDING_FIELDS = (*STATE_FIELDS, "exclusive", "person_in_charge", "authority", "responsibility", "product")
UNIT_FIELDS = ("name", "short_name", "order")


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
        return AssignmentState(self.assignment.state).label

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


def for_standings(assignments, unit, *others, tasks=False):
    """Load of assignments what a Standing needs, and what is named with it: units, and with `tasks` the task."""
    units = [unit, *others]
    named = through(UNIT_FIELDS, *units)
    if tasks:
        units, named = [*units, "task"], [*named, "task__code", "task__title"]
    return assignments.select_related(*units).only(*STANDING_FIELDS, *named)


# The day since which nothing is done any more, for `timing_is`.
STOPPED = Coalesce("suspended_on", "ended_on")


def timing_is(timing, on):
    """Return the condition on assignments, with STOPPED as `stopped`, that `assignment_timing` on `on` is `timing`."""
    soon = on + datetime.timedelta(days=DUE_SOON_DAYS)
    going, passed_on = Q(stopped=None), Q(state=AssignmentState.TRANSFERRED)
    dated, undone = going & Q(cadence="", due_on__isnull=False), Q(completed_on=None)
    # A date due excludes a cadence, by a constraint: what has a due day is one-off work.
    stopped_in_time = Q(stopped__isnull=False) & (passed_on | Q(due_on=None) | Q(stopped__lte=F("due_on")))
    meaning = {
        Timing.AT_REST: stopped_in_time,
        Timing.RECURRING: going & ~Q(cadence=""),
        Timing.NO_DEADLINE: going & Q(cadence="", due_on=None),
        Timing.OVERDUE: (dated & undone & Q(due_on__lt=on)) | (Q(stopped__gt=F("due_on")) & ~passed_on),
        Timing.SOON: dated & undone & Q(due_on__range=(on, soon)),
        Timing.WITHIN: dated & undone & Q(due_on__gt=soon),
        Timing.DONE_ON_TIME: dated & Q(completed_on__lte=F("due_on")),
        Timing.DONE_LATE: dated & Q(completed_on__gt=F("due_on")),
    }
    return meaning[timing]


def with_timing(assignments, timing, on):
    """Narrow assignments to those whose `assignment_timing` on the day `on` is `timing`."""
    return assignments.alias(stopped=STOPPED).filter(timing_is(timing, on))


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
    def url(self):
        return address_of("portal:assignment", self.event.assignment_id)

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
