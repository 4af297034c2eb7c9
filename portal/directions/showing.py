"""The page of one direction: what was said, who owes the answer, what was answered; and the acts on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from oversight.actions import directions as acts
from oversight.enums import DIRECTION_MOVES, DirectionMove, DirectionState, DirectionSubject
from oversight.forms.directions import (
    AnswerDirectionForm,
    AskAgainForm,
    CloseDirectionForm,
    PassOnForm,
    WithdrawDirectionForm,
)
from oversight.models import Direction
from oversight.permissions import directions as may
from portal.acts import act, page, require
from portal.directing import standing_of
from portal.directions.timeline import steps_of
from progress.models import Report


@page
def direction_page(request, pk):
    return _show(request, _find(request, pk))


@act(back="portal:direction")
def acknowledge(request, pk):
    direction = _find(request, pk)
    require(may.can_answer(request.membership, direction))
    acts.acknowledge(direction, by=request.membership)
    messages.success(request, f"Đã tiếp nhận. Hạn trả lời: hết ngày {direction.due_on:%d/%m/%Y}.")
    return redirect(direction)


@act(back="portal:direction")
def answer(request, pk):
    direction = _find(request, pk)
    require(may.can_answer(request.membership, direction))
    form = AnswerDirectionForm(request.POST, direction=direction)
    if not form.is_valid():
        return _show(request, direction, answer_form=form)
    acts.answer(direction, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã trả lời {direction.for_unit}.")
    return redirect(direction)


@act(back="portal:direction")
def pass_on(request, pk):
    direction = _find(request, pk)
    require(may.can_pass_on(request.membership, direction))
    form = PassOnForm(request.POST, direction=direction)
    if not form.is_valid():
        return _show(request, direction, pass_form=form)
    acts.pass_on(direction, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã chuyển {direction.to_unit} trả lời.")
    return redirect(direction)


@act(back="portal:direction")
def close(request, pk):
    direction = _find(request, pk)
    require(may.can_judge(request.membership, direction))
    form = CloseDirectionForm(request.POST, direction=direction)
    if not form.is_valid():
        return _show(request, direction, close_form=form)
    acts.close_direction(direction, **form.cleaned_data, by=request.membership)
    messages.success(request, "Đã khép lại ý kiến chỉ đạo.")
    return redirect(direction)


@act(back="portal:direction")
def ask_again(request, pk):
    direction = _find(request, pk)
    require(may.can_judge(request.membership, direction))
    form = AskAgainForm(request.POST, direction=direction)
    if not form.is_valid():
        return _show(request, direction, again_form=form)
    acts.ask_again(direction, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã hỏi lại {direction.to_unit}.")
    return redirect(direction)


@act(back="portal:direction")
def withdraw(request, pk):
    direction = _find(request, pk)
    require(may.can_judge(request.membership, direction))
    form = WithdrawDirectionForm(request.POST)
    if not form.is_valid():
        return _show(request, direction, withdraw_form=form)
    acts.withdraw_direction(direction, **form.cleaned_data, by=request.membership)
    messages.success(request, "Đã rút ý kiến chỉ đạo.")
    return redirect(direction)


def _find(request, pk):
    seen = Direction.objects.visible_to(request.membership).as_read_by(request.membership)
    return get_object_or_404(seen.for_page().with_events(), pk=pk)


def _show(request, direction, **bound):
    """`bound` is a form that was badly filled in; it shows beside those that can still be used."""
    membership = request.membership
    context = {
        "direction": direction,
        "standing": standing_of(direction, clock.today()),
        "is_late": direction.days_late(clock.today()) > 0,
        "thing_url": _thing_url(membership, direction),
        "answer": _last_answer(direction),
        "may_acknowledge": direction.state == DirectionState.GIVEN and _owes(membership, direction),
        **_forms(membership, direction),
        **bound,
        "bound": next(iter(bound.values()), None),
        "steps": steps_of(direction),
        "crumbs": [("Ý kiến chỉ đạo", reverse("portal:direction-list")), (direction.about, "")],
    }
    return render(request, "portal/directions/direction.html", context, status=422 if bound else 200)


def _forms(membership, direction):
    """The forms of the acts that the post may do now, the others None."""
    passes, judges = may.can_pass_on(membership, direction), may.can_judge(membership, direction)
    withdrawn_from, _ = DIRECTION_MOVES[DirectionMove.WITHDRAW]
    is_answered = judges and direction.state == DirectionState.ANSWERED
    return {
        "answer_form": AnswerDirectionForm(direction=direction) if _owes(membership, direction) else None,
        "pass_form": PassOnForm(direction=direction) if passes and direction.is_owed else None,
        "close_form": CloseDirectionForm(direction=direction) if is_answered else None,
        "again_form": AskAgainForm(direction=direction) if is_answered else None,
        "withdraw_form": WithdrawDirectionForm() if judges and direction.state in withdrawn_from else None,
    }


def _owes(membership, direction):
    return direction.is_owed and membership.works and membership.unit_id == direction.to_unit_id


def _last_answer(direction):
    answers = [event for event in direction.read_events() if event.move == DirectionMove.ANSWER]
    return answers[-1] if answers else None


def _thing_url(membership, direction):
    """Where the thing is shown, or "" when the reader may not open it: a report of another unit (1 query for one)."""
    if direction.subject == DirectionSubject.GROUP:
        return f"{direction.plan.get_absolute_url()}#nhom-{direction.group.number}"
    if direction.subject == DirectionSubject.REPORT:
        reports = Report.objects.openable_by(membership).filter(pk=direction.report_id)
        return direction.report.get_absolute_url() if reports.exists() else ""
    return direction.thing.get_absolute_url()
