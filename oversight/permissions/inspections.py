"""Questions about inspections: who plans and records them, who closes findings, who reports a remedy."""

from oversight.permissions.urging import can_urge_somewhere, can_urge_unit, offices_of, reporters_of
from tasks.models import Participation


def can_inspect_unit(membership, plan_id, unit_id):
    """Whoever may urge the unit: the standing office any unit but its own; else the head of the unit it reports to."""
    return can_urge_unit(membership, plan_id, unit_id)


def can_plan_somewhere(membership):
    """Whether any unit could be inspected from this post at all (1 query, kept on the post)."""
    return can_urge_somewhere(membership)


def plans_to_inspect(membership):
    """Return the ids of the plans in which the post may inspect some unit."""
    return offices_of(membership) | {plan_id for plan_id, _ in reporters_of(membership)}


def units_to_inspect(membership):
    """Return the ids of the units that the post may inspect in any plan (1 query more for an office)."""
    units = {unit_id for _, unit_id in reporters_of(membership)}
    if offices := offices_of(membership):
        places = Participation.objects.filter(plan__in=offices, valid_to=None).order_by()
        units |= set(places.values_list("unit_id", flat=True))
    return units - {membership.unit_id}


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
