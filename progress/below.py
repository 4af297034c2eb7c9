"""What was confirmed beside the lines of a report: earlier ones of its own unit, and those of the units that report to
it, on the tasks of its own report."""

from dataclasses import dataclass, field

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from progress.models import ReportLine, Submission, SubmittedLine


@dataclass(frozen=True)
class Below:
    """One task among the units that report to another: how many report on it, and the lines confirmed so far."""

    asked: int
    lines: list = field(default_factory=list)

    @property
    def reported(self):
        return len({line.submission.report.unit_id for line in self.lines})


def with_asked_below(lines):
    """Add to each report line `asked_below`: how many units, whose reports of the same period go to its unit, are asked
    about its task. Of their working rows no more than this is read."""
    asked = ReportLine.objects.filter(
        report__period=OuterRef("report__period"),
        report__to_unit=OuterRef("report__unit"),
        assignment__task=OuterRef("assignment__task"),
    )
    units = asked.order_by().values("assignment__task").annotate(units=Count("report__unit", distinct=True))
    return lines.annotate(asked_below=Coalesce(Subquery(units.values("units"), IntegerField()), 0))


def confirmed_beside(report, lines):
    """Return what is confirmed beside the `lines` of a report: ({assignment id: [SubmittedLine of earlier periods, the
    oldest first]}, {task id: Below}), read at once, values loaded (3 queries). Lines carry `asked_below` and their
    assignment."""
    below = {line.assignment.task_id: Below(line.asked_below) for line in lines if line.asked_below}
    earlier = {}
    for line in _confirmed(report, [line.assignment_id for line in lines], list(below)):
        if line.submission.report.period_id == report.period_id:
            below[line.task_id].lines.append(line)
        else:
            earlier.setdefault(line.assignment_id, []).append(line)
    for found in earlier.values():
        found.sort(key=lambda line: (line.submission.report.period.covers_to, line.pk))
    return earlier, below


def _confirmed(report, assignment_ids, task_ids):
    found = SubmittedLine.objects.accepted_before(report.period.covers_from, unit=report.unit_id)
    found = found.filter(assignment__in=assignment_ids)
    if task_ids:
        found |= SubmittedLine.objects.accepted().filter(
            assignment__task__in=task_ids,
            submission__report__period=report.period_id,
            submission__report__to_unit=report.unit_id,
        )
    ordered = found.order_by("submission__report__unit__order", "part", "position", "pk")
    # A submission of many lines is made once, with its report.
    sent = Prefetch("submission", Submission.objects.select_related("report__unit", "report__period"))
    return ordered.annotate(task_id=F("assignment__task_id")).prefetch_related(sent, "values")
