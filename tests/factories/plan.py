import datetime
from itertools import count

from tasks.enums import AssignmentState, Cadence, Level, Part, TaskMode
from tasks.models import Assignment, Directive, Indicator, Participation, Plan, Task, TaskGroup
from tests.factories.units import make_unit
from units.enums import UnitKind

_numbers = count(1)
STARTED = datetime.date(2024, 6, 17)


def make_plan(**fields):
    """Return a plan whose owner, standing office and committee exist; the office reports to the owner."""
    number = next(_numbers)
    owner = fields.pop("owner", None) or make_unit("Huyện ủy", kind=UnitKind.PARTY_COMMITTEE)
    office = fields.pop("standing_office", None) or make_unit("Ban Tuyên giáo", parent=owner)
    committee = make_unit("Ban Chỉ đạo", kind=UnitKind.STEERING_COMMITTEE, parent=owner)
    directive = Directive.objects.create(
        symbol=f"{number}-KL/TW", kind="Kết luận", issued_on=STARTED, issued_by="Bộ Chính trị", subject="nội dung"
    )
    defaults = {
        "symbol": f"{number}-KH/HU",
        "issued_on": STARTED,
        "issued_by": "Ban Thường vụ Huyện ủy",
        "subject": "thực hiện Kết luận",
        "steering_committee": committee,
    }
    plan = Plan.objects.create(directive=directive, owner=owner, standing_office=office, **defaults | fields)
    take_part(plan, owner, reports_to=None, level=Level.THIRD)
    take_part(plan, office, reports_to=owner, level=Level.THIRD)
    return plan


def take_part(plan, unit, *, reports_to="office", level=Level.SECOND, **fields):
    """Put `unit` in the plan's chain of reports, below the standing office unless told otherwise."""
    above = plan.standing_office if reports_to == "office" else reports_to
    prefix = Participation.objects.get(plan=plan, unit=above).path if above else "/"
    return Participation.objects.create(
        plan=plan, unit=unit, reports_to=above, level=level, path=f"{prefix}{unit.pk}/", valid_from=STARTED, **fields
    )


def make_group(plan, **fields):
    number = fields.pop("number", None) or plan.groups.count() + 1
    return TaskGroup.objects.create(plan=plan, number=number, **{"title": f"Nhóm nhiệm vụ {number}"} | fields)


def make_task(plan=None, *, group=None, clause=None, **fields):
    if not group and not clause:
        group = make_group(plan or make_plan())
    plan = (group or clause).plan
    number = next(_numbers)
    defaults = {"code": f"N{number}", "title": f"Nhiệm vụ {number}", "mode": TaskMode.ONE_LEAD}
    return Task.objects.create(plan=plan, group=group, clause=clause, **defaults | fields)


def make_indicator(task, **fields):
    defaults = {"name": f"Chỉ tiêu {next(_numbers)}", "unit_of_measure": "cuộc"}
    return Indicator.objects.create(task=task, **defaults | fields)


def make_assignment(task=None, unit=None, part=Part.LEAD, **fields):
    """Return an assignment, quarterly unless a date or cadence is given; its unit takes part in the plan."""
    task = task or make_task()
    unit = unit or make_unit()
    if not Participation.objects.filter(plan=task.plan, unit=unit).exists():
        take_part(task.plan, unit)
    due_on = fields.pop("due_on", None)
    defaults = {
        "starts_on": STARTED,
        "state": AssignmentState.TAKEN_ON,
        "cadence": "" if due_on else Cadence.QUARTER,
        "exclusive": part == Part.LEAD and task.mode == TaskMode.ONE_LEAD and not fields.get("parent"),
    }
    if fields.get("state") == AssignmentState.SUSPENDED:
        defaults["suspended_on"] = STARTED
    return Assignment.objects.create(
        task=task, unit=unit, part=part, due_on=due_on, due_on_original=due_on, **defaults | fields
    )
