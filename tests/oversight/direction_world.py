"""A committee that gives directions, the office that passes them on, units that answer and one that looks on."""

import datetime
import uuid

from oversight.actions.directions import answer, give_direction, pass_on
from oversight.enums import DirectionSubject
from tests.factories import make_post, make_unit, take_part
from tests.oversight.extension_world import ExtensionWorld, on
from units.enums import Role

GIVEN_AT = "2024-12-10 09:00+07:00"
DUE_ON = datetime.date(2024, 12, 16)
TEXT = "Làm rõ vì sao chậm."
__all__ = ["DUE_ON", "GIVEN_AT", "TEXT", "DirectionWorld", "on"]


class DirectionWorld(ExtensionWorld):
    """ExtensionWorld: a unit with its head and writer, the office; here its parent too, another unit, the committee."""

    def __init__(self):
        super().__init__()
        self.member = make_post(self.plan.steering_committee, Role.HEAD)
        self.other_member = make_post(self.plan.steering_committee)
        self.parent = make_unit("UBND huyện")
        take_part(self.plan, self.parent)
        self.below = make_unit("Xã Đăk Ơ", parent=self.parent)
        take_part(self.plan, self.below, reports_to=self.parent)
        self.parent_head, self.below_head = make_post(self.parent, Role.HEAD), make_post(self.below, Role.HEAD)
        self.stranger = make_unit("Ban Dân vận")
        take_part(self.plan, self.stranger)
        self.stranger_head = make_post(self.stranger, Role.HEAD)

    def give(self, kind=DirectionSubject.REPORT, thing=None, *, by=None, **changes):
        """Give a direction on the report, due on DUE_ON, unless told otherwise."""
        said = {"plan": self.plan, "text": TEXT, "due_on": DUE_ON, "token": uuid.uuid4()} | changes
        return give_direction(kind, thing or self.report, by=by or self.member, **said)

    def passed_on(self, to_unit=None, **changes):
        direction = self.give(**changes)
        pass_on(
            direction,
            to_unit=to_unit or self.unit,
            reason="Đơn vị chủ trì việc này.",
            due_on=direction.due_on,
            by=self.judge,
        )
        return direction

    def answered(self, **changes):
        direction = self.passed_on(**changes)
        answer(direction, asked_round=1, text="Đã làm xong.", by=self.writer)
        return direction

    def things(self):
        """Return [(DirectionSubject, thing)] of each kind."""
        task = self.work.task
        things = [self.plan, self.group, task, self.unit, self.report]
        return list(zip(DirectionSubject, things, strict=True))
