"""Opening a period: a draft report for each unit that owes one, its lines with the plan's wording of that day.

Works in batches, each its own transaction: stopped half-way, it goes on where it stopped; run twice, it makes nothing
twice. `opened_at` is set last, so a period is open only when every unit has its report.
"""

import datetime
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from common import clock
from progress.actions.counting import enter_new
from progress.enums import ReportMove, ReportState
from progress.models import Period, Report, ReportEvent, ReportLine, ReportValue
from progress.presets import cycles_ending
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment, AssignmentEvent, Indicator, Participation

UNITS_A_BATCH = 200
OWED = [AssignmentState.GIVEN, AssignmentState.TAKEN_ON, AssignmentState.REPORTED_DONE, AssignmentState.REDO]


def open_period(period):
    """Give every unit that owes a report its draft, and mark the period as opened. Return how many drafts were made."""
    made = _make_missing_reports(period)
    Period.objects.filter(pk=period.pk, opened_at=None).update(opened_at=clock.now())
    period.refresh_from_db(fields=["opened_at"])
    return made


def open_due_periods(on):
    """Open every period whose day of opening has come. Return a list of (period, drafts made)."""
    periods = list(Period.objects.to_open(on).select_related("plan").order_by("opens_on", "pk"))
    return [(period, open_period(period)) for period in periods]


def add_missing_lines(period):
    """Add what was assigned since the period opened: reports of units that had none, lines to reports not yet sent.

    Return how many lines were added to reports that stood already.
    """
    if period.opened_at is None:
        return 0
    _make_missing_reports(period)
    added = 0
    while batch := _complete_batch(period):
        added += batch
    return added


def due_assignments(period):
    """Return the assignments that have a line in the period's reports.

    Recurring work is due when its cycle ends with the period, one-off work until it is done, work without a deadline
    always; an ad hoc period asks about everything. Once the period is open, what is given after its data were closed
    waits for the next one: nobody is late with a report about work he did not have.
    """
    owed = Assignment.objects.live().filter(
        task__plan_id=period.plan_id, state__in=OWED, starts_on__lte=period.covers_to
    )
    if period.opened_at is not None:
        owed = owed.exclude(Exists(_given_after_closing(period)))
    if period.is_regular:
        owed = owed.filter(Q(cadence="") | Q(cadence__in=cycles_ending(period.kind, period.number)))
    return owed


def _given_after_closing(period):
    next_day = datetime.datetime.combine(period.covers_to + datetime.timedelta(days=1), datetime.time.min)
    given = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), move=AssignmentMove.GIVE)
    return given.filter(at__gte=timezone.make_aware(next_day)).order_by()


def _make_missing_reports(period):
    made = 0
    while batch := _open_batch(period):
        made += batch
    return made


@transaction.atomic
def _open_batch(period):
    # Two ticks at once take turns here: the second finds the first one's reports made.
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    places = {place.unit_id: place for place in _places_without_report(period)[:UNITS_A_BATCH]}
    if not places:
        return 0
    dues = dict(period.dues.values_list("level", "due_on"))
    reports = Report.objects.bulk_create(_draft(period, place, dues) for place in places.values())
    now = clock.now()
    ReportEvent.objects.bulk_create(
        ReportEvent(report=report, move=ReportMove.OPEN, to_state=report.state, at=now) for report in reports
    )
    _add_lines(period, reports)
    return len(reports)


def _places_without_report(period):
    """Places in the chain, on the day data are closed, whose unit owes a report and has none. The root owes nobody."""
    places = Participation.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=period.covers_to),
        plan_id=period.plan_id,
        valid_from__lte=period.covers_to,
        reports_to__isnull=False,
    )
    asked = Q(unit__in=period.asked_units.order_by().values("pk"))
    owing = Q(Exists(due_assignments(period).filter(unit_id=OuterRef("unit_id"))))
    has_report = Exists(Report.objects.filter(period=period, unit_id=OuterRef("unit_id")))
    return places.filter(owing if period.is_regular else asked).exclude(has_report).order_by("unit_id", "valid_from")


def _draft(period, place, dues):
    due_on = dues.get(place.level, max(dues.values(), default=period.closes_on))
    return Report(
        period=period,
        unit_id=place.unit_id,
        to_unit_id=place.reports_to_id,
        level=place.level,
        due_on=due_on,
        due_on_original=due_on,
    )


@transaction.atomic
def _complete_batch(period):
    has_line = Exists(ReportLine.objects.filter(report_id=OuterRef(OuterRef("pk")), assignment_id=OuterRef("pk")))
    missing = due_assignments(period).filter(unit_id=OuterRef("unit_id")).exclude(has_line)
    incomplete = period.reports.filter(Exists(missing), state__in=ReportState.writable())
    # The lock makes a submission wait until its lines are whole, or leaves a report that was just sent alone.
    reports = list(incomplete.order_by("pk").select_for_update(no_key=True)[:UNITS_A_BATCH])
    return _add_lines(period, reports, added_at=clock.now()) if reports else 0


def _add_lines(period, reports, *, added_at=None):
    by_unit = {report.unit_id: report for report in reports}
    stood = ReportLine.objects.filter(report__in=reports).order_by()
    positions = defaultdict(int, stood.values_list("report_id").annotate(last=Max("position")))
    has_line = Exists(ReportLine.objects.filter(report__period=period, assignment_id=OuterRef("pk")))
    lines = []
    for assignment in _in_order(due_assignments(period).filter(unit_id__in=by_unit).exclude(has_line)):
        report = by_unit[assignment.unit_id]
        positions[report.pk] += 1
        lines.append(_line(report, assignment, positions[report.pk], regular=period.is_regular, added_at=added_at))
    lines = ReportLine.objects.bulk_create(lines)
    _add_values(lines)
    enter_new(lines)
    return len(lines)


def _in_order(assignments):
    group = F("task__group__number").asc(nulls_last=True)
    in_plan = [group, "task__clause__number", "task__position", "task__code", "part", "pk"]
    return assignments.select_related("task").order_by("unit_id", *in_plan)


def _line(report, assignment, position, *, regular, added_at):
    return ReportLine(
        report=report,
        assignment=assignment,
        position=position,
        task_code=assignment.task.code,
        task_title=assignment.task.title,
        part=assignment.part,
        cadence=assignment.cadence,
        assignment_due_on=assignment.due_on,
        ends_cycle=regular and assignment.cadence != "",
        added_at=added_at,
    )


def _add_values(lines):
    indicators = defaultdict(list)
    for indicator in Indicator.objects.filter(task__in={line.assignment.task_id for line in lines}).order_by("pk"):
        indicators[indicator.task_id].append(indicator)
    ReportValue.objects.bulk_create(
        ReportValue(line=line, indicator=indicator)
        for line in lines
        for indicator in indicators[line.assignment.task_id]
    )
