"""Freezing what a unit sends, and what its submissions say of one-off work that is done."""

from common import clock
from common.folding import fold
from progress.actions.completeness import is_kept, values_by_line
from progress.enums import ReportState, WorkState
from progress.models import Citation, Submission, SubmittedCitation, SubmittedLine, SubmittedValue

HEADER = ["nil_reason", "difficulties", "next_steps", "proposals"]
LINE = [
    "assignment_id",
    "position",
    "task_code",
    "task_title",
    "part",
    "cadence",
    "assignment_due_on",
    "ends_cycle",
    "work_state",
    "percent",
    "done_on",
    "result",
    "product",
]


def freeze(report, lines, *, by):
    """Keep the report as it stands as its next Submission; the number of queries does not grow with the lines."""
    kept = [line for line in lines if is_kept(line)]
    now = clock.now()
    submission = Submission.objects.create(
        report=report,
        number=report.submissions.count() + 1,
        submitted_at=now,
        submitted_on=clock.today(),
        due_on=report.due_on,
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
        search_text=search_text_of(report, kept),
        **{name: getattr(report, name) for name in HEADER},
    )
    sent = SubmittedLine.objects.bulk_create(
        SubmittedLine(submission=submission, **{name: getattr(line, name) for name in LINE}) for line in kept
    )
    _freeze_details({line.pk: copy for line, copy in zip(kept, sent, strict=True)})
    return submission


def latest_standing(report):
    """Return the last submission that was not withdrawn, or None."""
    return report.submissions.standing().order_by("-number").first()


def finished_in(submission):
    """Return {assignment id: day done} of the unit's own one-off work that the submission says is done."""
    lines = submission.lines.filter(
        work_state=WorkState.DONE, cadence="", done_on__isnull=False, assignment__unit_id=submission.report.unit_id
    )
    return dict(lines.values_list("assignment_id", "done_on"))


def claimed_elsewhere(assignments, submission, *, accepted):
    """Return the ids among `assignments` that another report's living submission says are done as well.

    What this submission no longer says must not undo what another one still does.
    """
    others = SubmittedLine.objects.filter(
        assignment__in=list(assignments),
        work_state=WorkState.DONE,
        submission__withdrawn_at=None,
        submission__superseded_at=None,
        submission__accepted_at__isnull=not accepted,
    ).exclude(submission__report_id=submission.report_id)
    if not accepted:
        others = others.filter(submission__report__state__in=ReportState.to_judge())
    return set(others.values_list("assignment_id", flat=True))


def _freeze_details(copies):
    SubmittedValue.objects.bulk_create(
        SubmittedValue(
            line=copies[line_id],
            indicator=value.indicator,
            indicator_name=value.indicator.name,
            unit_of_measure=value.indicator.unit_of_measure,
            value=value.value,
        )
        for line_id, values in values_by_line(list(copies)).items()
        for value in values
    )
    SubmittedCitation.objects.bulk_create(
        SubmittedCitation(line=copies[citation.line_id], evidence_id=citation.evidence_id)
        for citation in Citation.objects.filter(line__in=list(copies)).order_by("id")
    )


def search_text_of(report, lines):
    """Return the words by which a submission is found; `report` is the report that is sent, or what was sent of it."""
    texts = [getattr(report, name) for name in HEADER]
    texts += [f"{line.task_code} {line.task_title} {line.result} {line.product}" for line in lines]
    return fold(" ".join(text for text in texts if text))
