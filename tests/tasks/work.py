"""A small world for tests of assignments: an office, a unit with a task, a unit below it, and their people."""

import datetime

from tasks.enums import AssignmentState, Level
from tests.factories import make_assignment, make_plan, make_post, make_task, make_unit, take_part
from units.enums import Role, UnitKind

DAY = datetime.date(2024, 9, 30)


class Work:
    def __init__(self, state=AssignmentState.TAKEN_ON, **fields):
        self.plan = make_plan()
        self.task = make_task(self.plan)
        self.unit = make_unit("UBND huyện", kind=UnitKind.PEOPLES_COMMITTEE)
        self.other = make_unit("Ban Tổ chức")
        self.below = make_unit("Phòng Văn hóa", kind=UnitKind.OFFICE, parent=self.unit)
        take_part(self.plan, self.unit)
        take_part(self.plan, self.other)
        take_part(self.plan, self.below, reports_to=self.unit, level=Level.FIRST)
        self.office = make_post(self.plan.standing_office, Role.WRITER)
        self.head = make_post(self.unit, Role.HEAD)
        self.writer = make_post(self.unit, Role.WRITER)
        self.below_head = make_post(self.below, Role.HEAD)
        self.stranger = make_post(self.other, Role.HEAD)
        self.assignment = make_assignment(self.task, self.unit, state=state, **fields)

    def fresh(self, assignment=None):
        assignment = assignment or self.assignment
        model = type(assignment)
        return model.objects.select_related("task__plan", "unit", "parent__unit").get(pk=assignment.pk)

    def moves(self, assignment=None):
        events = (assignment or self.assignment).events.order_by("at", "pk")
        return list(events.values_list("move", "reason", "by", "for_unit"))


def work_in(state):
    """Return a Work whose one-off assignment stands in `state`."""
    stamps = {}
    if state == AssignmentState.DONE:
        stamps["completed_on"] = DAY
    if state in AssignmentState.ended():
        stamps["ended_on"] = DAY
    return Work(state=state, due_on=DAY, **stamps)
