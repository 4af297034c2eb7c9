"""The duties that are due first, without putting all of a country in order; and what has been overdue the longest."""

from django.db.models import Q

from figures.cells import DATED, NUMBERS
from figures.duties import list_duties, read_duties
from figures.memory import remembered


@remembered
def longest_overdue(scope, *, limit=10):
    """Return the `limit` duties that are overdue the longest, as Duty rows, the oldest first."""
    return read_duties(scope, list_first_due(scope, "open_overdue", limit)[:limit])


def list_first_due(scope, number, limit):
    """Return of the rows that `list_duties` has for the number called `number` the first `limit`, and maybe more."""
    until, narrowed = _due_early(scope, NUMBERS[number].cells, limit)
    return list_duties(narrowed, number, where=until and Q(due__lte=until))


def _due_early(scope, cells, limit):
    """Return the due day up to which `limit` cycles that are kept counted stand in `cells`, and the scope of their
    periods: nothing later is asked for. None and the scope as it is, where there are fewer."""
    # What is due in one period is due on few days: there is nothing to narrow. Nor has all work that is left out a day.
    if scope.period or not scope.ledger.kept or not set(cells) <= set(DATED):
        return None, scope
    found, periods = 0, {period.pk for period in scope.ledger.periods if not period.is_counted}
    for due, numbers in sorted(scope.ledger.by_due_day(cells).items()):
        found += sum(numbers.values())
        periods |= numbers.keys()
        if found >= limit:
            return due, scope.narrowed([period for period in scope.ledger.periods if period.pk in periods])
    return None, scope
