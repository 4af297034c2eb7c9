"""Who may read evidence and add it: one's own unit's; of others, what was sent or logged and one may read."""

from django.db.models import Exists, OuterRef, Q

from progress.models import Evidence, LogEntry, SubmittedCitation
from tasks.models import Assignment, places_of, units_below


def readable_evidence(membership):
    """Return the evidence the post may download."""
    places = places_of(membership)
    if not places:
        return Evidence.objects.none()
    sent = SubmittedCitation.objects.filter(_sent_to(membership, places), evidence_id=OuterRef("pk"))
    seen_entries = LogEntry.objects.visible_to(membership).order_by().values("pk")
    logged = LogEntry.evidence.through.objects.filter(evidence_id=OuterRef("pk"), logentry_id__in=seen_entries)
    return Evidence.objects.filter(Q(unit_id=membership.unit_id) | Exists(sent) | Exists(logged))


def can_add_evidence(membership, unit_id):
    """Those who do the work of the unit that the evidence belongs to."""
    return membership is not None and membership.works and membership.unit_id == unit_id


def _sent_to(membership, places):
    """Lines that were sent and that the post reads: to its unit, from below it, of a whole plan, of tasks it leads.

    What a unit took back is no longer shown outside it, and nor are the files that went with it.
    """
    led = Assignment.objects.live().leads().filter(unit_id=membership.unit_id, exclusive=True)
    scope = Q(line__submission__report__to_unit_id=membership.unit_id)
    scope |= Q(line__assignment__task_id__in=led.order_by().values("task_id"))
    for place in places:
        whole = Q(line__submission__report__period__plan_id=place.plan_id)
        below = Q(line__submission__report__unit_id__in=units_below(place))
        scope |= whole if place.sees_all else whole & below
    return Q(line__submission__withdrawn_at=None) & scope
