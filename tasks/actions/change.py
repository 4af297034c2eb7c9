"""Changing the terms of an assignment. Its state is not touched here."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.refusals import Refused
from tasks.actions.moves import ReasonMissing, new_event
from tasks.actions.notices import tell_doer
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment

CHANGEABLE = ("person_in_charge", "authority", "responsibility", "product", "budget")


class CannotChange(Refused):
    """The assignment ended, or somebody else changed it first."""


@transaction.atomic
def change_assignment(assignment, values, *, version, by):
    """Write the fields of "6 rõ" in `values`; `version` is the one the person saw. Return whether anything changed."""
    return _write(assignment, {name: values[name] for name in CHANGEABLE if name in values}, version=version, by=by)


@transaction.atomic
def change_deadline(assignment, *, due_on, cadence, version, by, reason):
    """Set another date or cadence, or neither. Only the plan's standing office, with a reason that is kept."""
    if by.unit_id != assignment.task.plan.standing_office_id:
        raise CannotChange("Chỉ cơ quan thường trực đổi được thời hạn. Đơn vị cần thêm thời gian thì đề nghị gia hạn.")
    if not reason.strip():
        raise ReasonMissing("Hãy ghi lý do đổi thời hạn: ngày cũ, ngày mới và lý do được lưu lại.")
    _check_terms(assignment, due_on, cadence)
    original = (assignment.due_on_original or due_on) if due_on else None
    values = {"due_on": due_on, "cadence": cadence, "due_on_original": original}
    if _write(assignment, values, version=version, by=by, reason=reason.strip()):
        tell_doer(assignment, f"Thời hạn nhiệm vụ {assignment.task.code} đã đổi: {reason.strip()}", by=by)
        return True
    return False


def _check_terms(assignment, due_on, cadence):
    if due_on and cadence:
        raise CannotChange("Phân công có thời hạn hoặc định kỳ, không có cả hai. Hãy bỏ một trong hai.")
    if due_on and due_on < assignment.starts_on:
        raise CannotChange(f"Thời hạn không được trước ngày giao việc {assignment.starts_on:%d/%m/%Y}.")
    if assignment.state in {AssignmentState.DONE, AssignmentState.REPORTED_DONE}:
        raise CannotChange("Việc đã báo hoàn thành, không đổi thời hạn nữa.")


def _write(assignment, values, *, version, by, reason=""):
    changes = {
        name: [_plain(getattr(assignment, name)), _plain(value)]
        for name, value in values.items()
        if getattr(assignment, name) != value
    }
    if not changes:
        return False
    # The state is part of the guard too: a date must not move under work that was reported done meanwhile.
    same = Assignment.objects.filter(pk=assignment.pk, version=version, state=assignment.state, ended_on=None)
    if not same.update(version=F("version") + 1, **values):
        raise CannotChange(_who_changed(assignment))
    new_event(assignment.pk, AssignmentMove.CHANGE, by=by, reason=reason, changes=changes).save()
    assignment.refresh_from_db(fields=["version", *values])
    return True


def _plain(value):
    return value if value is None else str(value)


def _who_changed(assignment):
    last = assignment.events.select_related("by", "for_unit").order_by("-at", "-pk").first()
    if last is None or last.by is None:
        return "Phân công vừa thay đổi. Hãy tải lại trang rồi sửa tiếp."
    at = timezone.localtime(last.at)
    return (
        f"{last.by} ({last.for_unit}) vừa làm việc “{last.get_move_display()}” lúc {at:%H:%M} ngày {at:%d/%m/%Y}, "
        "trước lần lưu này. Hãy tải lại trang, xem nội dung mới rồi sửa tiếp."
    )
