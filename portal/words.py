"""Words of every section: how something stands, in one word with its colour; and a moment as one says it."""

from dataclasses import dataclass

from django.utils.timezone import localtime

from common.clock import today


@dataclass(frozen=True)
class Word:
    """Words for parts/_state.html, and the tone they are shown in."""

    word: str
    tone: str


def clock_words(moment):
    """Return the time of day of `moment`, with the day when it is not today."""
    local = localtime(moment)
    return f"{local:%H:%M}" if local.date() == today() else f"{local:%H:%M %d/%m/%Y}"
