"""A submission as it is read: its lines with values, evidence and remarks."""

from django.db.models import Prefetch

from progress.models import Remark, SubmittedCitation, SubmittedLine
from progress.remarks import answered_by
from progress.shelf import note_old_use


def sent_lines(submission):
    """Return the submission's lines as a list with all that is shown of them, each with `answered`: the remarks of
    the request before, and what became of them (6 queries, 8 after a request for more)."""
    return sent_lines_of([submission])[submission.pk]


def sent_lines_of(submissions):
    """Return {submission id: its lines} of submissions of one report, the last of them first: what `sent_lines` gives
    for one, for the price of one. Only the lines of the first tell what became of remarks."""
    remarks = Remark.objects.select_related("by", "for_unit")
    citations = SubmittedCitation.objects.select_related("evidence")
    lines = (
        SubmittedLine.objects.filter(submission__in=submissions)
        .select_related("assignment")
        .prefetch_related("values", Prefetch("citations", citations), Prefetch("remarks", remarks))
    )
    found = {one.pk: [] for one in submissions}
    for line in lines.order_by("position", "pk"):
        found[line.submission_id].append(line)
        line.submission = next(one for one in submissions if one.pk == line.submission_id)
    latest = submissions[0]
    answered = answered_by(latest, found[latest.pk])
    for line in found[latest.pk]:
        line.answered = answered.get(line.assignment_id, [])
    cited = [citation.evidence for line in found[latest.pk] for citation in line.citations.all()]
    note_old_use(cited, latest.report.period)
    return found


def lines_of(submissions):
    """Return the lines of several submissions with their values and citations, in their order (3 queries)."""
    lines = SubmittedLine.objects.filter(submission__in=list(submissions)).select_related("submission__report__period")
    return list(lines.prefetch_related("values", "citations").order_by("submission_id", "position", "pk"))


def may_read_text(submission, *, own):
    """What a unit took back is no longer shown outside it; that it was sent and withdrawn stays on the record."""
    return own or submission.withdrawn_at is None
