"""A unit with its head and writer, work with a day and a report, and the office whose head decides."""

import datetime

import time_machine

from tests.factories import make_assignment, make_post, make_task
from tests.progress.report_world import ReportWorld
from units.enums import Role

DUE_ON = datetime.date(2024, 12, 12)
BEFORE, AFTER = "2024-12-10 09:00+07:00", "2024-12-20 09:00+07:00"
WISHED_ON = datetime.date(2024, 12, 31)


def on(moment):
    """Stop the clock at `moment`."""
    return time_machine.travel(moment, tick=False)


class ExtensionWorld(ReportWorld):
    """ReportWorld, the report due on 19/12/2024, and a piece of one-off work due on 12/12/2024."""

    def __init__(self):
        super().__init__()
        self.work = make_assignment(make_task(group=self.group), self.unit, due_on=DUE_ON)
        self.chief = self.office_head

    def colleague_of(self, post):
        """Another head of the same unit."""
        return make_post(post.unit, Role.HEAD)
