"""More time that was asked for: granted, asked for too late, refused, waiting; and the days that were gained.

A request counts for the unit that made it, from the day it was made; its decision from the day it was decided. What was
withdrawn by the day counts nowhere. In a period count the reports of that period, and work that was due within it.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Case, Count, DateField, DurationField, ExpressionWrapper, F, Q, Sum, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from figures.memory import OF_ALL, remembered
from figures.scope import Scope
from oversight.enums import ExtensionState
from oversight.models import Extension


@dataclass(frozen=True)
class ExtensionNumber:
    """A number of requests: its name in addresses, its words, what it counts, its formula in words."""

    name: str
    words: str
    formula: str


_ALL = [
    ExtensionNumber(
        "granted",
        "Được gia hạn",
        "Đếm đề nghị gia hạn đã được đồng ý đến hết ngày tính; một việc được gia hạn hai lần là hai đề nghị.",
    ),
    ExtensionNumber(
        "granted_late",
        "Được gia hạn, đề nghị khi đã quá hạn",
        "Đếm trong số được gia hạn những đề nghị gửi sau thời hạn: đơn vị có ngày mới, nhưng vẫn tính là quá hạn.",
    ),
    ExtensionNumber("refused", "Không được gia hạn", "Đếm đề nghị đã có quyết định không gia hạn, kèm lý do."),
    ExtensionNumber("waiting", "Chờ quyết định", "Đếm đề nghị đã gửi mà đến hết ngày tính chưa có quyết định."),
]
EXTENSION_NUMBERS = {number.name: number for number in _ALL}


@dataclass(frozen=True)
class ExtensionFigures:
    granted: int = 0
    granted_late: int = 0
    refused: int = 0
    waiting: int = 0
    days: int = 0

    def number(self, name):
        """Return the number called `name` (a key of EXTENSION_NUMBERS)."""
        return getattr(self, name)


@remembered(rooms=OF_ALL)
def extension_figures(scope, *, since=None):
    """Return the ExtensionFigures of a scope; `days` are those between the old and the new day, added up. One query.

    `since` is the day from which on decisions count, all of them without one; what waits, waits whenever it was asked.
    """
    granted = _condition(scope, "granted", since)
    gained = ExpressionWrapper(F("granted_on") - F("due_on"), DurationField())
    counts = {name: Count("pk", filter=_condition(scope, name, since)) for name in EXTENSION_NUMBERS}
    sums = _asked(scope).order_by().aggregate(**counts, gained=Sum(gained, filter=granted))
    gained = sums.pop("gained") or datetime.timedelta()
    return ExtensionFigures(**sums, days=gained.days)


def list_extensions(scope, number, *, since=None):
    """Return the requests behind the number called `number`, as a queryset to be paged, oldest first.

    `granted_then` is the day that had been granted by the day of the figure, or nothing.
    """
    rows = _asked(scope).filter(_condition(scope, number, since)).for_page().order_by("asked_at", "pk")
    return rows.annotate(granted_then=Case(When(decided_at__lt=scope.end, then=F("granted_on"))))


def _asked(scope: Scope):
    of_plan = Q(assignment__task__plan=scope.plan) | Q(report__period__plan=scope.plan)
    rows = Extension.objects.filter(of_plan, asked_at__lt=scope.end)
    if scope.period:
        covered = (scope.period.covers_from, scope.period.covers_to)
        rows = rows.filter(Q(report__period=scope.period) | Q(assignment__isnull=False, due_on__range=covered))
    return scope.of_units(rows, "for_unit_id").alias(asked_day=TruncDate("asked_at", output_field=DateField()))


def _condition(scope, name, since):
    decided = Q(decided_at__lt=scope.end)
    if since:
        decided &= Q(decided_at__gte=timezone.make_aware(datetime.datetime.combine(since, datetime.time.min)))
    granted = decided & Q(state=ExtensionState.GRANTED)
    return {
        "granted": granted,
        "granted_late": granted & Q(asked_day__gt=F("due_on")),
        "refused": decided & Q(state=ExtensionState.REFUSED),
        "waiting": Q(decided_at=None) | Q(decided_at__gte=scope.end),
    }[name]
