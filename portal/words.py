"""Words of every section: how something stands, in one word with its colour; and a moment as one says it."""

from dataclasses import dataclass

from django.utils.timezone import localtime

from common.clock import today


@dataclass(frozen=True)
class Word:
    """Words for parts/_state.html, and the tone they are shown in."""

    word: str
    tone: str


def shortened(text, letters):
    """Return the text, or its first words up to so many letters: a word cut in two reads as another word. One that is
    longer than half of them, an address of a page, is cut all the same."""
    if len(text) <= letters:
        return text
    cut = text[:letters]
    place = cut.rfind(" ")
    return f"{(cut[:place] if place > letters // 2 else cut).rstrip(' ,;:.–-')}…"


def clock_words(moment):
    """Return the time of day of `moment`, with the day when it is not today."""
    local = localtime(moment)
    return f"{local:%H:%M}" if local.date() == today() else f"{local:%H:%M %d/%m/%Y}"
