"""Tags of the shared parts."""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html

from common import clock
from common.shortening import shortened

register = template.Library()

DUE_SOON_DAYS = 7

register.filter("shortened", shortened)


TONE_ICONS = {
    "neutral": "circle",
    "info": "info-circle-fill",
    "wait": "hourglass-split",
    "good": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "late": "exclamation-octagon-fill",
}


@dataclass(frozen=True)
class Standing:
    """How a duty stands against its deadline: a word, an icon and a tone, always the three together."""

    words: str
    icon: str
    tone: str


@register.simple_tag(takes_context=True)
def tone_icon(context):
    """Return the name of the icon in the context, or else the one that goes with its `tone`."""
    return context.get("icon") or TONE_ICONS.get(context.get("tone"), "circle")


@register.simple_tag
def state(word, tone="neutral", icon=""):
    """Return what stands for a state, as the part `_state` writes it: where there are many rows an include is felt."""
    return format_html(
        '<span class="state tone-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
        tone or "neutral",
        icon or TONE_ICONS.get(tone, "circle"),
        word,
    )


@register.simple_tag
def deadline_of(due_on, done_on=None):
    """Return how a duty stands against its deadline today, as the part `_deadline` writes it, for lists of many."""
    standing = standing_of(due_on, done_on=done_on, on=clock.today())
    day = format_html('<span class="deadline-date">hạn {}</span>', f"{due_on:%d/%m/%Y}") if due_on else ""
    return format_html(
        '<span class="deadline tone-{}"><span class="deadline-words"><i class="bi bi-{}" aria-hidden="true"></i>{}'
        "</span> {}</span>",
        standing.tone,
        standing.icon,
        standing.words,
        day,
    )


@register.simple_tag(takes_context=True)
def deadline(context):
    """Return the Standing of the duty in the context: `due_on`, and if known `done_on` and `today`."""
    return standing_of(context.get("due_on"), done_on=context.get("done_on"), on=context.get("today") or clock.today())


def standing_of(due_on, *, done_on, on):
    """Return how a duty due on `due_on` and done on `done_on` (or not yet) stands on the day `on`."""
    if not due_on:
        return Standing("Không hạn", "infinity", "neutral")
    if done_on:
        return _done((done_on - due_on).days)
    return _open((due_on - on).days)


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
