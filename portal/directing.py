"""Directions on the page of what they are about: those the reader may see, how each stands, and where to give one."""

from dataclasses import dataclass

from django.urls import reverse

from common import clock
from common.lean import through
from oversight.enums import DirectionState, DirectionSubject
from oversight.models import Direction
from oversight.permissions.directions import can_give, plans_to_direct
from portal.words import Word
from tasks.models import places_of
from units.models import Unit

AT_MOST = 5
# What the page of a thing shows of its directions: not again what they are about, but for a group of a plan.
SHOWN = [
    *("text", "subject", "state", "given_at", "due_on", "group__number"),
    *through(Unit.NAME, "to_unit"),
]
TONES = {
    DirectionState.NOTED: "info",
    DirectionState.GIVEN: "neutral",
    DirectionState.ACKNOWLEDGED: "wait",
    DirectionState.ANSWERED: "wait",
    DirectionState.CLOSED: "good",
    DirectionState.WITHDRAWN: "neutral",
}

# Which number of the figures a filter of the list shows the rows of, by its key in the address.
DIRECTIONS_BY = {"cho-tra-loi": "owed", "qua-han": "overdue", "da-tra-loi": "answered"}


@dataclass(frozen=True)
class DirectionsHere:
    """[(Direction, Word of how it stands)], the newest first, and the address of the form; "" for who may not give."""

    rows: list
    give_url: str
    more: bool


def standing_of(direction, on):
    """Return the Word of how a direction stands on the day `on`: an answer that is late is said to be late."""
    if late := direction.days_late(on):
        return Word(f"chưa trả lời, quá hạn {late} ngày", "late")
    return Word(direction.get_state_display(), TONES[direction.state])


def directions_here(membership, kind, thing, plan=None):
    """Return the DirectionsHere of `thing`, a plan, task, unit or report that the post has open (1 query, 1 more when
    there are any, 1 more on a unit for the committee). A plan shows those on its groups as well. `plan` is known for
    all but a unit."""
    found = Direction.objects.visible_to(membership)
    if kind == DirectionSubject.PLAN:
        found = found.filter(plan=thing, subject__in=[DirectionSubject.PLAN, DirectionSubject.GROUP])
    else:
        found = found.filter(subject=kind, **{str(kind): thing})
    keys, on = list(found.values_list("pk", flat=True)[: AT_MOST + 1]), clock.today()
    rows = [(one, standing_of(one, on)) for one in _read(keys[:AT_MOST])]
    gives = can_give(membership, plan) if plan else _may_direct(membership, thing)
    url = reverse(f"portal:direction-give-{kind}", args=[thing.pk]) if gives else ""
    return DirectionsHere(rows, url, len(keys) > AT_MOST)


def _read(keys):
    """Return the directions of `keys`. Mostly there are none, and the database would think longer about how to join
    all that is shown of a direction than about the answer: the keys are found first."""
    return Direction.objects.filter(pk__in=keys).select_related("group", "to_unit").only(*SHOWN) if keys else []


def _may_direct(membership, unit):
    committee = any(place.is_committee for place in places_of(membership))
    return committee and plans_to_direct(membership, unit).exists()
