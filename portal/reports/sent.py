"""A submission as it is read: its lines with values, evidence and remarks."""

from django.db.models import Prefetch

from progress.models import Remark, SubmittedCitation
from progress.remarks import answered_by
from progress.shelf import note_old_use


def sent_lines(submission):
    """Return the submission's lines as a list with all that is shown of them, each with `answered`: the remarks of
    the request before, and what became of them (6 queries, 8 after a request for more)."""
    remarks = Remark.objects.select_related("by", "for_unit")
    citations = SubmittedCitation.objects.select_related("evidence")
    lines = list(
        submission.lines.select_related("assignment").prefetch_related(
            "values", Prefetch("citations", citations), Prefetch("remarks", remarks)
        )
    )
    answered = answered_by(submission, lines)
    for line in lines:
        line.answered = answered.get(line.assignment_id, [])
    cited = [citation.evidence for line in lines for citation in line.citations.all()]
    note_old_use(cited, submission.report.period)
    return lines


def may_read_text(submission, *, own):
    """What a unit took back is no longer shown outside it; that it was sent and withdrawn stays on the record."""
    return own or submission.withdrawn_at is None
