"""A submission as it is read: its lines with values, evidence and remarks."""

from django.db.models import Prefetch

from progress.models import Remark, SubmittedCitation


def sent_lines(submission):
    """Return the submission's lines as a list with all that is shown of them (4 queries)."""
    remarks = Remark.objects.select_related("by", "for_unit")
    citations = SubmittedCitation.objects.select_related("evidence")
    return list(
        submission.lines.select_related("assignment").prefetch_related(
            "values", Prefetch("citations", citations), Prefetch("remarks", remarks)
        )
    )


def may_read_text(submission, *, own):
    """What a unit took back is no longer shown outside it; that it was sent and withdrawn stays on the record."""
    return own or submission.withdrawn_at is None
