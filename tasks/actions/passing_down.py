"""A unit passes parts of its own work down to the units that report to it."""

from django.db import transaction

from common.refusals import Refused
from tasks.actions.give import save_given
from tasks.actions.moves import AlreadyMoved, who_was_first
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment, Participation


class CannotSubAssign(Refused):
    """Work goes down the chain of reports, to the units that report to the one that holds it, and nowhere else."""


@transaction.atomic
def sub_assign(parent, units, terms, *, by):
    """Give parts of the work `parent` to `units`, which report to its unit; return the child assignments."""
    terms.check()
    units = list(units)
    _check_parent_is_open(parent)
    _check_in_time(parent, terms)
    _check_report_to(parent, units)
    _check_not_given(parent, units)
    assignments = [terms.build(parent.task, unit, parent=parent) for unit in units]
    return save_given(assignments, by=by, changes={"parent": parent.pk})


def _check_parent_is_open(parent):
    # The row is locked: whoever withdraws the work at this moment comes before or after, never in between.
    locked = (
        Assignment.objects.order_by("pk")
        .select_for_update()
        .filter(pk=parent.pk, state__in=[AssignmentState.GIVEN, AssignmentState.TAKEN_ON, AssignmentState.REDO])
    )
    if not locked.values_list("pk", flat=True):
        raise AlreadyMoved(who_was_first(parent, AssignmentMove.GIVE))


def _check_in_time(parent, terms):
    if parent.due_on and terms.due_on and terms.due_on > parent.due_on:
        raise CannotSubAssign(
            f"Thời hạn phần việc con phải trước hoặc đúng hạn {parent.due_on:%d/%m/%Y} của việc được giao."
        )


def _check_report_to(parent, units):
    if not units:
        raise CannotSubAssign("Hãy chọn ít nhất một đơn vị nhận việc.")
    below = set(
        Participation.objects.filter(
            plan_id=parent.task.plan_id, reports_to_id=parent.unit_id, valid_to=None
        ).values_list("unit_id", flat=True)
    )
    strangers = [f"{unit} không báo cáo {parent.unit}." for unit in units if unit.pk not in below]
    if strangers:
        raise CannotSubAssign(
            f"Chỉ giao lại được cho đơn vị báo cáo {parent.unit}. Hãy bỏ các đơn vị khác.", details=strangers
        )


def _check_not_given(parent, units):
    taken = set(parent.children.live().values_list("unit_id", flat=True))
    twice = [
        f"{unit} đã được giao phần việc con của nhiệm vụ {parent.task.code}." for unit in units if unit.pk in taken
    ]
    if twice:
        raise CannotSubAssign("Có đơn vị đã được giao phần việc này. Hãy bỏ các đơn vị đó.", details=twice)
