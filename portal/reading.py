"""What was done, submitted and logged about assignments, cut to what the reader may see."""

from django.db.models import OuterRef, Q, Subquery

from portal.standings import Happening
from progress.models import LogEntry, SubmittedLine
from tasks.models import Assignment, AssignmentEvent, places_of, units_below

LATEST_ENTRIES = 10
LATEST_EVENTS = 20


def latest_lines(assignments, membership):
    """Return the line of the latest standing submission of each of `assignments` that the reader may read (2 queries).

    The lead of a shared task reads the lines of its supporters (DESIGN §5).
    """
    latest = SubmittedLine.objects.standing().filter(assignment=OuterRef("pk"))
    latest = latest.order_by("-submission__submitted_at", "-pk").values("pk")[:1]
    # Asked once of each assignment: asked of each line it would be asked for every period there was.
    of_each = Assignment.objects.filter(pk__in=[one.pk for one in assignments]).order_by().values(line=Subquery(latest))
    lines = SubmittedLine.objects.filter(_readable(assignments, membership), pk__in=of_each)
    return list(
        lines.select_related("assignment__unit", "submission__report__period")
        .prefetch_related("values")
        .order_by("assignment__part", "assignment__unit__order", "pk")
    )


def latest_entries(assignments, membership):
    """Return the newest entries of the log about `assignments`, those that a later one corrects left out."""
    entries = LogEntry.objects.visible_to(membership).current().filter(assignment__in=[one.pk for one in assignments])
    return list(entries.select_related("assignment__unit", "for_unit", "by")[:LATEST_ENTRIES])


def happenings(assignments):
    """Return what was last done to `assignments`, newest first (1 query)."""
    events = AssignmentEvent.objects.filter(assignment__in=[one.pk for one in assignments]).order_by("-at", "-pk")
    shown = events.select_related("assignment__unit", "by", "on_behalf_of", "for_unit")[:LATEST_EVENTS]
    return [Happening(event) for event in shown]


def _readable(assignments, membership):
    leads = {one.task_id for one in assignments if one.exclusive and one.unit_id == membership.unit_id}
    scope = Q(submission__report__unit_id=membership.unit_id) | Q(submission__report__to_unit_id=membership.unit_id)
    scope |= Q(assignment__task_id__in=leads)
    for place in places_of(membership):
        whole = Q(submission__report__period__plan_id=place.plan_id)
        scope |= whole if place.sees_all else whole & Q(submission__report__unit_id__in=units_below(place))
    return scope
