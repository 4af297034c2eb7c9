"""The assignments a plan's file makes. What people have given, ended or changed since is never overwritten."""

from collections import defaultdict

from common import clock
from tasks.actions.give import Terms
from tasks.actions.moves import new_event
from tasks.enums import AssignmentMove, Part, TaskMode
from tasks.models import Assignment, AssignmentEvent


def find_assigned(task_row, finder, chain):
    """Return (lead units, support units) of a task's row; complain of units that take no part in the plan."""
    leads = finder.many(task_row.lead, task_row.place)
    supports = [unit for unit in finder.many(task_row.support, task_row.place) if unit not in leads]
    for word in sorted(set(task_row.lead) & set(task_row.support)):
        finder.errors.append(f"{task_row.place}: “{word}” vừa chủ trì vừa phối hợp; chỉ ghi một vai trò.")
    if task_row.mode == TaskMode.ONE_LEAD and len(leads) > 1:
        finder.errors.append(f"{task_row.place}: “lead” chỉ một đơn vị, bộ chọn này ra {len(leads)} đơn vị.")
    for unit in [*leads, *supports]:
        if chain and unit not in chain:
            finder.errors.append(f"{task_row.place}: {unit} không tham gia kế hoạch nên không giao việc được.")
    return leads, supports


def save_assignments(plan, wanted):
    """Make what is new of `wanted` [(task, leads, supports)]; return (leads made, supports made, left alone)."""
    known, led = defaultdict(set), set()
    for one in Assignment.objects.filter(task__plan=plan, parent=None):
        known[one.task_id].add(one.unit_id)
        if one.exclusive:
            led.add(one.task_id)
    new, left_alone = [], 0
    for task, leads, supports in wanted:
        for part, units in [(Part.LEAD, leads), (Part.SUPPORT, supports)]:
            for unit in units:
                # Once a shared task had a lead here, who leads it is decided by people, not by the file.
                decided = part == Part.LEAD and task.pk in led
                if decided or unit.pk in known[task.pk]:
                    left_alone += 1
                else:
                    new.append(_terms(plan, task, part).build(task, unit))
    _save(new)
    made = [one.part for one in new]
    return made.count(Part.LEAD), made.count(Part.SUPPORT), left_alone


def _terms(plan, task, part):
    return Terms(part=part, due_on=task.due_on, cadence=task.cadence, starts_on=plan.issued_on, product=task.product)


def _save(assignments):
    made, at = Assignment.objects.bulk_create(assignments), clock.now()
    AssignmentEvent.objects.bulk_create([new_event(one.pk, AssignmentMove.GIVE, by=None, at=at) for one in made])
