"""Questions about inspections: who plans and records them, who closes findings, who reports a remedy."""

from oversight.permissions.urging import can_urge_somewhere, can_urge_unit
from tasks.models import places_of


def can_inspect_unit(membership, plan_id, unit_id):
    """Whoever may urge the unit: the standing office any unit but its own; else the head of the unit it reports to."""
    return can_urge_unit(membership, plan_id, unit_id)


def can_plan_somewhere(membership):
    """Whether any unit could be inspected from this post at all (1 query, kept on the post)."""
    return can_urge_somewhere(membership)


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


def can_read_account(membership, inspection, unit_id):
    """Whether the post reads what was established at one of the inspected units: the unit itself and the side that
    inspects; those who see the whole plan; and who stands above the unit, for whom `_below` is asked by the page."""
    if membership is None:
        return False
    if membership.unit_id in (unit_id, inspection.for_unit_id):
        return True
    return any(place.plan_id == inspection.plan_id and place.sees_all for place in places_of(membership))


def _is_inspecting_side(membership, inspection):
    if membership is None or not membership.works:
        return False
    if membership.unit_id == inspection.plan.standing_office_id:
        return True
    return membership.is_head and membership.unit_id == inspection.for_unit_id
