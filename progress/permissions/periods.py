"""Who may set reporting periods and the working calendar."""

from tasks.models import places_of


def can_manage_periods(membership, plan):
    """Only the head of the standing office opens periods and changes their dates."""
    return membership.is_head and membership.unit_id == plan.standing_office_id


def can_edit_calendar(membership):
    """The administrator, and the head of a standing office."""
    return membership.is_administrator or (
        membership.is_head and any(place.is_office for place in places_of(membership))
    )
