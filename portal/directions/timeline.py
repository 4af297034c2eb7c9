"""What happened to one direction, as the timeline shows it, the newest first."""

from django.utils import timezone

from oversight.enums import DirectionMove
from portal.steps import Step, person_of

SIGNS = {
    DirectionMove.GIVE: ("info", "chat-left-text"),
    DirectionMove.PASS_ON: ("wait", "arrow-right"),
    DirectionMove.ACKNOWLEDGE: ("wait", "check2"),
    DirectionMove.ANSWER: ("info", "reply"),
    DirectionMove.ASK_AGAIN: ("warn", "question-lg"),
    DirectionMove.CLOSE: ("good", "check2-circle"),
    DirectionMove.WITHDRAW: ("neutral", "x-lg"),
}


def steps_of(direction):
    """Return the Steps of a direction, as far as its reader may read them."""
    events = direction.read_events()
    steps = [_step(event, before) for event, before in zip(events, [None, *events], strict=False)]
    return steps[::-1]


def _step(event, before):
    return Step(_title(event, before), event.at, person_of(event), event.for_unit, *SIGNS[event.move], event.text)


def _title(event, before):
    until = f", trả lời trước hết ngày {event.due_on:%d/%m/%Y}" if event.due_on else ""
    if event.move == DirectionMove.GIVE:
        return f"Cho ý kiến tới {event.to_unit}{until}"
    if event.move == DirectionMove.PASS_ON:
        return f"Chuyển {event.to_unit} trả lời{_late_by(event, before)}{until}"
    if event.move == DirectionMove.ASK_AGAIN:
        return f"Hỏi lại lần {event.round}{until}"
    if event.move == DirectionMove.ANSWER and event.round > 1:
        return f"Trả lời lần {event.round}"
    return event.get_move_display().capitalize()


def _late_by(event, before):
    """Say that the unit from which it was passed on had let the day pass: the new day does not hide it."""
    days = (timezone.localdate(event.at) - before.due_on).days
    return f" khi đã quá hạn {days} ngày" if days > 0 else ""
