"""Questions about inspections: who plans and records them, who closes findings, who reports a remedy."""

from django.db.models import Q

from oversight.permissions.urging import offices_of
from tasks.models import Participation


def inspectable(membership):
    """Return the pairs (plan id, unit id) that the post may inspect (1 query): units that take part in the plan now.

    Whoever works in the standing office: any but its own; else the head of a unit: those that report to it. Neither the
    owner of a plan nor its steering committee is inspected about it.
    """
    if membership is None or not membership.works:
        return set()
    places = Q(plan__in=offices_of(membership))
    if membership.is_head:
        places |= Q(reports_to=membership.unit_id)
    live = Participation.objects.filter(places, valid_to=None).exclude(unit=membership.unit_id).order_by()
    rows = live.values_list("plan_id", "unit_id", "plan__owner_id", "plan__steering_committee_id")
    return {(plan_id, unit_id) for plan_id, unit_id, *above in rows if unit_id not in above}


def can_plan_somewhere(membership):
    """Whether the form stands open to this post: a standing office's always (no query), else when a unit is found."""
    works = membership is not None and membership.works
    return works and bool(offices_of(membership) or inspectable(membership))


def can_run(membership, inspection):
    """Change, announce, record, add findings, close, call off: the head of the unit that inspects, and whoever works in
    the standing office of the plan; never when one's own unit is inspected. Load with `for_page()`."""
    if any(one.unit_id == getattr(membership, "unit_id", None) for one in inspection.inspected.all()):
        return False
    return _is_inspecting_side(membership, inspection)


def can_judge_remedy(membership, finding):
    """Close a finding or ask for more: the same people, never about their own unit. Load `inspection__plan`."""
    own = membership is not None and membership.unit_id == finding.unit_id
    return not own and _is_inspecting_side(membership, finding.inspection)


def can_report_remedy(membership, finding):
    """Whoever writes for, or heads, the unit that owes it."""
    return membership is not None and membership.works and membership.unit_id == finding.unit_id


def _is_inspecting_side(membership, inspection):
    if membership is None or not membership.works:
        return False
    if membership.unit_id == inspection.plan.standing_office_id:
        return True
    return membership.is_head and membership.unit_id == inspection.for_unit_id
