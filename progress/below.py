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
    oldest first]}, {task id: Below}), read at once, values loaded (4 queries). Of earlier periods these are the last,
    and those that running totals can be made of. Lines carry `asked_below` and their assignment."""
    below = {line.assignment.task_id: Below(line.asked_below) for line in lines if line.asked_below}
    earlier = {}
    for line in _confirmed(report, _telling(report, lines), list(below)):
        if line.submission.report.period_id == report.period_id:
            below[line.task_id].lines.append(line)
        else:
            earlier.setdefault(line.assignment_id, []).append(line)
    for found in earlier.values():
        found.sort(key=lambda line: (line.submission.report.period.covers_to, line.pk))
    return earlier, below


def _telling(report, lines):
    """Return the ids of the lines of earlier periods that anything is told of: of each assignment the last, those of
    the year, and of work done once all."""
    once = {line.assignment_id: line.is_one_off for line in lines}
    found = SubmittedLine.objects.accepted_before(report.period.covers_from, unit=report.unit_id)
    found = found.filter(assignment__in=list(once)).order_by("submission__report__period__covers_to", "pk")
    last, kept = {}, []
    for assignment_id, pk, year in found.values_list("assignment_id", "pk", "submission__report__period__year"):
        last[assignment_id] = pk
        if once[assignment_id] or year == report.period.year:
            kept.append(pk)
    return {*last.values(), *kept}


def _confirmed(report, line_ids, task_ids):
    found = SubmittedLine.objects.filter(pk__in=line_ids)
    if task_ids:
        found |= SubmittedLine.objects.accepted().filter(
            assignment__task__in=task_ids,
            submission__report__period=report.period_id,
            submission__report__to_unit=report.unit_id,
        )
    ordered = found.order_by("submission__report__unit__order", "part", "position", "pk")
    # A submission of many lines is made once, with its report.
    sent = Prefetch("submission", Submission.objects.select_related("report__unit", "report__period"))
    return ordered.annotate(task_id=F("assignment__task_id")).prefetch_related(sent).with_values()
