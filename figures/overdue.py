"""What has been overdue the longest, with days."""

from django.db.models import Q

from figures.cells import Cell
from figures.duties import list_duties, read_duties, sources


def longest_overdue(scope, *, limit=10):
    """Return the `limit` duties that are overdue the longest, as Duty rows, the oldest first."""
    until = _old_enough(scope, limit)
    return read_duties(scope, list_duties(scope, "open_overdue", where=until and Q(due__lte=until))[:limit])


def _old_enough(scope, limit):
    """The due day up to which `limit` cycles that are kept counted are overdue, or None: nothing later is asked for."""
    if not scope.ledger.kept:
        return None
    late, found = scope.ledger.late(sources(scope)[1], None), 0
    for due, number in sorted((due, number) for (cell, due, _), number in late.items() if cell == Cell.OPEN_OVERDUE):
        found += number
        if found >= limit:
            return due
    return None
