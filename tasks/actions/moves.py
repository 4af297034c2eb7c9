"""The one way an assignment changes its state: a conditional update, so that of two people pressing at once exactly
one wins and the other is told who was first."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common import clock
from common.refusals import Refused
from tasks.enums import ASSIGNMENT_MOVES, MOVES_WITH_REASON, AssignmentState
from tasks.models import Assignment, AssignmentEvent

MOVING_FIELDS = ["state", "version", "completed_on", "suspended_on", "ended_on"]


class AlreadyMoved(Refused):
    """The assignment is no longer in a state from which this may be done."""


class ReasonMissing(Refused):
    """The move is explained to the other side, and no reason was given."""


def new_event(assignment_id, move, *, by, reason="", changes=None, at=None):
    """Return an unsaved event. `by` is None only for what a command loads from a file."""
    return AssignmentEvent(
        assignment_id=assignment_id,
        move=move,
        at=at or clock.now(),
        by=by.user if by else None,
        on_behalf_of=by.on_behalf_of if by else None,
        for_unit=by.unit if by else None,
        reason=reason,
        changes=changes or {},
    )


@transaction.atomic
def move_one(assignment, move, *, by, reason="", changes=None, **stamps):
    """Move `assignment` (brought up to date in place) and write the event, or refuse."""
    reason = checked_reason(move, reason)
    claim(assignment, move, **stamps)
    new_event(assignment.pk, move, by=by, reason=reason, changes=changes).save()


def claim(assignment, move, **stamps):
    """Move `assignment` by one guarded update, or refuse. The caller writes the event in the same transaction."""
    sources, target = ASSIGNMENT_MOVES[move]
    moved = Assignment.objects.filter(pk=assignment.pk, state__in=sources).update(
        state=target, version=F("version") + 1, **stamps
    )
    if not moved:
        raise AlreadyMoved(who_was_first(assignment, move))
    assignment.refresh_from_db(fields=MOVING_FIELDS)


@transaction.atomic
def move_many(assignments, move, *, by, reason="", changes=None, **stamps):
    """Move those of `assignments` (a queryset or ids) that are in a state to be moved; return their ids.

    Rows are locked in the order of their ids, so that two sets that overlap cannot wait for each other. `changes` maps
    ids to what their events keep.
    """
    reason = checked_reason(move, reason)
    sources, target = ASSIGNMENT_MOVES[move]
    asked = list(assignments.values_list("pk", flat=True)) if hasattr(assignments, "values_list") else list(assignments)
    ready = Assignment.objects.filter(pk__in=asked, state__in=sources).order_by("pk").select_for_update()
    ids = list(ready.values_list("pk", flat=True))
    Assignment.objects.filter(pk__in=ids, state__in=sources).update(state=target, version=F("version") + 1, **stamps)
    at, changes = clock.now(), changes or {}
    AssignmentEvent.objects.bulk_create(
        [new_event(pk, move, by=by, reason=reason, changes=changes.get(pk), at=at) for pk in ids]
    )
    return ids


def checked_reason(move, reason):
    reason = reason.replace("\0", "").strip()
    if move in MOVES_WITH_REASON and not reason:
        raise ReasonMissing(f"Hãy ghi lý do khi {move.label}: đơn vị liên quan cần biết.")
    return reason


def who_was_first(assignment, move):
    """Return the sentence that tells why `move` came too late: the state now, and who brought it there."""
    state = Assignment.objects.values_list("state", flat=True).get(pk=assignment.pk)
    sentence = f"Chưa {move.label} được: phân công đang ở trạng thái “{AssignmentState(state).label}”."
    last = assignment.events.select_related("by", "for_unit").order_by("-at", "-pk").first()
    if last is None or last.by is None:
        return f"{sentence} Hãy tải lại trang để xem tình hình mới."
    at = timezone.localtime(last.at)
    return (
        f"{sentence} {last.by} ({last.for_unit}) đã làm việc “{last.get_move_display()}” lúc {at:%H:%M} "
        f"ngày {at:%d/%m/%Y}. Hãy tải lại trang để xem tình hình mới."
    )
