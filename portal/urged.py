"""Urgings beside what they are about: on the page of a report, of a piece of work, of a unit."""

from dataclasses import dataclass

from common import clock
from oversight.models import Urging
from portal.words import Word

MOST = 5
SHOWN = [
    *("level", "channel", "urged_on", "answer_by", "acknowledged_at", "answered_at"),
    *("for_unit__name", "for_unit__short_name"),
]


@dataclass(frozen=True)
class Urged:
    """The latest urgings about one thing, each with its Word; `more` when there are others."""

    rows: list
    more: bool


def urged_of(membership, **about):
    """Return the Urged that the post may see of what the lookups `about` of an Urging name (1 query)."""
    found = Urging.objects.visible_to(membership).filter(**about).with_open_work().select_related("for_unit")
    found, on = list(found.only(*SHOWN).order_by("-urged_on", "-pk")[: MOST + 1]), clock.today()
    return Urged([(one, standing_of(one, on)) for one in found[:MOST]], len(found) > MOST)


def standing_of(urging, on):
    """Return the Word of an urging read with `with_open_work()`."""
    if urging.answered_at:
        return Word("đã trả lời, việc chưa xong", "info") if urging.work_open else Word("đã trả lời, đã xong", "good")
    if not urging.work_open:
        return Word("việc đã xong", "good")
    if urging.answer_by < on:
        return Word(f"chưa trả lời, quá hạn {(on - urging.answer_by).days} ngày", "late")
    return Word("đã tiếp nhận, chờ trả lời", "wait") if urging.acknowledged_at else Word("chờ tiếp nhận", "neutral")
