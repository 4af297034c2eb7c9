"""Who may read evidence and add it: one's own unit's; of others, what was sent or logged and one may read."""

from django.db.models import Exists, OuterRef, Q

from progress.models import Evidence, LogEntry, Submission, SubmittedCitation
from tasks.models import Assignment, places_of, units_below

# Conditions of the rooms above on what else may be read: each takes a Membership and returns a Q on Evidence.
MORE_READERS = []


def register_readers(condition):
    """Let `readable_evidence` also give what `condition` (a Membership goes in, a Q comes out) holds for. Rooms above,
    where evidence is sent along with something of their own, call it once, when the portal starts."""
    MORE_READERS.append(condition)


def readable_evidence(membership):
    """Return the evidence the post may download."""
    places = places_of(membership)
    if not places:
        return Evidence.objects.none()
    sent = SubmittedCitation.objects.filter(_sent_to(membership, places), evidence_id=OuterRef("pk"))
    seen_entries = LogEntry.objects.visible_to(membership).order_by().values("pk")
    logged = LogEntry.evidence.through.objects.filter(evidence_id=OuterRef("pk"), logentry_id__in=seen_entries)
    scanned = Submission.objects.filter(_letters_of(membership, places), scan_id=OuterRef("pk"))
    scope = Q(unit_id=membership.unit_id) | Exists(sent) | Exists(logged) | Exists(scanned)
    for condition in MORE_READERS:
        scope |= condition(membership)
    return Evidence.objects.filter(scope)


def can_see_shelf(membership):
    """Open the shelf of one's own unit and take its list away: every post but an administrator's, which has no
    share in the unit's work."""
    return membership is not None and not membership.is_administrator


def can_add_evidence(membership, unit_id):
    """Those who do the work of the unit that the evidence belongs to."""
    return membership is not None and membership.works and membership.unit_id == unit_id


def _sent_to(membership, places):
    """Lines that were sent and that the post reads: to its unit, from below it, of a whole plan, of tasks it leads.

    What a unit took back is no longer shown outside it, and nor are the files that went with it.
    """
    led = Assignment.objects.live().leads().filter(unit_id=membership.unit_id, exclusive=True)
    scope = _to_or_from_below(membership, places, "line__submission__report__")
    scope |= Q(line__assignment__task_id__in=led.order_by().values("task_id"))
    return Q(line__submission__withdrawn_at=None) & scope


def _letters_of(membership, places):
    """Letters on paper that the post reads whole: its own unit's, and those of reports that it reads. Whoever leads a
    task reads lines of it alone."""
    return Q(report__unit_id=membership.unit_id) | _to_or_from_below(membership, places, "report__")


def _to_or_from_below(membership, places, report):
    """Reports, reached by the lookup `report`, that go to the unit, come from below it, or are of a plan seen whole."""
    scope = Q(**{f"{report}to_unit_id": membership.unit_id})
    for place in places:
        whole = Q(**{f"{report}period__plan_id": place.plan_id})
        scope |= whole if place.sees_all else whole & Q(**{f"{report}unit_id__in": units_below(place)})
    return scope
