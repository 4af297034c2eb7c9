"""How long what is late is late, or was: 1–30, 31–90, more than 90 days (DOMAIN §2), of duties and of reports.

Days run from the due date until the work was done or the report was first sent; without that, until the day of the
figure. Only what is late has a length.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, TextChoices
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from figures.cells import Cell
from figures.duties import late_duties_by_days
from figures.reports import Standing, list_reports


class Length(TextChoices):
    SHORT = "1-30", "1–30 ngày"
    MIDDLE = "31-90", "31–90 ngày"
    LONG = "tren-90", "trên 90 ngày"


# The first and the last day of each.
DAYS = {Length.SHORT: (1, 30), Length.MIDDLE: (31, 90), Length.LONG: (91, None)}
LATE_DUTIES = (Cell.OPEN_OVERDUE, Cell.DONE_LATE)
LATE_REPORTS = (Standing.MISSING, Standing.LATE)


@dataclass(frozen=True)
class Lateness:
    """Numbers by what is late (a Cell or a Standing) and by Length."""

    counts: dict

    def number(self, length, kinds):
        """Return how many of `kinds` are late by `length`; kinds that are never late count 0."""
        return sum(self.counts.get(kind, {}).get(length, 0) for kind in kinds)


def length_of(days):
    """Return the Length of `days` of lateness, or None when there are none."""
    return next((length for length, (first, last) in DAYS.items() if first <= days <= (last or days)), None)


def duty_lateness(scope, *, home=None):
    """Return the Lateness of the duties of a scope, of one Home if asked."""
    found = defaultdict(Counter)
    for cell, days, number in late_duties_by_days(scope, home):
        found[cell][length_of(days)] += number
    return Lateness(found)


def report_lateness(scope):
    """Return the Lateness of the reports of a scope (1 query)."""
    found = defaultdict(Counter)
    rows = list_reports(scope, "expected").filter(standing__in=LATE_REPORTS).order_by()
    for standing, due, sent_on, number in rows.values_list("standing", "due", "first_sent_on").annotate(Count("pk")):
        found[standing][length_of(((sent_on or scope.on) - due).days)] += number
    return Lateness(found)


def late_duties(scope, length):
    """Condition on rows of `sources`: late by `length`."""
    still, then = Q(cell=Cell.OPEN_OVERDUE), Q(cell=Cell.DONE_LATE)
    return (still & _until_now(scope, length, "due")) | (then & _between(length, "due", "finished"))


def late_reports(scope, length):
    """Condition on rows of `list_reports`: late by `length`."""
    still, then = Q(standing=Standing.MISSING), Q(standing=Standing.LATE)
    return (still & _until_now(scope, length, "due")) | (then & _between(length, "due", "first_sent_on"))


def _until_now(scope, length, due):
    first, last = DAYS[length]
    late = Q(**{f"{due}__lte": scope.on - datetime.timedelta(days=first)})
    return late & Q(**{f"{due}__gte": scope.on - datetime.timedelta(days=last)}) if last else late


def _between(length, due, until):
    first, last = DAYS[length]
    took = ExpressionWrapper(F(until) - F(due), DurationField())
    late = Q(GreaterThanOrEqual(took, datetime.timedelta(days=first)))
    return late & Q(LessThanOrEqual(took, datetime.timedelta(days=last))) if last else late
