"""The life of one assignment: taken on or declined, kept, transferred, suspended, resumed, withdrawn."""

from django.db import transaction

from common import clock
from common.refusals import Refused
from tasks.actions.give import save_given
from tasks.actions.moves import checked_reason, claim, move_many, move_one, new_event
from tasks.actions.notices import tell_doer, tell_giver
from tasks.enums import AssignmentMove as Move
from tasks.enums import AssignmentState
from tasks.models import Assignment, Participation


class CannotTransfer(Refused):
    """The other unit cannot have this work, or parts of it are still out with others."""


@transaction.atomic
def take_on(assignment, *, by):
    """The unit says: we do it."""
    move_one(assignment, Move.TAKE_ON, by=by)
    tell_giver(assignment, f"{assignment.unit} đã tiếp nhận nhiệm vụ {assignment.task.code}.", by=by)


@transaction.atomic
def decline(assignment, *, by, reason):
    """The unit says why it is not the one to do this; whoever gave the work keeps, transfers or withdraws it."""
    move_one(assignment, Move.DECLINE, by=by, reason=reason)
    tell_giver(assignment, f"{assignment.unit} từ chối nhiệm vụ {assignment.task.code}: {reason}", by=by)


@transaction.atomic
def keep(assignment, *, by, reason):
    """Whoever gave the work does not accept that it was declined."""
    move_one(assignment, Move.KEEP, by=by, reason=reason)
    tell_doer(assignment, f"Việc từ chối nhiệm vụ {assignment.task.code} không được chấp nhận: {reason}", by=by)


@transaction.atomic
def suspend(assignment, *, by, reason):
    """The work rests until it is resumed."""
    move_one(assignment, Move.SUSPEND, by=by, reason=reason, suspended_on=clock.today())
    tell_doer(assignment, f"Tạm dừng nhiệm vụ {assignment.task.code}: {reason}", by=by)


@transaction.atomic
def resume(assignment, *, by, reason=""):
    """Suspended work goes on."""
    move_one(assignment, Move.RESUME, by=by, reason=reason, suspended_on=None)
    tell_doer(assignment, f"Tiếp tục thực hiện nhiệm vụ {assignment.task.code}.", by=by)


@transaction.atomic
def withdraw(assignment, *, by, reason):
    """The work is no longer owed; nor are the parts of it that were passed down."""
    move_one(assignment, Move.WITHDRAW, by=by, reason=reason, ended_on=clock.today())
    tell_doer(assignment, f"Thôi thực hiện nhiệm vụ {assignment.task.code}: {reason}", by=by)
    below = [assignment.pk]
    while below:
        children = Assignment.objects.filter(parent_id__in=below)
        below = move_many(children, Move.WITHDRAW, by=by, reason=reason, ended_on=clock.today())
        for child in Assignment.objects.filter(pk__in=below).select_related("task", "unit"):
            tell_doer(child, f"Thôi thực hiện phần việc của nhiệm vụ {child.task.code}: {reason}", by=by)


@transaction.atomic
def transfer(assignment, *, to_unit, by, reason):
    """End the assignment and give the same work, on the same terms, to `to_unit`; return the new assignment."""
    reason = checked_reason(Move.TRANSFER, reason)
    _check_place(assignment, to_unit)
    claim(assignment, Move.TRANSFER, ended_on=clock.today())
    _check_nothing_below(assignment)
    past = {"from_assignment": assignment.pk, "from_unit": str(assignment.unit), "reason": reason}
    new = save_given([_successor(assignment, to_unit)], by=by, changes=past)[0]
    future = {"to_assignment": new.pk, "to_unit": str(to_unit)}
    new_event(assignment.pk, Move.TRANSFER, by=by, reason=reason, changes=future).save()
    tell_doer(assignment, f"Nhiệm vụ {assignment.task.code} đã chuyển cho {to_unit}: {reason}", by=by)
    return new


def _check_place(assignment, to_unit):
    if to_unit.pk == assignment.unit_id:
        raise CannotTransfer(f"{to_unit} đang giữ việc này. Hãy chọn đơn vị khác.")
    places = Participation.objects.filter(plan_id=assignment.task.plan_id, unit=to_unit, valid_to=None)
    if assignment.parent_id:
        places = places.filter(reports_to_id=assignment.parent.unit_id)
    if not places.exists():
        raise CannotTransfer(f"{to_unit} không thuộc các đơn vị nhận được việc này. Hãy chọn đơn vị khác.")
    same = Assignment.objects.live().filter(task_id=assignment.task_id, parent_id=assignment.parent_id, unit=to_unit)
    if held := same.first():
        raise CannotTransfer(
            f"{to_unit} đang {held.get_part_display()} nhiệm vụ này. Hãy cho thôi phần việc đó trước, rồi chuyển."
        )


def _check_nothing_below(assignment):
    out = assignment.children.live().exclude(state=AssignmentState.DONE).count()
    if out:
        raise CannotTransfer(
            f"Còn {out} phần việc con đang giao cho đơn vị khác. Hãy cho thôi các phần việc đó trước khi chuyển."
        )


def _successor(old, to_unit):
    today = clock.today()
    return Assignment(
        task=old.task,
        unit=to_unit,
        part=old.part,
        exclusive=old.exclusive,
        parent=old.parent,
        # Work that is overdue stays overdue in new hands: its first day never passes its due day.
        starts_on=min(today, old.due_on) if old.due_on else today,
        due_on=old.due_on,
        due_on_original=old.due_on_original,
        cadence=old.cadence,
        authority=old.authority,
        responsibility=old.responsibility,
        product=old.product,
        budget=old.budget,
    )
