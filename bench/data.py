"""The three sizes that are measured. The same size made twice on one day holds the same rows."""

import datetime
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.db import connection

from bench.around import surround
from bench.country import Shape, found_country, staff
from bench.filling import fill
from common import clock
from progress.actions.counting import count_open_periods
from progress.models import Report, SubmittedLine
from tasks.enums import Cadence, Part, PeriodKind
from tasks.models import Assignment, Plan
from units.models import Unit

UNITS = "units/seed/bu_gia_map_2024.toml"
PLAN = "tasks/seed/plan_261.toml"
BEGAN = datetime.datetime(2024, 6, 17, 1, tzinfo=datetime.UTC)
DISTRICT_QUARTERS = 8


@dataclass(frozen=True)
class Size:
    """What a database of this size holds: always the district, and around it a country of `shape` (or none)."""

    words: str
    shape: Shape | None = None
    periods: int = 0
    # The plans whose pages are measured: the district's own again in the country, to see what the country costs it.
    measured: tuple = ("district",)


SIZES = {
    "district": Size("huyện: 41 đơn vị × 28 nhiệm vụ × 8 quý"),
    "province": Size(
        "tỉnh: 140 đơn vị × 28 nhiệm vụ × 20 quý",
        Shape("tinh", provinces=0, communes=100, offices=40, kind=PeriodKind.QUARTER),
        periods=20,
        measured=("country",),
    ),
    "nation": Size(
        "cả nước: 34 tỉnh × 100 xã và các cơ quan, 28 nhiệm vụ × 24 tháng",
        Shape("nuoc", provinces=34, communes=100, offices=20, kind=PeriodKind.MONTH),
        periods=24,
        measured=("district", "country"),
    ),
}


def make(size, *, say=print):
    """Fill an empty database, or add what one lacks; what stands already is left as it is. Return a line that says how
    much there is."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Unit.objects.exists():
        _make_district(say)
    if size.shape and not Plan.objects.filter(symbol=size.shape.symbol).exists():
        fill(found_country(size.shape, size.periods), size.periods, say=say)
    for plan in plans(size).values():
        surround(plan, say=say)
    count_open_periods()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return f"{Report.objects.count()} báo cáo, {SubmittedLine.objects.count()} dòng đã gửi"


def plans(size):
    """Return {"district": Plan} and, where there is one, the plan of the country round it."""
    found = {"district": Plan.objects.get(symbol="261-KH/HU")}
    return found | ({"country": Plan.objects.get(symbol=size.shape.symbol)} if size.shape else {})


def _make_district(say):
    call_command("load_units", UNITS, stdout=StringIO())
    with clock.set_to(BEGAN):
        call_command("load_plan", PLAN, stdout=StringIO())
    plan = Plan.objects.get()
    _give_everybody_everything(plan)
    staff(Unit.objects.all(), since=plan.issued_on)
    fill(plan, DISTRICT_QUARTERS, say=say)


def _give_everybody_everything(plan):
    """Let every unit support every task it has no part in yet: the district at its largest, 41 units × 28 tasks."""
    held = set(Assignment.objects.values_list("task_id", "unit_id"))
    tasks = list(plan.tasks.values_list("pk", flat=True))
    units = plan.participations.exclude(reports_to=None).values_list("unit_id", flat=True)
    Assignment.objects.bulk_create(
        Assignment(task_id=task, unit_id=unit, part=Part.SUPPORT, cadence=Cadence.QUARTER, starts_on=plan.issued_on)
        for unit in units
        for task in tasks
        if (task, unit) not in held
    )
