"""What lies with a unit to be judged, and how long it has been lying there.

A plan gives its judges so many working days (`Plan.judging_days`), counted from the day the unit sent the report: a
report that was asked to be mended begins anew when it comes back. Days off are those of the office's own table.
"""

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from common.calendar import WorkingCalendar
from progress.models import Report, Submission
from tasks.models import Plan

# No norm is longer (a constraint of Plan); with days off it ends within so many days.
REACH = datetime.timedelta(days=150)


@dataclass(frozen=True)
class JudgingClock:
    """How long a report has waited: `days_left` are working days up to the norm's end, or None when it has passed and
    `days_over` working days have gone by since (0 when only days off have)."""

    sent_on: datetime.date
    received_on: datetime.date | None
    due_on: datetime.date
    on: datetime.date
    days_left: int | None
    days_over: int

    @property
    def days_since_sent(self):
        return (self.on - self.sent_on).days

    @property
    def days_since_received(self):
        return None if self.received_on is None else (self.on - self.received_on).days


def inbox_of(membership):
    """Return the reports that wait for this post to judge, the longest wait first: `can_judge` as a queryset."""
    if membership is None or membership.is_administrator or not membership.works:
        return Report.objects.none()
    reports = Report.objects.to_judge_by(membership.unit_id).exclude(unit_id=membership.unit_id)
    return reports.order_by("submitted_at", "pk")


def with_number(reports):
    """Add to each report `number_sent`, the number of its last submission that was not withdrawn."""
    latest = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("-number")
    return reports.annotate(number_sent=Subquery(latest.values("number")[:1]))


def clocks_of(reports, *, on):
    """Return {report id: JudgingClock} on the day `on` of reports that were sent; load `period__plan` (1 query)."""
    waiting = [report for report in reports if report.submitted_at]
    if not waiting:
        return {}
    first = min(timezone.localdate(report.submitted_at) for report in waiting)
    calendar = WorkingCalendar.load(first, max(on, first) + REACH)
    return {report.pk: _clock(report, calendar, on) for report in waiting}


def beyond_norm(*, on):
    """Return a Q of the reports whose judge has let the norm pass on the day `on` (1 query for the norms).

    The norm of n days has passed when n working days lie between the day of sending and today, both left out.
    """
    norms = list(Plan.objects.order_by().values_list("judging_days", flat=True).distinct())
    calendar = WorkingCalendar.load(on - REACH, on)
    passed = Q(pk__in=[])
    for norm in norms:
        oldest = calendar.add_working_days(on, -norm)
        midnight = timezone.make_aware(datetime.datetime.combine(oldest, datetime.time.min))
        passed |= Q(period__plan__judging_days=norm, submitted_at__lt=midnight)
    return passed


def _clock(report, calendar, on):
    sent_on = timezone.localdate(report.submitted_at)
    due_on = calendar.add_working_days(sent_on, report.period.plan.judging_days)
    return JudgingClock(
        sent_on=sent_on,
        received_on=timezone.localdate(report.received_at) if report.received_at else None,
        due_on=due_on,
        on=on,
        days_left=calendar.working_days_between(on, due_on) if on <= due_on else None,
        days_over=calendar.working_days_between(due_on, on),
    )
