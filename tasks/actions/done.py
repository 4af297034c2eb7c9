"""Work said to be done, and judged. Reports move many assignments at once: rows in other states are passed over."""

from django.db import transaction
from django.db.models import Case, DateField, Value, When

from common import clock
from common.refusals import Refused
from tasks.actions.moves import move_many, move_one
from tasks.actions.notices import tell_doer
from tasks.enums import AssignmentMove as Move
from tasks.models import Assignment


class WrongDay(Refused):
    """The day of completion cannot be right."""


def report_done(assignments, *, by):
    """The unit says that one-off work is done. Recurring work never is; return how many moved."""
    return len(move_many(_never_recurring(assignments), Move.REPORT_DONE, by=by))


def recall_done(assignments, *, by):
    """The unit takes back that work is done; return how many moved."""
    return len(move_many(assignments, Move.RECALL_DONE, by=by))


def confirm_done(completed_on, *, by):
    """The receiving unit confirms: `completed_on` maps the id of each assignment to its day; return how many moved."""
    if not completed_on:
        return 0
    days = Case(
        *[When(pk=pk, then=Value(day, output_field=DateField())) for pk, day in completed_on.items()],
        output_field=DateField(),
    )
    kept = {pk: _kept(day) for pk, day in completed_on.items()}
    ready = _never_recurring(completed_on)
    return len(move_many(ready, Move.CONFIRM_DONE, by=by, changes=kept, completed_on=days))


def ask_to_redo(assignments, *, by, reason):
    """The receiving unit does not confirm that work is done; return how many moved."""
    return len(move_many(assignments, Move.NOT_CONFIRMED, by=by, reason=reason))


def reopen_done(assignments, *, by, reason):
    """Confirmed work is opened again; return how many moved."""
    return len(move_many(assignments, Move.REOPEN, by=by, reason=reason, completed_on=None))


@transaction.atomic
def confirm_work_done(assignment, *, completed_on, by):
    """Confirm one assignment outside a report."""
    if assignment.cadence:
        raise Refused("Việc định kỳ được xác nhận theo từng kỳ báo cáo, không xác nhận hoàn thành một lần.")
    if completed_on > clock.today():
        raise WrongDay("Ngày hoàn thành không được sau hôm nay. Hãy sửa lại ngày.")
    if completed_on < assignment.starts_on:
        raise WrongDay(f"Ngày hoàn thành không được trước ngày giao việc {assignment.starts_on:%d/%m/%Y}.")
    move_one(assignment, Move.CONFIRM_DONE, by=by, changes=_kept(completed_on), completed_on=completed_on)
    tell_doer(assignment, f"Nhiệm vụ {assignment.task.code} đã được xác nhận hoàn thành.", by=by)


def _kept(completed_on):
    """What the event keeps: the assignment forgets its day of completion when it is opened again, figures must not."""
    return {"completed_on": completed_on.isoformat()}


def _never_recurring(assignments):
    rows = assignments if hasattr(assignments, "values_list") else Assignment.objects.filter(pk__in=list(assignments))
    return rows.filter(cadence="")
