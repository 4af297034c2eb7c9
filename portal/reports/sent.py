"""A submission as it is read: its lines with values, evidence and remarks."""

from collections import defaultdict

from django.db.models import Prefetch, Q

from progress.models import SubmittedCitation, SubmittedLine
from progress.remarks import answered_by, remarks_of
from progress.shelf import note_old_use


def sent_lines(submission, remarks=None):
    """Return the submission's lines as a list with all that is shown of them: `remarked`, the remarks on each, and
    `answered`, those of the request before and what became of them (5 queries, 1 less when `remarks` are what
    `remarks_of` gives of the report)."""
    return sent_lines_of([submission], remarks)[submission.pk]


def sent_lines_of(submissions, remarks=None):
    """Return {submission id: its lines} of submissions of one report, the last of them first: what `sent_lines` gives
    for one, for the price of one. Only the lines of the first tell of remarks."""
    latest = submissions[0]
    remarks = remarks_of(latest.report) if remarks is None else remarks
    made = [remark for those in remarks.values() for remark in those]
    lines = list(_lines(Q(submission__in=submissions) | Q(pk__in=[remark.line_id for remark in made])))
    made = _on_lines(made, lines)
    found = _by_submission(lines, submissions)
    _tell_remarks(latest, found[latest.pk], made)
    note_old_use([one.evidence for line in found[latest.pk] for one in line.citations.all()], latest.report.period)
    return found


def lines_of(submissions):
    """Return {submission id: its lines} of any submissions, in their order, with values and evidence (3 queries)."""
    return _by_submission(_lines(Q(submission__in=submissions)), submissions)


def _lines(scope):
    citations = SubmittedCitation.objects.select_related("evidence")
    lines = SubmittedLine.objects.filter(scope).order_by("position", "pk")
    return lines.with_values().prefetch_related(Prefetch("citations", citations))


def _by_submission(lines, submissions):
    """Return {submission id: its lines}, each knowing the very `submissions` it was asked for with."""
    found, known = {one.pk: [] for one in submissions}, {one.pk: one for one in submissions}
    for line in lines:
        if line.submission_id in known:
            line.submission = known[line.submission_id]
            found[line.submission_id].append(line)
    return found


def _on_lines(remarks, lines):
    """Return `remarks`, each on its line of `lines`, where values and evidence are loaded."""
    loaded = {line.pk: line for line in lines}
    for remark in remarks:
        line = loaded[remark.line_id]
        line.submission, remark.line = remark.line.submission, line
    return remarks


def _tell_remarks(submission, lines, remarks):
    answered, on_line = answered_by(submission, lines, remarks), defaultdict(list)
    for remark in remarks:
        on_line[remark.line_id].append(remark)
    for line in lines:
        line.answered, line.remarked = answered.get(line.assignment_id, []), on_line[line.pk]


def may_read_text(submission, *, own):
    """What a unit took back is no longer shown outside it; that it was sent and withdrawn stays on the record."""
    return own or submission.withdrawn_at is None
