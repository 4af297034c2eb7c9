"""What inspections and the committee still wait for, as of today: findings and directions, each number with its list.

The lists show how things stand now, so on the board of a day that is past there is nothing of this.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from common.clock import today
from figures.directions import direction_figures
from figures.inspections import finding_figures
from figures.memory import OF_STEPS, remembered
from oversight.models import Direction, Finding
from portal.dashboards.selection import Linked
from portal.directing import DIRECTIONS_BY
from portal.findings import FINDINGS_BY


class Followed:
    """Findings and directions of a Selection, without regard to periods; each is counted when the page asks (1 query
    each), over what the post may see."""

    def __init__(self, selection):
        self.selection = selection
        self.today = today()

    @cached_property
    def findings(self):
        """{name: Linked, or None where there is none} by the names of FINDING_NUMBERS."""
        return self._linked("finding-list", _findings, FINDINGS_BY)

    @cached_property
    def directions(self):
        """{name: Linked, or None where there is none} by the names of DIRECTION_NUMBERS."""
        return self._linked("direction-list", _directions, DIRECTIONS_BY)

    def _linked(self, page, count, keys):
        if self.selection.scope.on != self.today:
            return {}
        figures, asked = count(self.selection), self.selection.asked_of_lists
        return {name: self._link(page, figures.number(name), asked | {"tinh_trang": key}) for key, name in keys.items()}

    def _link(self, page, number, asked):
        return Linked(number, f"{reverse(f'portal:{page}')}?{urlencode(asked)}") if number else None


@remembered(rooms=OF_STEPS)
def _findings(selection):
    seen = Finding.objects.visible_to(selection.membership)
    return finding_figures(selection.within(seen, "inspection__plan", "unit"), selection.scope.on)


@remembered(rooms=OF_STEPS)
def _directions(selection):
    seen = Direction.objects.visible_to(selection.membership)
    return direction_figures(selection.within(seen, "plan", "to_unit"), selection.scope.on)
