"""Urgings beside what they are about: on the page of a report, of a piece of work, of a unit."""

from dataclasses import dataclass

from common import clock
from common.lean import through
from oversight.models import Urging
from portal.words import Word
from units.models import Unit

MOST = 5
SHOWN = [
    *("level", "channel", "urged_on", "answer_by", "acknowledged_at", "answered_at"),
    *through(Unit.NAME, "for_unit"),
]


@dataclass(frozen=True)
class Urged:
    """The latest urgings about one thing, each with its Word; `more` when there are others."""

    rows: list
    more: bool


def urged_of(membership, **about):
    """Return the Urged that the post may see of what the lookups `about` of an Urging name (1 query, 1 more when there
    are any). Mostly there are none: whether work is still open is asked only of those that are found."""
    found = Urging.objects.visible_to(membership).filter(**about).order_by("-urged_on", "-pk")
    keys = list(found.values_list("pk", flat=True)[: MOST + 1])
    return Urged(_read(keys[:MOST]), len(keys) > MOST)


def _read(keys):
    if not keys:
        return []
    urgings, on = Urging.objects.filter(pk__in=keys).with_open_work().select_related("for_unit"), clock.today()
    return [(one, standing_of(one, on)) for one in urgings.only(*SHOWN).order_by("-urged_on", "-pk")]


def standing_of(urging, on):
    """Return the Word of an urging read with `with_open_work()`."""
    if urging.answered_at:
        return Word("đã trả lời, việc chưa xong", "info") if urging.work_open else Word("đã trả lời, đã xong", "good")
    if not urging.work_open:
        return Word("việc đã xong", "good")
    if urging.answer_by < on:
        return Word(f"chưa trả lời, quá hạn {(on - urging.answer_by).days} ngày", "late")
    return Word("đã tiếp nhận, chờ trả lời", "wait") if urging.acknowledged_at else Word("chờ tiếp nhận", "neutral")
