"""Loading a plan from a TOML file: all or nothing, and as often as one likes."""

from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

import units
from common.refusals import BadRows
from tasks.loading.assigning import find_assigned, save_assignments
from tasks.loading.chain import read_chain, save_chain
from tasks.loading.document import read_plan_file
from tasks.loading.rows import read_toml
from tasks.loading.selectors import UnitFinder
from tasks.loading.wording import Writer, write_plan, write_tasks
from tasks.models import Plan

# Who takes part in the plan, and who reports to whom, stands in the units' file of the same district.
UNITS_FILE = Path(units.__file__).parent / "seed" / "bu_gia_map_2024.toml"


@dataclass(frozen=True)
class Loaded:
    """What a file holds, and what loading it made and changed."""

    plan: Plan
    groups: int
    tasks: int
    clauses: int
    duties: int
    leads_made: int
    supports_made: int
    assignments_left: int
    places_made: int
    rows_made: int
    changed: list


def load_plan(path, units_path=UNITS_FILE):
    """Load the plan in the file at `path`; refuse it whole, with every bad row, when anything is wrong."""
    errors = []
    plan_file = read_plan_file(read_toml(Path(path)), errors)
    finder = UnitFinder(plan_file.plan["issued_on"], errors)
    plan_units = {name: finder.one(code, "[plan]") for name, code in plan_file.units.items()}
    chain = read_chain(read_toml(Path(units_path)), finder, plan_units, errors)
    found = _find_units(plan_file, finder, chain)
    if errors:
        raise BadRows(f"Tệp {Path(path).name} có {len(errors)} chỗ sai; chưa nạp gì.", details=errors)
    try:
        return _save(plan_file, plan_units, chain, found)
    except IntegrityError as error:
        raise BadRows("Kế hoạch đang được người khác sửa cùng lúc; chưa nạp gì. Hãy chạy lại lệnh.") from error


@dataclass(frozen=True)
class _Found:
    observers: list
    responsible: dict
    assigned: dict


def _find_units(plan_file, finder, chain):
    homes = [*plan_file.groups, *plan_file.clauses]
    return _Found(
        observers=finder.many(plan_file.observers, "[plan], observers"),
        responsible={home.place: finder.many(home.responsible, home.place) for home in homes},
        assigned={id(row): find_assigned(row, finder, chain) for home in homes for row in home.tasks},
    )


@transaction.atomic
def _save(plan_file, plan_units, chain, found):
    writer = Writer()
    plan = write_plan(writer, plan_file, plan_units, found.observers)
    places_made = save_chain(plan, chain)
    written = list(write_tasks(writer, plan, plan_file, found.responsible))
    leads, supports, left = save_assignments(plan, [(task, *found.assigned[id(row)]) for row, task in written])
    return Loaded(
        plan=plan,
        groups=len(plan_file.groups),
        tasks=sum(len(home.tasks) for home in plan_file.groups),
        clauses=len(plan_file.clauses),
        duties=sum(len(home.tasks) for home in plan_file.clauses),
        leads_made=leads,
        supports_made=supports,
        assignments_left=left,
        places_made=places_made,
        rows_made=len(writer.new),
        changed=writer.changed,
    )
