"""Tags of the shared parts."""

from dataclasses import dataclass

from django import template

from common import clock

register = template.Library()

DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class Standing:
    """How a duty stands against its deadline: a word, an icon and a tone, always the three together."""

    words: str
    icon: str
    tone: str


@register.simple_tag
def deadline(due_on, today=None, done_on=None):
    """Return the Standing of a duty due on `due_on`, done on `done_on`, as seen on `today`."""
    if due_on is None or due_on == "":
        return Standing("Không hạn", "infinity", "neutral")
    if done_on:
        return _done((done_on - due_on).days)
    return _open((due_on - (today or clock.today())).days)


def _done(days_late):
    if days_late > 0:
        return Standing(f"Xong, quá hạn {days_late} ngày", "check-circle", "late")
    return Standing("Xong đúng hạn", "check-circle-fill", "good")


def _open(days_left):
    if days_left < 0:
        return Standing(f"Quá hạn {-days_left} ngày", "exclamation-octagon-fill", "late")
    if days_left == 0:
        return Standing("Đến hạn hôm nay", "alarm-fill", "warn")
    if days_left <= DUE_SOON_DAYS:
        return Standing(f"Sắp đến hạn, còn {days_left} ngày", "alarm", "warn")
    return Standing(f"Còn {days_left} ngày", "calendar-event", "neutral")
