"""What was true of work, of a report or of one of its lines at the end of a day, read back from what was done later.

Each column has the name under which figures read it, what says it now, and how the database reads it back for any row.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from progress.enums import ReportMove, WorkState
from progress.models import Report, ReportEvent, ReportLine, Submission, SubmittedLine
from tasks.enums import AssignmentMove, Part
from tasks.models import Assignment, AssignmentEvent

DONE_MOVES = [AssignmentMove.CONFIRM_DONE, AssignmentMove.REOPEN]
REST_MOVES = [AssignmentMove.SUSPEND, AssignmentMove.RESUME]
DUE_MOVED = Q(changes__has_key="due_on")
CADENCE_MOVED = Q(changes__has_key="cadence")


@dataclass(frozen=True)
class Column:
    """The field that says `now` what is asked; `read(scope, prefix)` reads it back as of the end of the day, for rows
    whose lookups `prefix` leads to one of its table; `moved(scope, prefix)`, if there is one, says which rows need it.
    """

    now: str
    read: Any
    moved: Any = None

    def then(self, scope, prefix):
        """What the column said at the end of the day, of whatever row."""
        read = self.read(scope, prefix)
        if self.moved is None:
            return read
        return Case(When(self.moved(scope, prefix), then=read), default=F(f"{prefix}{self.now}"))


@dataclass(frozen=True, eq=False)
class Table:
    """What figures read of the rows of `model` that are `kept`; `moved_by` looks up whose moves change them."""

    word: str
    model: type[Model]
    columns: dict
    moved_by: str
    kept: Q

    def field(self, name):
        """What kind of value the column called `name` holds."""
        return self.model._meta.get_field(self.columns[name].now)


def _done_on(scope, prefix):
    day = Cast(KeyTextTransform("completed_on", "changes"), DateField())
    last = _events(scope, prefix, move__in=DONE_MOVES).order_by("-at", "-pk")
    last = last.annotate(day=Case(When(move=AssignmentMove.CONFIRM_DONE, then=day))).values("day")[:1]
    moved_later = Exists(_events(scope, prefix, later=True, move__in=DONE_MOVES))
    return Case(When(moved_later, then=Subquery(last)), default=F(f"{prefix}completed_on"), output_field=DateField())


def _due_on(scope, prefix):
    """What the first change after the day replaced."""
    later = _events(scope, prefix, DUE_MOVED, later=True)
    before = later.order_by("at", "pk").annotate(day=Cast(_replaced("due_on"), DateField())).values("day")[:1]
    return Case(When(Exists(later), then=Subquery(before)), default=F(f"{prefix}due_on"), output_field=DateField())


def _cadence(scope, prefix):
    later = _events(scope, prefix, CADENCE_MOVED, later=True).order_by("at", "pk")
    before = later.annotate(word=Cast(_replaced("cadence"), CharField())).values("word")[:1]
    return Coalesce(Subquery(before, output_field=CharField()), F(f"{prefix}cadence"))


def _rest_since(scope, prefix):
    last = _events(scope, prefix, move__in=REST_MOVES).order_by("-at", "-pk")
    since = last.annotate(day=Case(When(move=AssignmentMove.SUSPEND, then=TruncDate("at")))).values("day")[:1]
    moved_later = Exists(_events(scope, prefix, later=True, move__in=REST_MOVES))
    return Case(When(moved_later, then=Subquery(since)), default=F(f"{prefix}suspended_on"), output_field=DateField())


def _report_due_on(scope, prefix):
    """What the first move of the due day after the day replaced."""
    later = ReportEvent.objects.filter(report=OuterRef(f"{prefix}pk"), due_before__isnull=False, at__gte=scope.end)
    return Coalesce(Subquery(later.order_by("at", "pk").values("due_before")[:1]), F(f"{prefix}due_on"))


def _first_sent_on(scope, prefix):
    sent = _submissions(prefix).filter(scope.standing()).order_by("submitted_on", "number")
    return Subquery(sent.values("submitted_on")[:1], output_field=DateField())


def _nil(scope, prefix):
    latest = _submissions(prefix).filter(scope.standing()).order_by("-number")
    said = latest.annotate(nil=Case(When(~Q(nil_reason=""), then=Value(True)), default=Value(False))).values("nil")
    return Coalesce(Subquery(said[:1]), Value(False))


def _returns(scope, prefix):
    returns = ReportEvent.objects.filter(
        report=OuterRef(f"{prefix}pk"), move=ReportMove.ASK_FOR_MORE, at__lt=scope.end
    ).order_by()
    return Coalesce(Subquery(returns.values("report").annotate(n=Count("pk")).values("n"), IntegerField()), 0)


def _took(scope, prefix):
    """How long the portal took, so from what was in it first: a letter is there from its registering on."""
    sent = _submissions(prefix).filter(scope.standing()).order_by("number").values("submitted_at")[:1]
    confirmed = _submissions(prefix).filter(scope.accepted()).values("accepted_at")[:1]
    return ExpressionWrapper(
        Subquery(confirmed, output_field=DateTimeField()) - Subquery(sent, output_field=DateTimeField()),
        output_field=DurationField(),
    )


def _cycle_done_on(scope, prefix):
    """The day a cycle's work was first called done, if what calls it so had been confirmed."""
    said = SubmittedLine.objects.filter(
        submission__report=OuterRef(f"{prefix}report"),
        assignment=OuterRef(f"{prefix}assignment"),
        work_state=WorkState.DONE,
    ).order_by()
    first = said.filter(scope.standing("submission__")).order_by("submission__submitted_on")
    first = Subquery(first.values("submission__submitted_on")[:1], output_field=DateField())
    confirmed = Exists(said.filter(scope.accepted("submission__")))
    return Case(When(confirmed, then=first), output_field=DateField())


