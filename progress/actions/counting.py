"""Counters: what the submissions and events of a report say today, kept beside it so that figures need not ask again.

Whoever changes what they say counts anew, in the same transaction, while it holds the report. They are derivable:
`rebuild_counters` makes them all from submissions, and tests hold the two equal. Figures of a past day read back what
was touched since.

Cycles of a period with `is_counted` are also kept counted in a ledger (CycleCount), so that figures of a whole plan
need not read each. Who changes how they stand enters the difference; it holds the reports, or has just made them.
"""

from collections import Counter
from contextlib import contextmanager

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

from common.versions import move_every_room
from progress.enums import ReportMove, WorkState
from progress.models import CycleCount, Period, Report, ReportEvent, ReportLine, Submission, SubmittedLine, branch_of
from tasks.enums import Part
from tasks.models import Plan

REPORTS_A_BATCH = 500
KEY = ["period_id", "branch_id", "task_id", "due_on", "days_late"]


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
    with difference_entered(reports):
        lines.update(counted_done_on=Case(When(Exists(said.accepted()), then=first)))
    count_sent(reports)


@contextmanager
def difference_entered(reports):
    """Enter in the ledger what the block changes about the cycles of `reports` (ids) that stood there before it."""
    lines = ReportLine.objects.filter(report__in=reports, report__period__is_counted=True)
    before = _cycles(lines)
    yield
    after = _cycles(lines)
    after.subtract(before)
    _enter(after)


def enter_new(lines):
    """Enter in the ledger the cycles among `lines`, which were just made."""
    made = ReportLine.objects.filter(pk__in=[line.pk for line in lines if line.ends_cycle and line.part == Part.LEAD])
    _enter(_cycles(made.filter(report__period__is_counted=True)))


def count_open_periods():
    """Begin to keep count of the regular periods that were opened meanwhile. Return them."""
    periods = list(Period.objects.regular().filter(opened_at__isnull=False, is_counted=False).order_by("pk"))
    for period in periods:
        count_period(period)
    return periods


@transaction.atomic
def count_period(period):
    """Count the cycles of `period` anew, while nobody changes them, and keep count of them from now on."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    held = Report.objects.filter(period=period).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk", flat=True))
    CycleCount.objects.filter(period=period).delete()
    Period.objects.filter(pk=period.pk).update(is_counted=True)
    _enter(_cycles(ReportLine.objects.filter(report__period=period)))


def forget_counts_of_another_top(*, instance, **kwargs):
    """Stop keeping count of the periods of a plan whose owner or standing office is about to be another: branches are
    counted from these down. `tick` counts them anew; until then each cycle is read. Receiver of `pre_save` of plans."""
    same = Plan.objects.filter(pk=instance.pk, owner=instance.owner_id, standing_office=instance.standing_office_id)
    if instance.pk and not same.exists():
        Period.objects.filter(plan=instance.pk, is_counted=True).update(is_counted=False)


def fold_counts():
    """Put entries of the ledger that are of one kind together. Return how many entries there are fewer."""
    repeated = CycleCount.objects.values(*KEY).annotate(n=Count("pk")).filter(n__gt=1).order_by()
    return sum(_fold(period) for period in sorted({row["period_id"] for row in repeated}))


@transaction.atomic
def _fold(period):
    # Who counts the period anew takes turns with this. Entries made meanwhile stay beside what is put together here.
    Period.objects.select_for_update(no_key=True).get(pk=period)
    entries = list(CycleCount.objects.filter(period=period).order_by("pk").select_for_update(no_key=True))
    sums = Counter()
    for entry in entries:
        sums[tuple(getattr(entry, name) for name in KEY)] += entry.number
    CycleCount.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries) - _enter(sums)


def _cycles(lines):
    """Return a Counter of the cycles among `lines`, by the columns of KEY."""
    rows = lines.filter(part=Part.LEAD, ends_cycle=True).order_by().annotate(branch=branch_of("report__"))
    columns = ["report__period_id", "branch", "assignment__task_id", "report__due_on", "counted_done_on"]
    found = Counter()
    for *key, due_on, done_on, number in rows.values_list(*columns).annotate(Count("pk")):
        found[*key, due_on, None if done_on is None else max(0, (done_on - due_on).days)] += number
    return found


def _enter(counts):
    entries = [
        CycleCount(number=number, **dict(zip(KEY, key, strict=True))) for key, number in counts.items() if number
    ]
    return len(CycleCount.objects.bulk_create(entries, batch_size=1000))


def rebuild_counters():
    """Count every report anew, in batches that acts wait for, and let no figure be remembered that was counted before;
    return how many reports there are."""
    ids = list(Report.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), REPORTS_A_BATCH):
        with transaction.atomic():
            batch = Report.objects.filter(pk__in=ids[start : start + REPORTS_A_BATCH]).order_by("pk")
            count_done(list(batch.select_for_update(no_key=True).values_list("pk", flat=True)))
    for period in Period.objects.regular().filter(opened_at__isnull=False).order_by("pk"):
        count_period(period)
    move_every_room()
    return len(ids)


def _first(rows, name, field):
    ordered = rows if rows.query.order_by else rows.order_by(name)
    return Subquery(ordered.values(name)[:1], output_field=field)
