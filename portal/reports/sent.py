"""A submission as it is read: its lines with values, evidence and remarks."""

from django.db.models import Exists, OuterRef, Prefetch, Q

from progress.models import Remark, SubmittedCitation, SubmittedLine
from progress.remarks import answered_by
from progress.shelf import note_old_use


def sent_lines(submission):
    """Return the submission's lines as a list with all that is shown of them, each with `answered`: the remarks of
    the request before, and what became of them (5 queries)."""
    return sent_lines_of([submission])[submission.pk]


def sent_lines_of(submissions):
    """Return {submission id: its lines} of submissions of one report, the last of them first: what `sent_lines` gives
    for one, for the price of one. Only the lines of the first tell what became of remarks."""
    latest, remarks = submissions[0], Remark.objects.select_related("by", "for_unit")
    remarked = Q(Exists(Remark.objects.filter(line=OuterRef("pk"))))
    # The report first and alone: an index finds its lines, where either half of an "or" would read every line there is.
    told = Q(submission__report=latest.report_id) & (Q(submission__in=submissions) | remarked)
    lines = _lines(told).prefetch_related(Prefetch("remarks", remarks))
    found, answered = _by_submission(lines, submissions), answered_by(latest, lines)
    for line in found[latest.pk]:
        line.answered = answered.get(line.assignment_id, [])
    cited = [citation.evidence for line in found[latest.pk] for citation in line.citations.all()]
    note_old_use(cited, latest.report.period)
    return found


def lines_of(submissions):
    """Return {submission id: its lines} of any submissions, in their order, with values and evidence (3 queries)."""
    return _by_submission(_lines(Q(submission__in=submissions)), submissions)


def _lines(scope):
    citations = SubmittedCitation.objects.select_related("evidence")
    lines = SubmittedLine.objects.filter(scope).select_related("assignment", "submission")
    return lines.prefetch_related("values", Prefetch("citations", citations)).order_by("position", "pk")


def _by_submission(lines, submissions):
    """Return {submission id: its lines}, each knowing the very `submissions` it was asked for with."""
    found, known = {one.pk: [] for one in submissions}, {one.pk: one for one in submissions}
    for line in lines:
        if line.submission_id in known:
            line.submission = known[line.submission_id]
            found[line.submission_id].append(line)
    return found


def may_read_text(submission, *, own):
    """What a unit took back is no longer shown outside it; that it was sent and withdrawn stays on the record."""
    return own or submission.withdrawn_at is None
