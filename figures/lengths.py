"""How long what is late is late: 1–30, 31–90, more than 90 days (DOMAIN §2)."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, DurationField, ExpressionWrapper, F, Q, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual


class Length(TextChoices):
    SHORT = "1-30", "1–30 ngày"
    MIDDLE = "31-90", "31–90 ngày"
    LONG = "tren-90", "trên 90 ngày"


# The first and the last day of each.
DAYS = {Length.SHORT: (1, 30), Length.MIDDLE: (31, 90), Length.LONG: (91, None)}


@dataclass(frozen=True)
class Lateness:
    """Numbers by what is late (a Cell or a Standing) and by Length."""

    counts: dict

    @classmethod
    def of(cls, counts):
        return cls({kind: found for kind, found in counts.items() if any(found.values())})

    def number(self, length, kinds):
        """Return how many of `kinds` are late by `length`; kinds that are never late count 0."""
        return sum(self.counts.get(kind, {}).get(length, 0) for kind in kinds)


def length_of(days):
    """Return the Length of `days` of lateness, or None when there are none."""
    return next((length for length, (first, last) in DAYS.items() if first <= days <= (last or days)), None)


def until_now(scope, length, due):
    """Condition: what was due on the column `due` is late by `length` on the day of `scope`."""
    first, last = DAYS[length]
    late = Q(**{f"{due}__lte": scope.on - datetime.timedelta(days=first)})
    return late & Q(**{f"{due}__gte": scope.on - datetime.timedelta(days=last)}) if last else late


def between(length, due, until):
    """Condition: from the column `due` to the column `until` it was late by `length`."""
    first, last = DAYS[length]
    took = ExpressionWrapper(F(until) - F(due), DurationField())
    late = Q(GreaterThanOrEqual(took, datetime.timedelta(days=first)))
    return late & Q(LessThanOrEqual(took, datetime.timedelta(days=last))) if last else late


def case_of_length(is_late_by):
    """Return the expression for the Length of what is late: `is_late_by(days)` is the condition that it is by so many
    days or more. Nothing when none holds."""
    longest_first = reversed(DAYS.items())
    return Case(*[When(is_late_by(first), then=Value(length.value)) for length, (first, _) in longest_first])


def length_on(scope):
    """Return the expression for the Length by which rows with `due` and `finished` are late, those that are."""
    late = ExpressionWrapper(Coalesce("finished", Value(scope.on)) - F("due"), DurationField())
    return case_of_length(lambda days: Q(GreaterThanOrEqual(late, datetime.timedelta(days))))
