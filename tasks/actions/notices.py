"""Who is told of what happens to an assignment."""

from tasks.enums import Part
from units.actions import notify_unit
from units.enums import Role

KIND = "assignment"
WORKING = (Role.HEAD, Role.WRITER)


def tell_doer(assignment, text, *, by):
    """Tell the unit that does the work."""
    _tell(assignment.unit_id, assignment, text, by)


def tell_giver(assignment, text, *, by):
    """Tell the unit that gave the work: the one that passed it down, else the standing office."""
    giver_id = assignment.parent.unit_id if assignment.parent_id else assignment.task.plan.standing_office_id
    _tell(giver_id, assignment, text, by)


def given_text(assignment):
    part = "chủ trì" if assignment.part == Part.LEAD else "phối hợp thực hiện"
    return f"Được giao {part} nhiệm vụ {assignment.task.code}: {assignment.task.title}"


def _tell(unit_id, assignment, text, by):
    # What a command loads happens before there are people to tell.
    if by is None:
        return
    notify_unit(unit_id, roles=WORKING, kind=KIND, object_id=assignment.pk, text=text, except_user=by.user)
