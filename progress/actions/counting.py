"""Counters: what the submissions and events of a report say today, kept beside it so that figures need not ask again.

Whoever changes what they say counts anew, in the same transaction, while it holds the report. They are derivable:
`rebuild_counters` makes them all from submissions, and tests hold the two equal. Figures of a past day read
back what was touched since.
"""

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from progress.enums import ReportMove, WorkState
from progress.models import Report, ReportEvent, ReportLine, Submission, SubmittedLine
from tasks.enums import Part

REPORTS_A_BATCH = 500


def count_sent(reports):
    """Count anew what `reports` (ids) sent: first when, whether nil, how often sent back, how long until confirmed."""
    sent = Submission.objects.filter(report=OuterRef("pk")).standing().order_by()
    returns = ReportEvent.objects.filter(report=OuterRef("pk"), move=ReportMove.ASK_FOR_MORE).order_by()
    latest = Subquery(sent.order_by("-number").values("nil_reason")[:1], output_field=CharField())
    Report.objects.filter(pk__in=reports).annotate(nil=Coalesce(latest, Value(""))).update(
        counted_sent_on=_first(sent, "submitted_on", DateField()),
        counted_nil=Case(When(~Q(nil=""), then=Value(True)), default=Value(False)),
        counted_returns=Coalesce(
            Subquery(returns.values("report").annotate(n=Count("pk")).values("n"), IntegerField()), 0
        ),
        # How long the portal took, so from what was in it first: a letter is there from its registering on.
        counted_took=_first(sent.accepted(), "accepted_at", DateTimeField())
        - _first(sent.order_by("number"), "submitted_at", DateTimeField()),
    )


def count_done(reports):
    """Count anew what `reports` (ids) say is done of the cycles that end with them, and count what they sent."""
    said = SubmittedLine.objects.filter(
        submission__report=OuterRef("report"), assignment=OuterRef("assignment"), work_state=WorkState.DONE
    ).order_by()
    first = _first(said.standing(), "submission__submitted_on", DateField())
    lines = ReportLine.objects.filter(report__in=reports, part=Part.LEAD, ends_cycle=True)
    lines.update(counted_done_on=Case(When(Exists(said.accepted()), then=first)))
    count_sent(reports)


def rebuild_counters():
    """Count every report anew, in batches that acts wait for; return how many reports there are."""
    ids = list(Report.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), REPORTS_A_BATCH):
        with transaction.atomic():
            batch = Report.objects.filter(pk__in=ids[start : start + REPORTS_A_BATCH]).order_by("pk")
            count_done(list(batch.select_for_update(no_key=True).values_list("pk", flat=True)))
    return len(ids)


def _first(rows, name, field):
    ordered = rows if rows.query.order_by else rows.order_by(name)
    return Subquery(ordered.values(name)[:1], output_field=field)
