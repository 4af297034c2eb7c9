"""Who may see figures. Of what, is a question of scope: one's place in the plan."""


def can_see_figures(membership):
    """Every post that takes part in the work; an administrator's sees none of it."""
    return membership is not None and not membership.is_administrator


def can_see_whole(place):
    """The standing office, the committee, observers and the owner see figures of the whole plan."""
    return place.sees_all
