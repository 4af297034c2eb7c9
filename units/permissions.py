"""Questions about units, people and posts: who may, never when."""


def can_manage_units(membership):
    """Create, rename, close units: the administrator."""
    return membership is not None and membership.is_administrator


def can_manage_people(membership):
    """Open the list of accounts and posts, create accounts: the administrator."""
    return membership is not None and membership.is_administrator


def can_manage_person(membership, user):
    """Disable, give a password, appoint: the administrator, never for himself."""
    return can_manage_people(membership) and user.pk != membership.user_id


def can_manage_post(membership, post):
    """Change or end a post: the administrator, never one of his own."""
    return can_manage_people(membership) and post.user_id != membership.user_id


def can_see_contacts(membership, unit, *, oversees=False):
    """Read phone numbers and e-mail addresses of a unit's people.

    `oversees`: the post's unit follows this one in some plan, which only a higher room knows.
    """
    if membership is None:
        return False
    return membership.is_administrator or unit.pk == membership.unit_id or oversees


def can_appoint_stand_in(membership, post):
    """Hand the rights of `post` to somebody for some days: its head himself, or the administrator for others.

    A stand-in passes nothing on.
    """
    if membership is None or not post.is_head or post.stands_in_for_id:
        return False
    return membership.pk == post.pk or can_manage_post(membership, post)


def can_end_stand_in(membership, stand_in):
    """End a stand-in before its day: the head it stands in for, or the administrator (never his own post)."""
    if membership is None or not stand_in.stands_in_for_id:
        return False
    return membership.pk == stand_in.stands_in_for_id or can_manage_post(membership, stand_in)
