"""What is read of reports beyond their rows: whether they came in time, and what was sent before."""

from django.db.models import BooleanField, Case, DateField, F, OuterRef, Subquery, Value, When

from progress.models import LogEntry, ReportValue, Submission, SubmittedLine


def with_punctuality(reports):
    """Add to each report `first_sent_on`, the day of its first submission that was not withdrawn, and `sent_late`:
    None while nothing stands. Being asked for more changes neither (DOMAIN §2)."""
    first = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("number")
    return reports.annotate(
        first_sent_on=Subquery(first.values("submitted_on")[:1], output_field=DateField())
    ).annotate(
        sent_late=Case(
            When(first_sent_on=None, then=Value(None)),
            When(first_sent_on__gt=F("due_on"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(null=True),
        )
    )


def last_confirmed_lines(report):
    """Return {assignment id: its latest SubmittedLine confirmed for an earlier period}, values loaded (2 queries)."""
    sent = SubmittedLine.objects.filter(
        assignment__report_lines__report=report,
        submission__accepted_at__isnull=False,
        submission__superseded_at=None,
        submission__report__unit=report.unit_id,
        submission__report__period__covers_to__lt=report.period.covers_from,
    )
    sent = sent.select_related("submission__report__period").prefetch_related("values")
    # Oldest first, so that the newest of each assignment is what stays in the dictionary.
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


def values_of(report):
    """Return {line id: {indicator id: number}} of the report's working values (1 query)."""
    found = {}
    for value in ReportValue.objects.filter(line__report=report):
        found.setdefault(value.line_id, {})[value.indicator_id] = value.value
    return found
