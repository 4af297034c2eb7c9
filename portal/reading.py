"""What was done, submitted and logged about assignments, cut to what the reader may see."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, Subquery

from common.lean import through
from portal.standings import Happening
from progress.models import LogEntry, Period, SubmittedLine, SubmittedValue
from tasks.models import Assignment, AssignmentEvent, places_of, units_below
from units.models import Unit, User

LATEST_ENTRIES = 10
LATEST_EVENTS = 20
# Of one assignment, on its own page: more than is ever done to one.
MOST_EVENTS = 200
# What the pages show of each: whole rows of every table beside a line would be read, made into objects and let go of.
LINE_SHOWN = [
    *("assignment", "work_state", "percent", "result", "product"),
    *through(("report", "medium", "submitted_on", "accepted_at", "superseded_at"), "submission"),
    *through(Period.NAME, "submission__report__period"),
    "submission__report__period",
]
ENTRY_SHOWN = ["assignment", "text", "happened_on", "percent", *through(User.NAME, "by")]
EVENT_SHOWN = [
    *("assignment", "move", "at", "reason", "changes"),
    *through(User.NAME, "by", "on_behalf_of"),
    *through(Unit.NAME, "for_unit"),
]


def sees_whole(membership, plan):
    """Whether the post sees all work of the plan, and all that was sent and logged about it: then no row of the plan
    is left out, and the database is not asked which."""
    return any(place.sees_all and place.plan_id == plan.pk for place in places_of(membership))


def seen_of(membership, plan):
    """Return the assignments that the post may see, as far as they are work of `plan` (a queryset)."""
    return Assignment.objects.all() if sees_whole(membership, plan) else Assignment.objects.visible_to(membership)


def latest_lines(assignments, membership, plan):
    """Return the line of the latest standing submission of each of `assignments`, work of one plan, that the reader
    may read (2 queries). Load `unit`.

    The lead of a shared task reads the lines of its supporters (DESIGN §5).
    """
    latest = SubmittedLine.objects.standing().filter(assignment=OuterRef("pk"))
    latest = latest.order_by("-submission__submitted_at", "-pk").values("pk")[:1]
    # Asked once of each assignment: asked of each line it would be asked for every period there was.
    of_each = Assignment.objects.filter(pk__in=[one.pk for one in assignments]).order_by().values(line=Subquery(latest))
    # The limit leaves nothing out: with it PostgreSQL looks them up first, without it thrice, beside every line sent.
    of_each = of_each[: len(assignments)]
    lines = SubmittedLine.objects.filter(pk__in=of_each)
    if not sees_whole(membership, plan):
        lines = lines.filter(_readable(assignments, membership))
    values = SubmittedValue.objects.order_by("indicator__position", "pk")
    lines = lines.select_related("submission__report__period").prefetch_related(Prefetch("values", values))
    found = _with_their(assignments, lines.only(*LINE_SHOWN).order_by("pk"))
    return sorted(found, key=lambda line: (line.assignment.part, line.assignment.unit.order))


def latest_entries(assignments, membership, plan):
    """Return the newest entries of the log about `assignments`, work of one plan, those that a later one corrects left
    out (1 query). Load `unit`."""
    seen = LogEntry.objects.all() if sees_whole(membership, plan) else LogEntry.objects.visible_to(membership)
    entries = seen.current().filter(assignment__in=[one.pk for one in assignments])
    return _with_their(assignments, entries.select_related("by").only(*ENTRY_SHOWN)[:LATEST_ENTRIES])


@dataclass(frozen=True)
class Happenings:
    """The newest of what was done, and whether there is more."""

    newest: list
    has_more: bool


def happenings(assignments, most=LATEST_EVENTS):
    """Return the Happenings of what was last done to `assignments`, newest first (1 query). Load `unit`."""
    events = AssignmentEvent.objects.filter(assignment__in=[one.pk for one in assignments]).order_by("-at", "-pk")
    shown = events.select_related("by", "on_behalf_of", "for_unit").only(*EVENT_SHOWN)[: most + 1]
    events = _with_their(assignments, shown)
    return Happenings([Happening(event) for event in events[:most]], len(events) > most)


def _with_their(assignments, rows):
    """Return the rows about `assignments` as a list, each holding the one it is about, which is read already."""
    known, rows = {one.pk: one for one in assignments}, list(rows)
    for row in rows:
        row.assignment = known[row.assignment_id]
    return rows


def _readable(assignments, membership):
    leads = {one.task_id for one in assignments if one.exclusive and one.unit_id == membership.unit_id}
    scope = Q(submission__report__unit_id=membership.unit_id) | Q(submission__report__to_unit_id=membership.unit_id)
    scope |= Q(assignment__task_id__in=leads)
    for place in places_of(membership):
        whole = Q(submission__report__period__plan_id=place.plan_id)
        scope |= whole if place.sees_all else whole & Q(submission__report__unit_id__in=units_below(place))
    return scope