def _report_sent_later(scope, prefix):
    return _sent_later(scope, f"{prefix}pk")


def _line_sent_later(scope, prefix):
    return _sent_later(scope, f"{prefix}report")


def _sent_later(scope, report):
    """Whether what the submissions of a report say can have changed after the day."""
    return Exists(Submission.objects.filter(_fate_moved_later(scope), report=OuterRef(report)).order_by())


def _fate_moved_later(scope):
    stamps = ["submitted_at", "withdrawn_at", "accepted_at", "superseded_at"]
    return Q(*[(f"{stamp}__gte", scope.end) for stamp in stamps], _connector=Q.OR)


WORK = Table(
    "work",
    Assignment,
    {
        "due": Column("due_on", _due_on),
        "finished": Column("completed_on", _done_on),
        "rest_since": Column("suspended_on", _rest_since),
        "cadence": Column("cadence", _cadence),
    },
    moved_by="pk",
    kept=Q(),
)
REPORT = Table(
    "report",
    Report,
    {
        "due": Column("due_on", _report_due_on),
        "first_sent_on": Column("counted_sent_on", _first_sent_on, _report_sent_later),
        "nil": Column("counted_nil", _nil, _report_sent_later),
        "returns": Column("counted_returns", _returns),
        "took": Column("counted_took", _took, _report_sent_later),
    },
    moved_by="pk",
    kept=Q(),
)
LINE = Table(
    "line",
    ReportLine,
    {"finished": Column("counted_done_on", _cycle_done_on, _line_sent_later)},
    moved_by="report",
    kept=Q(part=Part.LEAD, ends_cycle=True),
)
TABLES = (WORK, REPORT, LINE)
# Of a move: something befell a submission of the report.
SENT = "sent"


def moved_later(scope):
    """Return (word of a table, id, move, period of the report) of what changed a column, gave work or made a report
    after the day, once each as a union: moves of WORK, moves of REPORT, and SENT of REPORT."""
    work = Q(move__in=[AssignmentMove.GIVE, *DONE_MOVES, *REST_MOVES]) | DUE_MOVED | CADENCE_MOVED
    work = AssignmentEvent.objects.filter(work, assignment__task__plan=scope.plan, at__gte=scope.end)
    reports = Q(move__in=[ReportMove.OPEN, ReportMove.ASK_FOR_MORE]) | Q(due_before__isnull=False)
    reports = ReportEvent.objects.filter(reports, scope.opened_periods(), at__gte=scope.end)
    sent = Submission.objects.filter(_fate_moved_later(scope), scope.opened_periods())
    work, reports = scope.of_units(work, "assignment__unit_id"), scope.of_units(reports, "report__unit_id")
    sent = scope.of_units(sent, "report__unit_id")
    return (
        work.order_by()
        .values_list(Value(WORK.word), "assignment_id", "move", Cast(Value(None), IntegerField()))
        .union(
            reports.order_by().values_list(Value(REPORT.word), "report_id", "move", "report__period_id"),
            sent.order_by().values_list(Value(REPORT.word), "report_id", Value(SENT), "report__period_id"),
        )
    )


def given_later(scope, prefix=""):
    """Whether the work was given only after the day, whatever first day it was given with."""
    return Exists(_events(scope, prefix, later=True, move=AssignmentMove.GIVE))


def opened_later(scope, prefix=""):
    """Whether the report was made only after the day."""
    opened = ReportEvent.objects.filter(report=OuterRef(f"{prefix}pk"), move=ReportMove.OPEN, at__gte=scope.end)
    return Exists(opened.order_by())


def _events(scope, prefix, *which, later=False, **more):
    at = {"at__gte" if later else "at__lt": scope.end}
    return AssignmentEvent.objects.filter(*which, assignment=OuterRef(f"{prefix}pk"), **at, **more).order_by()


def _submissions(prefix):
    return Submission.objects.filter(report=OuterRef(f"{prefix}pk")).order_by()


def _replaced(name):
    return KeyTextTransform("0", KeyTransform(name, "changes"))
