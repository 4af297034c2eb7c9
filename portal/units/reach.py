"""Whether a post's unit follows another in some plan: as office or owner, or from above."""

from django.db.models import Q

from tasks.models import Participation, places_of


def oversees(membership, unit):
    """Return whether `unit` stands below the post's unit, or in a plan that it looks after or issued (3 queries)."""
    places = places_of(membership)
    if not places:
        return False
    scope = Q(pk__in=[])
    for place in places:
        whole = Q(plan_id=place.plan_id)
        if place.is_office or place.is_owner:
            scope |= whole
        elif place.path:
            scope |= whole & Q(path__startswith=place.path)
    return Participation.objects.filter(scope, unit=unit, valid_to=None).exists()
