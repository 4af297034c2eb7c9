"""A unit that owes a report, work and a paragraph, and the office that judges; days are those of 2024."""

import datetime

from django.utils import timezone

from oversight.models import ReminderSent
from progress.enums import ReportState
from progress.models import ContributionRequest, Report
from tasks.enums import Part
from tests.factories import make_assignment, make_line, make_post, make_report, make_task, make_unit, take_part
from tests.oversight.extension_world import ExtensionWorld

# The report of ReportWorld is due on this day, the work of ExtensionWorld a week earlier.
REPORT_DUE_ON, WORK_DUE_ON = datetime.date(2024, 12, 19), datetime.date(2024, 12, 12)


def days(number):
    return datetime.timedelta(days=number)


def moment(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


class ReminderWorld(ExtensionWorld):
    def only_report(self):
        """Let nothing but the report be owed."""
        self.work.state, self.work.completed_on = "done", WORK_DUE_ON
        self.work.save()

    def asked(self, *, due_on):
        """Let a leader ask the unit for a paragraph."""
        leader = make_unit("Ban chủ trì")
        take_part(self.plan, leader)
        task = make_task(group=self.group)
        line = make_line(make_report(self.period, leader), make_assignment(task, leader))
        supporting = make_assignment(task, self.unit, Part.SUPPORT)
        asker = make_post(leader)
        return ContributionRequest.objects.create(
            line=line,
            assignment=supporting,
            note="Nêu số buổi.",
            due_on=due_on,
            asked_at=timezone.now(),
            asked_by=asker.user,
        )

    def report_is(self, state, **fields):
        """Set the report's state with what belongs to it."""
        stamps = {"submitted_at": None, "asked_for_more_at": None, "asked_for_more_reason": ""} | fields
        Report.objects.filter(pk=self.report.pk).update(state=state, **stamps)

    def sent_on(self, day):
        self.report_is(ReportState.SUBMITTED, submitted_at=moment(day))

    def came_back_on(self, day):
        self.report_is(ReportState.NEEDS_MORE, asked_for_more_at=moment(day), asked_for_more_reason="Thiếu số liệu.")


def told(**chosen):
    """Return {(day, person, kind, rule)} of what was sent."""
    rows = ReminderSent.objects.filter(**chosen).order_by()
    return set(rows.values_list("sent_on", "user_id", "kind", "rule"))
