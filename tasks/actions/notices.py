"""Who is told of what happens to an assignment."""

from collections import defaultdict

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


def tell_given(assignments, *, by):
    """Tell each unit of what it was given: one line a unit, however many tasks."""
    given = defaultdict(list)
    for one in assignments:
        given[one.unit_id].append(one)
    for unit_id, ones in given.items():
        _tell(unit_id, ones[0], _given_text(ones), by)


def _given_text(assignments):
    first = assignments[0]
    part = "chủ trì" if first.part == Part.LEAD else "phối hợp thực hiện"
    if len(assignments) == 1:
        return f"Được giao {part} nhiệm vụ {first.task.code}: {first.task.title}"
    codes = ", ".join(one.task.code for one in assignments)
    return f"Được giao {part} {len(assignments)} nhiệm vụ: {codes}"


def _tell(unit_id, assignment, text, by):
    # What a command loads happens before there are people to tell.
    if by is None:
        return
    notify_unit(unit_id, roles=WORKING, kind=KIND, object_id=assignment.pk, text=text, except_user=by.user)
