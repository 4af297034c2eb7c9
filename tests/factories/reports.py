import datetime

from django.utils import timezone

from progress.models import Period, PeriodDue, Report, ReportLine
from tasks.enums import Level, PeriodKind
from tasks.models import Participation
from tests.factories.plan import make_assignment, make_group, make_plan, make_task
from tests.factories.units import make_unit


def make_period(plan=None, *, year=2024, number=4, **fields):
    """Return an opened quarter, closed on the 14th (Nghị định 09/2019), due 17, 19 and 22 of the last month."""
    plan = plan or make_plan()
    last_month = datetime.date(year, number * 3, 14)
    defaults = {
        "kind": PeriodKind.QUARTER,
        "covers_from": datetime.date(year - (number == 1), (number * 3 - 3) or 12, 15),
        "covers_to": last_month,
        "closes_on": last_month + datetime.timedelta(days=17),
        "opened_at": timezone.now(),
    }
    values = defaults | fields
    period = Period.objects.create(plan=plan, year=year, number=number, **{"opens_on": values["covers_from"]} | values)
    days = {Level.FIRST: 3, Level.SECOND: 5, Level.THIRD: 8}
    PeriodDue.objects.bulk_create(
        PeriodDue(period=period, level=level, due_on=period.covers_to + datetime.timedelta(days=days[level]))
        for level in Level
    )
    return period


def make_report(period=None, unit=None, *, lines=0, **fields):
    """Return a draft report of `unit`, with `lines` quarterly lead lines of tasks of its own."""
    period = period or make_period()
    unit = unit or make_unit()
    assignments = [make_assignment(unit=unit, task=_task(period)) for _ in range(lines)]
    place = Participation.objects.filter(plan=period.plan, unit=unit).first()
    level = place.level if place else Level.SECOND
    due_on = period.dues.get(level=level).due_on
    to_unit = place.reports_to if place else period.plan.standing_office
    defaults = {"to_unit": to_unit, "level": level, "due_on": due_on, "due_on_original": due_on}
    report = Report.objects.create(period=period, unit=unit, **defaults | fields)
    for assignment in assignments:
        make_line(report, assignment)
    return report


def make_line(report, assignment=None, **fields):
    assignment = assignment or make_assignment(unit=report.unit, task=_task(report.period))
    task = assignment.task
    defaults = {
        "position": report.lines.count() + 1,
        "task_code": task.code,
        "task_title": task.title,
        "part": assignment.part,
        "cadence": assignment.cadence,
        "assignment_due_on": assignment.due_on,
        "ends_cycle": assignment.cadence != "",
    }
    return ReportLine.objects.create(report=report, assignment=assignment, **defaults | fields)


def _task(period):
    return make_task(group=period.plan.groups.first() or make_group(period.plan))
