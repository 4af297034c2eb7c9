"""What is read of reports beyond their rows: whether they came in time, and what was sent before."""

from django.db.models import (
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan

from progress.enums import ReportState
from progress.models import Evidence, LogEntry, ReportValue, Submission, SubmittedLine

_S = ReportState


def _of_last_sent(field):
    """Return `field` of a report's last submission that stands, as an expression: what others may read of it."""
    latest = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("-number")
    return Subquery(latest.values(field)[:1])


# Never by the unit's working text: beside a letter on paper the unit keeps a draft that says something else.
_SENT_NIL = GreaterThan(_of_last_sent("nil_reason"), Value(""))
# What everybody may know of a report's state: how far the unit is with itself is not told, nor can it be asked for.
STATES_TOLD = {
    "chua-gui": ("chưa gửi", Q(state__in=[_S.DRAFT, _S.WAITING], asked_for_more_at=None)),
    "da-gui": ("đã gửi, chờ tiếp nhận", Q(state=_S.SUBMITTED)),
    "da-tiep-nhan": ("đã tiếp nhận", Q(state=_S.RECEIVED)),
    "can-bo-sung": ("cần bổ sung", Q(asked_for_more_at__isnull=False)),
    "da-xac-nhan": ("đã xác nhận", Q(state=_S.CONFIRMED)),
    "khong-phat-sinh": ("đã gửi, không phát sinh", Q(state__in=_S.with_receiver()) & Q(_SENT_NIL)),
}


def state_told(report, membership):
    """Return the state as this reader may know it: outside the unit, what was never sent is a draft and no more."""
    if report.is_writable and (membership is None or membership.unit_id != report.unit_id):
        return _S.NEEDS_MORE if report.asked_for_more_at else _S.DRAFT
    return _S(report.state)


def with_rank_told(reports):
    """Let `reports` be sorted by `rank_told`: how far each is, as everybody may know it. What a unit does with itself
    before it sends must not come to light by where a row stands."""
    far = [
        When(state__in=[_S.DRAFT, _S.WAITING], asked_for_more_at=None, then=Value(0)),
        When(asked_for_more_at__isnull=False, then=Value(1)),
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(_S.with_receiver(), start=2)),
    ]
    return reports.alias(rank_told=Case(*far, default=Value(0), output_field=IntegerField()))


def waiting_for(membership):
    """Return a Q of the reports that wait for something this post may do: write, sign, or judge."""
    if not membership.works:
        return Q(pk__in=[])
    mine = [ReportState.DRAFT, ReportState.NEEDS_MORE, *([ReportState.WAITING] if membership.is_head else [])]
    return Q(unit_id=membership.unit_id, state__in=mine) | Q(
        to_unit_id=membership.unit_id, state__in=ReportState.to_judge()
    )


def with_punctuality(reports):
    """Add to each report `first_sent_on`, the day of its first submission that was not withdrawn, by which it tells
    `sent_late`: None while nothing stands. Being asked for more changes neither (DOMAIN §2). A letter on paper counts
    by the day it was received, also when it was registered after what the unit sent later."""
    first = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("submitted_on", "number")
    return reports.annotate(first_sent_on=Subquery(first.values("submitted_on")[:1], output_field=DateField()))


def first_sent_of(submissions):
    """Return the one of a report's standing `submissions` by whose day the report is in time or late, as
    `with_punctuality` has it; None when nothing stands."""
    return min(submissions, key=lambda one: (one.submitted_on, one.number), default=None)


def with_last_medium(reports):
    """Add to each report `latest_medium`, how its last submission that stands came in; None while nothing stands."""
    return reports.annotate(latest_medium=_of_last_sent("medium"))


def with_last_sent(reports):
    """Add to each report what lists tell of its last submission that stands: how it came in, and `latest_nil_reason`,
    "" when it reports results; both None while nothing stands."""
    return with_last_medium(reports).annotate(latest_nil_reason=_of_last_sent("nil_reason"))


def last_confirmed_lines(report):
    """Return {assignment id: its latest SubmittedLine confirmed for an earlier period} (1 query)."""
    own = report.lines.order_by().values("assignment")
    sent = SubmittedLine.objects.accepted_before(report.period.covers_from, unit=report.unit_id)
    sent = sent.filter(assignment__in=own).select_related("submission__report__period")
    # Oldest first, so that the latest is what stays.
    return {line.assignment_id: line for line in sent.order_by("submission__report__period__covers_to", "pk")}


def log_by_assignment(report):
    """Return {assignment id: [LogEntry]} of the days that the report covers, corrected entries left out (1 query)."""
    entries = LogEntry.objects.current().filter(
        assignment__report_lines__report=report,
        happened_on__range=(report.period.covers_from, report.period.covers_to),
    )
    found = {}
    for entry in entries.select_related("by").order_by("happened_on", "pk"):
        found.setdefault(entry.assignment_id, []).append(entry)
    return found


def evidence_beside(lines, entries):
    """Return ({line id: [Evidence]}, {entry id: [Evidence]}) that the SubmittedLines and LogEntries cite, read at once
    (1 query): a line's in the order in which it was cited, an entry's the newest first."""
    cited = Evidence.objects.filter(submitted_citations__line__in=lines).annotate(
        citing=F("submitted_citations__line_id"), place=F("submitted_citations__pk"), is_logged=Value(False)
    )
    logged = Evidence.objects.filter(log_entries__in=entries).annotate(
        citing=F("log_entries__pk"), place=Value(0), is_logged=Value(True)
    )
    of_lines, of_entries = {}, {}
    for one in cited.order_by().union(logged.order_by(), all=True).order_by("place", "-added_at", "-id"):
        (of_entries if one.is_logged else of_lines).setdefault(one.citing, []).append(one)
    return of_lines, of_entries


def values_of(report):
    """Return {line id: {indicator id: number}} of the report's working values (1 query)."""
    found = {}
    for value in ReportValue.objects.filter(line__report=report).order_by():
        found.setdefault(value.line_id, {})[value.indicator_id] = value.value
    return found
