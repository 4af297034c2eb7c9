"""What has been overdue the longest, with days."""

from django.db.models import Q

from figures.duties import list_duties, read_duties
from figures.memory import remembered


@remembered
def longest_overdue(scope, *, limit=10):
    """Return the `limit` duties that are overdue the longest, as Duty rows, the oldest first."""
    until, narrowed = _old_enough(scope, limit)
    return read_duties(scope, list_duties(narrowed, "open_overdue", where=until and Q(due__lte=until))[:limit])


def _old_enough(scope, limit):
    """Return the due day up to which `limit` cycles that are kept counted are overdue, and the scope of their periods:
    nothing later is asked for. None and the scope as it is, where there are fewer."""
    # What is due in one period is due on few days: there is nothing to narrow.
    if scope.period or not scope.ledger.kept:
        return None, scope
    found, periods = 0, {period.pk for period in scope.ledger.periods if not period.is_counted}
    for due, numbers in sorted(scope.ledger.overdue_by_day().items()):
        found += sum(numbers.values())
        periods |= numbers.keys()
        if found >= limit:
            return due, scope.narrowed([period for period in scope.ledger.periods if period.pk in periods])
    return None, scope
