"""Two units that owe, one of them a report and a piece of work, and the office that urges them."""

import datetime
import uuid

from oversight.actions.urging import urge
from oversight.enums import UrgingChannel
from tests.factories import make_assignment, make_post, make_report, make_task, make_unit, take_part
from tests.oversight.extension_world import ExtensionWorld, on
from units.enums import Role

# The report was due on 19/12/2024, the work on 12/12/2024.
URGED_ON = "2024-12-23 09:00+07:00"
TEXT = "Đề nghị hoàn thành ngay."
__all__ = ["TEXT", "URGED_ON", "UrgingWorld", "make_urging", "on"]


class UrgingWorld(ExtensionWorld):
    def __init__(self):
        super().__init__()
        self.other = make_unit("Ban Dân vận")
        take_part(self.plan, self.other)
        self.other_writer, self.other_head = make_post(self.other), make_post(self.other, Role.HEAD)
        self.other_report = make_report(self.period, self.other)

    def add_work(self, unit=None, **fields):
        values = {"due_on": datetime.date(2024, 12, 2)} | fields
        return make_assignment(make_task(group=self.group), unit or self.unit, **values)

    def urge(self, *subjects, at=URGED_ON, by=None, **changes):
        """Urge about `subjects`, the report and the work unless told otherwise; return the Outcomes."""
        said = {"level": 1, "channel": UrgingChannel.PORTAL, "text": TEXT, "answer_days": 5, "token": uuid.uuid4()}
        with on(at):
            return urge(list(subjects) or [self.report, self.work], by=by or self.judge, **said | changes)

    def urged(self, *subjects, **changes):
        """Urge one unit and return its Urging."""
        (outcome,) = self.urge(*subjects, **changes)
        return outcome.urging


def make_urging(world, *subjects, by=None, **changes):
    """Urge on the very day of the test; return the Urging."""
    said = {"level": 1, "channel": UrgingChannel.PORTAL, "text": TEXT, "answer_days": 5, "token": uuid.uuid4()}
    (outcome,) = urge(list(subjects) or [world.report, world.work], by=by or world.judge, **said | changes)
    return outcome.urging
