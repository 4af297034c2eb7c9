"""Directions: given by the steering committee, passed on, answered, closed or asked again; each one guarded update.

Every act leaves an event, which is never changed. Whoever owes the answer is told by the act that makes him owe it.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import clock
from common.calendar import next_working_day
from common.refusals import Refused
from oversight.enums import DIRECTION_MOVES, DirectionMove, DirectionState, DirectionSubject
from oversight.models import Direction, DirectionEvent
from oversight.permissions.directions import addressees
from progress.actions.report_writing import clean_text
from units.actions import notify_unit
from units.enums import Role

KEPT = ["state", "to_unit", "due_on", "round", "closed_at"]


class DirectionRefused(Refused):
    """A direction cannot be given, or nothing done with it, as things stand."""


@transaction.atomic
def give_direction(kind, thing, *, plan, text, to_unit=None, due_on=None, token, by):
    """Give a direction on `thing` (of the DirectionSubject `kind`) within `plan`; return it.

    With the day `due_on` (a day off moves to the next working day) `to_unit` owes an answer, else it is only told;
    without `to_unit` it goes to the standing office. The same `token` twice gives one. Refused without a text, for a
    unit outside the plan, and for a day before today.
    """
    text, to_unit = clean_text(text), to_unit or plan.standing_office
    if made := Direction.objects.filter(token=token).first():
        return _same(made, by)
    due_on = due_on and next_working_day(due_on)
    _check(plan, text, to_unit, due_on)
    about = {} if kind == DirectionSubject.PLAN else {str(kind): thing}
    owed = {"to_unit": to_unit, "due_on": due_on, "state": DirectionState.GIVEN if due_on else DirectionState.NOTED}
    who = {"given_at": clock.now(), "by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    try:
        with transaction.atomic():
            made = Direction.objects.create(plan=plan, subject=kind, text=text, token=token, **about, **owed, **who)
    except IntegrityError:
        # The form was sent twice at the same moment: the other one was first.
        return _same(Direction.objects.get(token=token), by)
    _note(made, DirectionMove.GIVE, by=by)
    asked = f"Trả lời trước hết ngày {due_on:%d/%m/%Y}. " if due_on else ""
    _tell(made, f"{by.unit} cho ý kiến chỉ đạo về {made.about}. {asked}{text}", by=by)
    return made


@transaction.atomic
def acknowledge(direction, *, by):
    """Tiếp nhận: the unit that owes the answer has read it."""
    _move(direction, DirectionMove.ACKNOWLEDGE, by=by, held_by=by.unit)


@transaction.atomic
def answer(direction, *, asked_round, text, by):
    """Trả lời: the unit that owes it now says what was done about what was asked in round `asked_round`.

    Refused without words, once it owes it no more, and when something else was asked meanwhile.
    """
    text = _words(text, "Hãy ghi nội dung trả lời.")
    _move(direction, DirectionMove.ANSWER, by=by, text=text, held_by=by.unit, read_round=asked_round)
    _tell_committee(direction, f"{by.unit} trả lời ý kiến chỉ đạo về {direction.about}: {text}", by=by)


@transaction.atomic
def pass_on(direction, *, to_unit, reason, due_on, by):
    """Chuyển đơn vị trả lời: `to_unit` owes the answer from now on, by the day `due_on`.

    While the committee's day is not past, nobody gives more time than it did; once it is past, the unit gets a day of
    its own and the committee is told. The day before stays in the events. Refused without a reason, for a day before
    today, for a unit outside the plan, and when it lies with that unit or was passed on by somebody else meanwhile.
    """
    reason = _words(reason, "Hãy ghi lý do chuyển; đơn vị nhận đọc lý do này.")
    before = direction.to_unit
    if to_unit == before:
        raise DirectionRefused(f"Ý kiến này đang chờ {before} trả lời. Hãy chọn đơn vị khác.")
    if not addressees(direction.plan).filter(pk=to_unit.pk).exists():
        raise DirectionRefused(f"{to_unit} không tham gia kế hoạch này. Hãy chọn đơn vị khác.")
    due_on, was_late = _day_passed_on(direction, due_on)
    read = {"held_by": before, "read_round": direction.round}
    _move(direction, DirectionMove.PASS_ON, by=by, text=reason, **read, to_unit=to_unit, due_on=due_on)
    day = f"{due_on:%d/%m/%Y}"
    _tell(
        direction,
        f"{by.unit} chuyển ý kiến chỉ đạo về {direction.about}, trả lời trước hết ngày {day}. {reason}",
        by=by,
    )
    moved = f"Ý kiến chỉ đạo về {direction.about} đã chuyển {to_unit} trả lời"
    if before.pk not in {by.unit_id, to_unit.pk}:
        _tell_unit(direction, before.pk, f"{moved}.", by=by)
    if was_late:
        _tell_unit(direction, direction.for_unit_id, f"{moved} khi đã quá hạn; hạn mới là ngày {day}.", by=by)


@transaction.atomic
def close_direction(direction, *, answer_round, by, remark=""):
    """Khép lại: the answer of round `answer_round` is good enough. Refused when another answer came meanwhile."""
    remark = clean_text(remark)
    _move(direction, DirectionMove.CLOSE, by=by, text=remark, read_round=answer_round, closed_at=clock.now())
    _tell(direction, f"{by.unit} khép lại ý kiến chỉ đạo về {direction.about}. {remark}".strip(), by=by)


@transaction.atomic
def ask_again(direction, *, answer_round, reason, due_on, by):
    """Hỏi lại: the answer of round `answer_round` is not enough; the same unit answers anew by the day `due_on`.

    Refused without a reason, for a day before today, and when another answer came meanwhile.
    """
    reason = _words(reason, "Hãy ghi rõ cần trả lời thêm điều gì.")
    due_on = next_working_day(due_on)
    _check_day(due_on)
    _move(
        direction,
        DirectionMove.ASK_AGAIN,
        by=by,
        text=reason,
        read_round=answer_round,
        due_on=due_on,
        round=answer_round + 1,
    )
    day = f"{due_on:%d/%m/%Y}"
    _tell(direction, f"{by.unit} hỏi lại về {direction.about}, trả lời trước hết ngày {day}. {reason}", by=by)


@transaction.atomic
def withdraw_direction(direction, *, reason, by):
    """Rút ý kiến, or a comment: nobody owes an answer any more; it and whatever was answered stay on the record."""
    reason = _words(reason, "Hãy ghi lý do rút ý kiến.")
    _move(direction, DirectionMove.WITHDRAW, by=by, text=reason, closed_at=clock.now())
    _tell(direction, f"{by.unit} rút ý kiến chỉ đạo về {direction.about}. {reason}", by=by)


def _check(plan, text, to_unit, due_on):
    if not text:
        raise DirectionRefused("Hãy ghi ý kiến chỉ đạo.")
    if not addressees(plan).filter(pk=to_unit.pk).exists():
        raise DirectionRefused(f"{to_unit} không tham gia kế hoạch này. Hãy chọn đơn vị khác.")
    if due_on:
        _check_day(due_on)


def _check_day(due_on):
    if due_on < clock.today():
        raise DirectionRefused("Hạn trả lời phải từ hôm nay trở đi.")


def _day_passed_on(direction, due_on):
    """Return the day by which the next unit answers, and whether the day before it is past."""
    due_on, was_late = next_working_day(due_on), direction.due_on < clock.today()
    _check_day(due_on)
    if not was_late and due_on > next_working_day(direction.due_on):
        raise DirectionRefused(
            f"Ban Chỉ đạo đặt hạn trả lời ngày {direction.due_on:%d/%m/%Y}. Hãy ghi hạn không sau ngày ấy."
        )
    return due_on, was_late


def _words(text, sentence):
    text = clean_text(text)
    if not text:
        raise DirectionRefused(sentence)
    return text


def _same(made, by):
    if (made.by_id, made.for_unit_id) != (by.user_id, by.unit_id):
        raise DirectionRefused("Biểu mẫu này đã dùng rồi. Hãy mở lại trang rồi cho ý kiến.")
    return made


def _move(direction, move, *, by, text="", held_by=None, read_round=None, **values):
    """Do `move` if the direction stands where it may start from and, where it matters, still lies with the unit
    `held_by` and in the round that was read."""
    sources, target = DIRECTION_MOVES[move]
    rows = Direction.objects.filter(pk=direction.pk, state__in=sources)
    if held_by is not None:
        rows = rows.filter(to_unit=held_by)
    if read_round is not None:
        rows = rows.filter(round=read_round)
    if not rows.update(state=target, **values):
        raise DirectionRefused(_who_was_first(direction))
    direction.refresh_from_db(fields=KEPT)
    _note(direction, move, by=by, text=text)


def _note(direction, move, *, by, text=""):
    DirectionEvent.objects.create(
        direction=direction,
        move=move,
        text=text,
        to_unit_id=direction.to_unit_id,
        due_on=direction.due_on,
        round=direction.round,
        at=clock.now(),
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
    )


def _who_was_first(direction):
    last = direction.events.select_related("by", "for_unit", "direction").last()
    if last.direction.state == DirectionState.NOTED:
        return "Ý kiến này chỉ để biết, không cần trả lời."
    at = timezone.localtime(last.at)
    return (
        f"Đồng chí {last.by} ({last.for_unit}) đã {last.get_move_display()} lúc {at:%H:%M} ngày {at:%d/%m/%Y}. "
        "Hãy tải lại trang để xem."
    )


def _tell(direction, text, *, by):
    """Tell the unit that owes or owed the answer, and the standing office, which follows every direction."""
    for unit_id in {direction.to_unit_id, direction.plan.standing_office_id}:
        _tell_unit(direction, unit_id, text, by=by)


def _tell_committee(direction, text, *, by):
    """Tell whoever judges the answer, and the standing office when another unit answered."""
    for unit_id in {direction.for_unit_id, direction.plan.standing_office_id} - {by.unit_id}:
        _tell_unit(direction, unit_id, text, by=by)


def _tell_unit(direction, unit_id, text, *, by):
    notify_unit(
        unit_id,
        roles=[Role.HEAD, Role.WRITER],
        kind="direction",
        object_id=direction.pk,
        text=text,
        except_user=by.user,
    )
