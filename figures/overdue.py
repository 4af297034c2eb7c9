"""What has been overdue the longest, with days."""

from figures.duties import list_duties, read_duties


def longest_overdue(scope, *, limit=10):
    """Return the `limit` duties that are overdue the longest, as Duty rows, the oldest first (2 queries)."""
    return read_duties(scope, list_duties(scope, "open_overdue")[:limit])
