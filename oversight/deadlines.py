"""What is due, from whom, by which day: asked for anew each time, for reminders and for the deadline feed.

The day of a report that came back is its due day or the day it came back, whichever is later; that of a report to be
judged, the end of the plan's judging days. More time granted though it was asked for late moves no punctuality, but it
is the day that the unit was promised, so that is the day people are reminded of.
"""

import datetime
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.lean import through
from common.shortening import shortened
from oversight.enums import DutyKind
from oversight.models import Direction, Extension, Finding
from progress.enums import ReportState
from progress.judging import beyond_norm, clocks_of
from progress.models import ContributionRequest, Period, Report
from tasks.enums import AssignmentState
from tasks.models import Assignment
from units.models import Unit

# What waits for somebody else's answer is not owed by the unit just now.
TO_DO = [AssignmentState.GIVEN, AssignmentState.TAKEN_ON, AssignmentState.REDO]
ABOUT_LIMIT = 300
# The page on which each kind of duty is taken further.
PAGES = {
    DutyKind.REPORT: "portal:report",
    DutyKind.CAME_BACK: "portal:report",
    DutyKind.WORK: "portal:assignment",
    DutyKind.CONTRIBUTION: "portal:contribution",
    DutyKind.JUDGING: "portal:report-judge",
    DutyKind.REMEDY: "portal:finding",
    DutyKind.DIRECTION: "portal:direction",
}


@dataclass(frozen=True)
class Deadline:
    """One duty of one unit. `only_after`: its day came about by another's act, who was told of it then; so reminders
    begin after it."""

    kind: DutyKind
    object_id: int
    unit_id: int
    plan_id: int
    due_on: datetime.date
    about: str
    only_after: bool = False


def deadlines(on, *, units=None, until=datetime.date.max):
    """Return a list of Deadline: what is owed on the day `on` and due by `until`, in a fixed number of queries.

    `units` keeps to the duties of units with these ids. Reports to be judged are given once the norm has passed when
    `until` is, else all.
    """
    found = [*_reports(units, until), *_work(on, units, until), *_contributions(units, until)]
    found += _remedies(units, until)
    found += _directions(units, until)
    return found + _judging(on, units, beyond=until < datetime.date.max)


def _promised(field):
    """Return the day in force as an expression: the due day, or the later one that was promised since."""
    late = Extension.objects.granted().filter(**{field: OuterRef("pk")}, due_on=OuterRef("due_on"))
    late = late.filter(asked_at__date__gt=OuterRef("due_on")).order_by("-granted_on")
    return Coalesce(Subquery(late.values("granted_on")[:1]), F("due_on"))


def _of(units, field):
    return Q() if units is None else Q(**{f"{field}__in": units})


def _reports(units, until):
    reports = Report.objects.owed().filter(_of(units, "unit")).annotate(day=_promised("report"))
    reports = reports.filter(Q(day__lte=until) | Q(asked_for_more_at__isnull=False))
    for report in _with_names(reports):
        asked_on = timezone.localdate(report.asked_for_more_at) if report.asked_for_more_at else None
        yield Deadline(
            kind=DutyKind.CAME_BACK if asked_on else DutyKind.REPORT,
            object_id=report.pk,
            unit_id=report.unit_id,
            plan_id=report.period.plan_id,
            due_on=max(report.day, asked_on or report.day),
            about=_short(f"Báo cáo {report.period} gửi {report.to_unit}"),
            only_after=asked_on is not None and asked_on >= report.day,
        )


def _with_names(reports):
    """Load what the lines say of reports, and none of their texts."""
    fields = ["unit", "to_unit", "state", "due_on", "asked_for_more_at", "submitted_at", "received_at"]
    fields += [*through(Unit.NAME, "unit", "to_unit"), *through(["plan", *Period.NAME], "period")]
    fields += ["period__plan__judging_days"]
    return reports.select_related("unit", "to_unit", "period__plan").only(*fields).order_by("pk")


def _work(on, units, until):
    work = Assignment.objects.live().leads().one_off().filter(_of(units, "unit"), state__in=TO_DO, starts_on__lte=on)
    work = work.annotate(day=_promised("assignment")).filter(day__lte=until).order_by("pk")
    for pk, unit_id, plan_id, code, title, day in work.values_list(
        "pk", "unit_id", "task__plan_id", "task__code", "task__title", "day"
    ):
        yield Deadline(DutyKind.WORK, pk, unit_id, plan_id, day, _short(f"Nhiệm vụ {code}. {title}"))


def _contributions(units, until):
    owed = ContributionRequest.objects.owed().filter(_of(units, "assignment__unit"), due_on__lte=until)
    owed = owed.select_related("line__report__unit", "line__report__period", "assignment").order_by("pk")
    owed = owed.defer("note", "draft", "line__result", "line__product")
    for asked in owed:
        report = asked.line.report
        yield Deadline(
            DutyKind.CONTRIBUTION,
            asked.pk,
            asked.assignment.unit_id,
            report.period.plan_id,
            asked.due_on,
            _short(f"Góp nội dung {asked.line.task_code} cho {report.unit}, báo cáo {report.period}"),
        )


def _remedies(units, until):
    owed = Finding.objects.owed().filter(_of(units, "unit"), due_on__lte=until).order_by("pk")
    for pk, unit_id, plan_id, given_on, code, due_on in owed.values_list(
        "pk", "unit_id", "inspection__plan_id", "given_on", "assignment__task__code", "due_on"
    ):
        # Feeds and letters leave the portal: they name the finding and say nothing of what was found.
        about = f"Khắc phục kiến nghị sau kiểm tra ngày {given_on:%d/%m/%Y}" + (f", nhiệm vụ {code}" if code else "")
        yield Deadline(DutyKind.REMEDY, pk, unit_id, plan_id, due_on, _short(about))


def _directions(units, until):
    owed = Direction.objects.owed().filter(_of(units, "to_unit"), due_on__lte=until)
    for one in owed.for_list().defer("text").order_by("pk"):
        yield Deadline(DutyKind.DIRECTION, one.pk, one.to_unit_id, one.plan_id, one.due_on, _short(str(one)))


def _judging(on, units, *, beyond):
    waiting = Report.objects.filter(_of(units, "to_unit"), state__in=ReportState.to_judge())
    waiting = waiting.exclude(unit_id=F("to_unit_id"))
    reports = list(_with_names(waiting.filter(beyond_norm(on=on)) if beyond else waiting))
    clocks = clocks_of(reports, on=on)
    return [
        Deadline(
            DutyKind.JUDGING,
            report.pk,
            report.to_unit_id,
            report.period.plan_id,
            clocks[report.pk].due_on,
            _short(f"Xem xét báo cáo {report.period} của {report.unit}"),
            only_after=True,
        )
        for report in reports
    ]


def _short(text):
    return shortened(text, ABOUT_LIMIT)
