"""The district's data: the real plan and units with 24 months of reports, made by the acts of the portal itself."""

from django.core.management import call_command
from django.test import override_settings

from progress.models import Report, SubmittedLine
from tasks.enums import Cadence, Part
from tasks.models import Assignment, Plan
from units.models import Membership, User

UNITS = "units/seed/bu_gia_map_2024.toml"
PLAN = "tasks/seed/plan_261.toml"
QUARTERS_IN_24_MONTHS = 8
PEOPLE = {"office": "tuyengiao", "unit": "ubnd", "committee": "bcd.ld"}


def make_district(stdout):
    """Fill an empty database with the district; return a line that says how much there is."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    if not User.objects.exists():
        call_command("load_units", UNITS, stdout=stdout)
        call_command("load_plan", PLAN, stdout=stdout)
        give_everybody_everything()
        with override_settings(DEBUG=True):
            call_command("seed_demo", quarters=QUARTERS_IN_24_MONTHS, stdout=stdout)
    return f"{Report.objects.count()} báo cáo, {SubmittedLine.objects.count()} dòng đã gửi"


def give_everybody_everything():
    """Let every unit support every task it has no part in yet: the district at its largest, 41 units × 28 tasks."""
    plan = Plan.objects.get()
    held = set(Assignment.objects.values_list("task_id", "unit_id"))
    tasks = list(plan.tasks.values_list("pk", flat=True))
    units = plan.participations.exclude(reports_to=None).values_list("unit_id", flat=True)
    Assignment.objects.bulk_create(
        Assignment(task_id=task, unit_id=unit, part=Part.SUPPORT, cadence=Cadence.QUARTER, starts_on=plan.issued_on)
        for unit in units
        for task in tasks
        if (task, unit) not in held
    )


def posts():
    """Return {role: Membership} of the people whose pages are measured."""
    found = Membership.objects.select_related("user", "unit", "stands_in_for__user").order_by("pk")
    return {role: found.filter(user__username=name).first() for role, name in PEOPLE.items()}
