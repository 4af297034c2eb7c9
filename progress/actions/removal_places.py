"""Where words of a report may have been copied to, and whose words they are there: the list that an emergency removal
goes through. A room above adds the columns of its own (`register_places`), for no room knows those above it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from progress.actions.submissions import HEADER
from progress.models import (
    AcceptedSuggestion,
    Contribution,
    ContributionRequest,
    LogEntry,
    Period,
    PeriodDue,
    ReceiverNote,
    Remark,
    Report,
    ReportEvent,
    ReportLine,
    Submission,
    SubmittedLine,
)
from tasks.models import Assignment, AssignmentEvent

LINE_TEXTS = ("result", "product")


class Page(NamedTuple):
    """A kind of page for lines of the inbox, and how the things it shows are called: ids go in, {id: words} comes
    out (1 query)."""

    kind: str
    named: Callable[[set], dict]


@dataclass(frozen=True, eq=False)
class Place:
    """Columns `names` of `model` that hold words of a unit.

    `about` is the way to the object of `page`. `units` are the ways to the units that are told when words go: whose
    words they are and, where they are addressed to one other unit, that one too. `version` meets a writer who has the
    old text open.
    """

    model: Any
    names: tuple[str, ...]
    page: Page
    about: str
    units: tuple[str, ...]
    version: str = ""


@dataclass(frozen=True)
class Removed:
    """What a removal took away: the `texts` of the ids of submitted `lines` and `submissions`, `documents` (Evidence as
    they were), and `copies`, {Place: ids of rows in which a text stood word by word}, overwritten already."""

    texts: set = field(default_factory=set)
    lines: set = field(default_factory=set)
    submissions: set = field(default_factory=set)
    documents: list = field(default_factory=list)
    copies: dict = field(default_factory=dict)


def _reports(pks):
    return {one.pk: str(one) for one in Report.objects.filter(pk__in=pks).select_related("period__plan", "unit")}


def _contributions(pks):
    asked = ContributionRequest.objects.filter(pk__in=pks).select_related("line")
    return {one.pk: str(one) for one in asked}


def _logs(pks):
    return {pk: f"Nhật ký về nhiệm vụ {code}" for pk, code in _codes(pks)}


def _assignments(pks):
    return {pk: f"Diễn biến nhiệm vụ {code}" for pk, code in _codes(pks)}


def _periods(pks):
    return {one.pk: str(one) for one in Period.objects.filter(pk__in=pks).select_related("plan")}


def _codes(pks):
    return Assignment.objects.filter(pk__in=pks).order_by().values_list("pk", "task__code")


REPORT, CONTRIBUTION = Page("report", _reports), Page("contribution", _contributions)
LOG, ASSIGNMENT = Page("assignment", _logs), Page("assignment", _assignments)
PERIOD = Page("period", _periods)
REPORTING, OF_ITS_REPORT, WRITING = ("unit_id",), ("report__unit_id",), ("for_unit_id",)
SUPPORTING, ASKING = ("assignment__unit_id",), ("line__report__unit_id", "assignment__unit_id")

LINES = Place(ReportLine, LINE_TEXTS, REPORT, "report_id", OF_ITS_REPORT, "version")
SENT_LINES = Place(SubmittedLine, LINE_TEXTS, REPORT, "submission__report_id", ("submission__report__unit_id",))
COMMON = Place(Report, tuple(HEADER), REPORT, "pk", REPORTING, "{}_version")
SENT_COMMON = Place(Submission, tuple(HEADER), REPORT, "report_id", OF_ITS_REPORT)
REMARKS = Place(Remark, ("text", "suggested_text"), REPORT, "line__submission__report_id", WRITING)
REPLACED = Place(AcceptedSuggestion, ("text_before",), REPORT, "line__report_id", ("line__report__unit_id",))
ASKED = Place(ContributionRequest, ("note",), CONTRIBUTION, "pk", ASKING, "draft_version")
DRAFTED = Place(ContributionRequest, ("draft",), CONTRIBUTION, "pk", SUPPORTING, "draft_version")
GIVEN = Place(Contribution, ("text",), CONTRIBUTION, "request_id", WRITING)
LOGGED = Place(LogEntry, ("text",), LOG, "assignment_id", WRITING)
PLACES = [
    LINES,
    SENT_LINES,
    COMMON,
    SENT_COMMON,
    REMARKS,
    REPLACED,
    ASKED,
    DRAFTED,
    GIVEN,
    LOGGED,
    Place(Report, ("asked_for_more_reason",), REPORT, "pk", ("to_unit_id", "unit_id")),
    Place(ReportEvent, ("reason",), REPORT, "report_id", WRITING),
    Place(ReceiverNote, ("text",), REPORT, "report_id", WRITING),
    Place(ContributionRequest, ("reason",), CONTRIBUTION, "pk", SUPPORTING),
    Place(AssignmentEvent, ("reason",), ASSIGNMENT, "assignment_id", WRITING),
    # Why a day was moved: the words of the office that did it.
    Place(Period.history.model, ("history_change_reason",), PERIOD, "id", ("plan__standing_office_id",)),
    Place(
        PeriodDue.history.model, ("history_change_reason",), PERIOD, "period_id", ("period__plan__standing_office_id",)
    ),
]


def register_places(*places):
    """Let emergency removal also look through `places`. Rooms above call it once, when the portal starts."""
    PLACES.extend(places)


class Follower(NamedTuple):
    """A room above that keeps what was reported otherwise than in columns of text. `hold` comes first in each removal:
    it locks what may take in reported words meanwhile. `follow` comes last: with what was Removed, `reason=`, `by=`."""

    hold: Callable
    follow: Callable


FOLLOWERS: list[Follower] = []


def register_follower(*, hold, follow):
    """Let a room above take what was removed from wherever it keeps it. Called once, when the portal starts."""
    FOLLOWERS.append(Follower(hold, follow))
