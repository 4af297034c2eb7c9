"""What a unit above reads of those that report to it: their confirmed lines on the tasks of its own report."""

from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from progress.models import ReportLine, SubmittedLine


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


def lines_below(report, lines):
    """Return {task id: Below} of the report's `lines`, which carry `asked_below` and their assignment (1 query, none
    for a unit that nobody reports to). Their values are for the caller to load."""
    found = {line.assignment.task_id: Below(line.asked_below) for line in lines if line.asked_below}
    for line in _confirmed(report, list(found)) if found else []:
        found[line.assignment.task_id].lines.append(line)
    return found


def _confirmed(report, task_ids):
    lines = SubmittedLine.objects.filter(
        assignment__task__in=task_ids,
        submission__accepted_at__isnull=False,
        submission__superseded_at=None,
        submission__report__period=report.period_id,
        submission__report__to_unit=report.unit_id,
    )
    related = lines.select_related("assignment", "submission__report__unit")
    return related.order_by("submission__report__unit__order", "part", "position", "pk")
