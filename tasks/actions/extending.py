"""Moving the deadline of one-off work by a decided extension. Why it was asked for stands in the room oversight."""

from django.db import transaction
from django.db.models import F

from common.refusals import Refused
from tasks.actions.moves import new_event
from tasks.enums import AssignmentMove
from tasks.models import Assignment


class DeadlineMoved(Refused):
    """The deadline is not the one that the decision speaks of any more, or the work has ended."""


@transaction.atomic
def extend_deadline(assignment, *, before, due_on, by, reason):
    """Move the deadline of `assignment` from the day `before` to the later day `due_on`; the first one stays on record.

    Work that was done or reported done meanwhile is extended too: whoever asked in time and waited for the answer is
    not late for that. Refused when the work has ended, or its deadline was changed after the request.
    """
    rows = Assignment.objects.live().filter(pk=assignment.pk, due_on=before)
    if not rows.update(due_on=due_on, version=F("version") + 1):
        raise DeadlineMoved(
            "Phần việc này đã kết thúc hoặc thời hạn đã được đổi sau khi đơn vị đề nghị. "
            "Hãy tải lại trang, xem thời hạn hiện nay rồi quyết định."
        )
    changes = {"due_on": [str(before), str(due_on)]}
    new_event(assignment.pk, AssignmentMove.EXTEND, by=by, reason=reason, changes=changes).save()
    assignment.refresh_from_db(fields=["due_on", "version"])
