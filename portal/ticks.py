"""Ticks in lists of overdue work: which rows the post may urge about, and what a ticked row is called in an address."""

import re
from dataclasses import dataclass

from common import clock
from oversight.permissions.urging import can_urge_somewhere, can_urge_unit

REPORT, WORK = "r", "a"
# "chon" of an address: a report or an assignment, and its number.
CHOSEN = re.compile(r"([ra])-([0-9]{1,18})")


@dataclass(frozen=True)
class Tick:
    value: str
    label: str


def tick_of_report(membership, report):
    """Return the Tick of an overdue report that was never sent, or None."""
    is_owed = report.is_writable and not report.asked_for_more_at and report.due_on < clock.today()
    if not is_owed or not can_urge_unit(membership, report.period.plan_id, report.unit_id):
        return None
    return Tick(f"{REPORT}-{report.pk}", f"Chọn báo cáo {report.period} của {report.unit}")


def tick_of_duty(membership, plan, duty):
    """Return the Tick of a duty that is overdue: of its report when it is a cycle of recurring work; or None."""
    if not can_urge_unit(membership, plan.pk, duty.unit_id):
        return None
    if duty.report_id:
        return Tick(
            f"{REPORT}-{duty.report_id}", f"Chọn báo cáo {duty.period} của {duty.unit}, có việc {duty.task_code}"
        )
    return Tick(f"{WORK}-{duty.assignment_id}", f"Chọn việc {duty.task_code} của {duty.unit}")


def ticking(membership, tick):
    """Return `tick` for posts that may urge somebody, else None: their lists have no column of ticks."""
    return tick if can_urge_somewhere(membership) else None
