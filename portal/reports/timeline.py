"""Everything that happened to a report on one line of time: its moves, submissions, remarks, and suggestions taken
over. Cut to what the reader may know: what a unit does within itself stands there for the unit alone."""

from collections import defaultdict
from dataclasses import dataclass, field

from portal.reports.words import INNER_MOVES, MOVE_MARKS
from portal.templatetags.report import signed
from progress.enums import ReportMove
from progress.models import Submission
from progress.permissions.reports import can_read_working_text
from progress.remarks import acceptances, suggestions_sent

# Moves that are told by the submission they made.
SENT_BY = [ReportMove.SUBMIT, ReportMove.REGISTER]


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened; a submission leads to its text, a request for more carries its remarks."""

    title: str
    at: object
    who: str
    for_unit: str
    tone: str
    icon: str
    text: str = ""
    submission: Submission = None
    followed: list = field(default_factory=list)  # Remarks whose suggested wording the submission took over
    remarks: list = field(default_factory=list)


def timeline(report, membership, submissions, remarks):
    """Return what this reader may know, newest first; `submissions` are all of the report's, with their people, and
    `remarks` what `remarks_of` gives of it.

    The number of queries does not grow with what happened (1, 1 more when suggestions were taken over).
    """
    own = can_read_working_text(membership, report)
    events = report.events.exclude(move__in=SENT_BY).select_related("by", "on_behalf_of", "for_unit")
    if not own:
        events = events.exclude(move__in=INNER_MOVES)
    asked, followed = _by_moment(remarks), suggestions_sent(report, remarks)
    items = [_event(event, asked) for event in events.order_by("-at", "-id")]
    items += [_submission(submission, followed) for submission in submissions]
    if own:
        items += [item for accepted in acceptances(remarks) for item in _taken_over(accepted)]
    return sorted(items, key=lambda item: item.at, reverse=True)


def _event(event, remarks):
    tone, icon = MOVE_MARKS[event.move]
    return TimelineItem(
        title=_sentence_case(event.get_move_display()),
        at=event.at,
        who=signed(event),
        for_unit=str(event.for_unit or ""),
        tone=tone,
        icon=icon,
        text=event.reason,
        remarks=remarks[event.at] if event.move == ReportMove.ASK_FOR_MORE else [],
    )


def _submission(submission, followed):
    move = ReportMove.REGISTER if submission.is_paper else ReportMove.SUBMIT
    tone, icon = MOVE_MARKS[move]
    return TimelineItem(
        title=f"{_sentence_case(move.label)}, lần {submission.number}",
        at=submission.submitted_at,
        who=signed(submission),
        for_unit=str(submission.for_unit),
        tone=tone,
        icon=icon,
        text=submission.letter_words,
        submission=submission,
        followed=followed.get(submission.pk, []),
    )


def _taken_over(accepted):
    """What the unit did with a suggestion: taken over, and perhaps its own text taken back."""
    code, unit = accepted.line.task_code, str(accepted.remark.for_unit)
    title = f"Ghi {code} theo gợi ý của {unit}"
    yield TimelineItem(title, accepted.at, signed(accepted), "", "info", "check2-circle")
    if accepted.undone_at:
        who = str(accepted.undone_by)
        yield TimelineItem(
            f"Lấy lại bản trước của {code}", accepted.undone_at, who, "", "neutral", "arrow-counterclockwise"
        )


def _by_moment(remarks):
    found = defaultdict(list)
    for remark in (one for those in remarks.values() for one in those):
        found[remark.at].append(remark)
    return found


def _sentence_case(words):
    return words[:1].upper() + words[1:]
