"""Questions about directions: who gives and judges, who answers, who passes on. Load directions with `for_page()`."""

from django.db.models import Q

from tasks.models import Plan
from units.models import Unit


def can_give(membership, plan):
    """Whoever works in the steering committee of the plan, and nobody else."""
    return membership is not None and membership.works and membership.unit_id == plan.steering_committee_id


def can_judge(membership, direction):
    """Whoever works in the committee that gave it: closes it, asks again, withdraws it."""
    return membership is not None and membership.works and membership.unit_id == direction.for_unit_id


def can_answer(membership, direction):
    """Whoever works in a unit that owes the answer, or owed it: to a unit from which it was passed on meanwhile the
    act says so. Read the direction with `with_events()`."""
    if membership is None or not membership.works:
        return False
    return any(event.to_unit_id == membership.unit_id for event in direction.events.all())


def can_pass_on(membership, direction):
    """Whoever works in the plan's standing office: it passes on what it got, or what lies with the wrong unit."""
    return membership is not None and membership.works and membership.unit_id == direction.plan.standing_office_id


def plans_to_direct(membership, unit=None):
    """Return the plans in which the post may give directions, or those of them in which `unit` takes part."""
    if membership is None or not membership.works:
        return Plan.objects.none()
    plans = Plan.objects.filter(steering_committee_id=membership.unit_id)
    if unit is not None:
        takes_part = Q(participations__unit=unit, participations__valid_to=None) | Q(standing_office=unit)
        plans = plans.filter(takes_part).distinct()
    return plans


def addressees(plan):
    """Return the units that may owe an answer: whoever takes part in the plan but its owner, and its standing office.

    The steering committee asks and does not answer itself.
    """
    takes_part = Q(participations__plan=plan, participations__valid_to=None) | Q(pk=plan.standing_office_id)
    above = [pk for pk in (plan.owner_id, plan.steering_committee_id) if pk != plan.standing_office_id]
    return Unit.objects.filter(takes_part).exclude(pk__in=above).distinct()
