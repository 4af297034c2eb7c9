"""Questions about the plan and its assignments: who may, never when (a wrong state is told by the act)."""

from tasks.models import places_of


def can_enter_admin(membership):
    """Writers, heads and administrators enter; readers and the plan's steering committee do not."""
    if membership is None:
        return False
    return membership.is_administrator or (
        membership.works and not any(place.is_committee for place in places_of(membership))
    )
