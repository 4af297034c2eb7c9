"""What was true of an assignment, or of a report's due day, at the end of a day, read back from what was done later.

Each function returns an expression for a queryset of assignments (of reports), or of rows whose lookups `prefix` leads
to one. One to which nothing happened after the day is as it stands now; while the day is not over, that is so of all.
"""

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Subquery, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from progress.models import ReportEvent
from tasks.enums import AssignmentMove
from tasks.models import AssignmentEvent

DONE_MOVES = [AssignmentMove.CONFIRM_DONE, AssignmentMove.REOPEN]
REST_MOVES = [AssignmentMove.SUSPEND, AssignmentMove.RESUME]


def done_on(scope):
    """The day the work was done, if it stood confirmed at the end of the day; else nothing."""
    if scope.is_now:
        return F("completed_on")
    day = Cast(KeyTextTransform("completed_on", "changes"), DateField())
    last = _events(scope, "pk", move__in=DONE_MOVES).order_by("-at", "-pk")
    last = last.annotate(day=Case(When(move=AssignmentMove.CONFIRM_DONE, then=day))).values("day")[:1]
    moved_later = Exists(_events(scope, "pk", later=True, move__in=DONE_MOVES))
    return Case(When(moved_later, then=Subquery(last)), default=F("completed_on"), output_field=DateField())


def due_on(scope):
    """The deadline in force at the end of the day, or nothing: what the first change after it replaced."""
    if scope.is_now:
        return F("due_on")
    later = _events(scope, "pk", later=True, changes__has_key="due_on")
    before = later.order_by("at", "pk").annotate(day=Cast(_replaced("due_on"), DateField())).values("day")[:1]
    return Case(When(Exists(later), then=Subquery(before)), default=F("due_on"), output_field=DateField())


def report_due_on(scope, prefix=""):
    """The due day of a report in force at the end of the day: what the first move after it replaced."""
    now = F(f"{prefix}due_on")
    if scope.is_now:
        return now
    later = ReportEvent.objects.filter(report=OuterRef(f"{prefix}pk"), due_before__isnull=False, at__gte=scope.end)
    return Coalesce(Subquery(later.order_by("at", "pk").values("due_before")[:1]), now)


def cadence(scope, prefix=""):
    """The cadence in force at the end of the day, "" for work that was not recurring."""
    now = F(f"{prefix}cadence")
    if scope.is_now:
        return now
    later = _events(scope, f"{prefix}pk", later=True, changes__has_key="cadence").order_by("at", "pk")
    before = later.annotate(word=Cast(_replaced("cadence"), CharField())).values("word")[:1]
    return Coalesce(Subquery(before, output_field=CharField()), now)


def given_later(scope, prefix=""):
    """Whether the work was given only after the day, whatever first day it was given with."""
    if scope.is_now:
        return Exists(AssignmentEvent.objects.none())
    return Exists(_events(scope, f"{prefix}pk", later=True, move=AssignmentMove.GIVE))


def at_rest_since(scope, prefix=""):
    """The day since which the work was suspended at the end of the day; nothing when it was not."""
    now = F(f"{prefix}suspended_on")
    if scope.is_now:
        return now
    last = _events(scope, f"{prefix}pk", move__in=REST_MOVES).order_by("-at", "-pk")
    since = last.annotate(day=Case(When(move=AssignmentMove.SUSPEND, then=TruncDate("at")))).values("day")[:1]
    moved_later = Exists(_events(scope, f"{prefix}pk", later=True, move__in=REST_MOVES))
    return Case(When(moved_later, then=Subquery(since)), default=now, output_field=DateField())


def _events(scope, key, *, later=False, **which):
    at = {"at__gte" if later else "at__lt": scope.end}
    return AssignmentEvent.objects.filter(assignment=OuterRef(key), **at, **which).order_by()


def _replaced(name):
    return KeyTextTransform("0", KeyTransform(name, "changes"))
