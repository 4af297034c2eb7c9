"""Questions about urging: who may urge whom, who acknowledges and answers, who keeps the usual wording."""

from oversight.models import is_report
from tasks.models import Participation, places_of


def can_urge(membership, subject):
    """Whether the unit of a Report or an Assignment may be urged about it. Load its period or its task."""
    return can_urge_unit(membership, plan_id_of(subject), subject.unit_id)


def can_urge_unit(membership, plan_id, unit_id):
    """Whoever works in the standing office of the plan, any unit but his own; else the head of the unit that the unit
    reports to."""
    if membership is None or unit_id == membership.unit_id:
        return False
    return plan_id in offices_of(membership) or (plan_id, unit_id) in reporters_of(membership)


def can_urge_somewhere(membership):
    """Whether anything could be urged about from this post at all (1 query, kept on the post)."""
    return membership is not None and bool(offices_of(membership) or reporters_of(membership))


def can_answer(membership, urging):
    """Whoever writes for, or heads, the unit that was urged."""
    return membership is not None and membership.works and membership.unit_id == urging.unit_id


def can_keep_letter(membership, urging):
    """Whoever works in the unit that urged: prints the letter and notes its number."""
    return membership is not None and membership.works and membership.unit_id == urging.for_unit_id


def can_change_wording(membership, plan):
    """Whoever works in the plan's standing office."""
    return membership is not None and membership.works and membership.unit_id == plan.standing_office_id


def can_keep_wording_somewhere(membership):
    return membership is not None and bool(offices_of(membership))


def plan_id_of(subject):
    """Return the id of the plan of a Report or an Assignment."""
    return subject.period.plan_id if is_report(subject) else subject.task.plan_id


def offices_of(membership):
    """Ids of the plans whose standing office the post works in."""
    return {place.plan_id for place in places_of(membership) if place.is_office} if membership.works else set()


def reporters_of(membership):
    """Pairs (plan id, unit id) of the units that report to the unit the post heads."""
    if not membership.is_head:
        return set()
    if not hasattr(membership, "_reporters"):
        below = Participation.objects.filter(reports_to=membership.unit_id, valid_to=None).order_by()
        membership._reporters = set(below.values_list("plan_id", "unit_id"))
    return membership._reporters
