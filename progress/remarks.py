"""What is read of remarks: those that wait for an answer, older ones, and what became of them in what was sent."""

from dataclasses import dataclass

from django.db.models import Prefetch

from common.folding import fold_blanks
from progress.models import AcceptedSuggestion, Remark, SubmittedLine


def remarks_of(report):
    """Return {assignment id: [Remark]} of all requests for more, oldest first, each with its acceptances, newest
    first (3 queries, 1 when there are none, as mostly: so their keys are found before what is shown of them)."""
    keys = list(Remark.objects.filter(line__submission__report=report).order_by().values_list("pk", flat=True))
    if not keys:
        return {}
    accepted = AcceptedSuggestion.objects.order_by("-at", "-pk").select_related(
        "line", "by", "on_behalf_of", "undone_by"
    )
    remarks = (
        Remark.objects.filter(pk__in=keys)
        .select_related("line__submission", "by", "for_unit")
        .prefetch_related(Prefetch("acceptances", accepted))
    )
    found = {}
    for remark in remarks:
        found.setdefault(remark.line.assignment_id, []).append(remark)
    return found


@dataclass(frozen=True)
class Answered:
    """A remark of the request that a submission answers, and in words what became of it there."""

    remark: Remark
    words: str
    tone: str


def answered_by(submission, lines, remarks):
    """Return {assignment id: [Answered]} of a submission, whose `lines` have values and citations loaded, as has the
    line of each of `remarks`, all those that were made in its report (no query).

    It speaks of the last request for more made before the submission was sent, and looks at the texts alone: who
    took a suggestion over is the unit's own affair until it sends.
    """
    sent = {line.assignment_id: line for line in lines}
    earlier = [remark for remark in remarks if remark.line.submission_id != submission.pk]
    earlier = [remark for remark in earlier if remark.at < submission.submitted_at]
    last, found = max((remark.at for remark in earlier), default=None), {}
    for remark in earlier:
        assignment = remark.line.assignment_id
        if remark.at == last and assignment in sent:
            found.setdefault(assignment, []).append(Answered(remark, *_became(remark, sent[assignment])))
    return found


def _became(remark, line):
    if remark.suggested_text and fold_blanks(line.result) == fold_blanks(remark.suggested_text):
        return "Đã ghi đúng theo gợi ý", "good"
    if remark.suggested_text and fold_blanks(remark.suggested_text) in fold_blanks(line.result):
        return "Đã đưa gợi ý vào nội dung", "good"
    if _content(line) == _content(remark.line):
        return "Chưa thay đổi so với lần trước", "warn"
    return "Đã sửa, không theo nguyên văn gợi ý" if remark.suggested_text else "Đã sửa", "info"


def _content(line):
    return (
        (line.work_state, line.percent, line.done_on, line.result, line.product),
        {(value.indicator_id, value.value) for value in line.values.all()},
        {citation.evidence_id for citation in line.citations.all()},
    )


def suggestions_sent(report, remarks):
    """Return {submission id: [Remark]} of the suggestions, among `remarks` as `remarks_of` gives them, that the unit
    took over by the button and then sent, whole, in a submission that stands (1 query, none when none was)."""
    accepted = [one for one in acceptances(remarks) if one.undone_at is None]
    if not accepted:
        return {}
    assignments = {one.line.assignment_id for one in accepted}
    lines = SubmittedLine.objects.standing().filter(submission__report=report, assignment__in=assignments)
    found = {}
    for line in lines.select_related("submission"):
        used = {one.remark.pk: one.remark for one in accepted if _was_sent(one, line)}
        if used:
            found.setdefault(line.submission_id, []).extend(used.values())
    return found


def acceptances(remarks):
    """Return the list of all acceptances of `remarks` as `remarks_of` gives them."""
    return [one for those in remarks.values() for remark in those for one in remark.acceptances.all()]


def _was_sent(accepted, line):
    remark = accepted.remark
    return (
        remark.line.assignment_id == line.assignment_id
        and accepted.at <= line.submission.submitted_at
        and fold_blanks(remark.suggested_text) in fold_blanks(line.result)
    )
