"""The inbox: telling a unit's people what happened, and marking a line as read."""

from django.db import transaction

from common import clock
from common.shortening import shortened
from units.models import Membership, Notice

TEXT_LIMIT = Notice._meta.get_field("text").max_length


def notify_unit(unit_id, *, roles, kind, object_id, text, except_user=None):
    """Put one line in the inbox of everybody who holds one of `roles` in the unit today; return how many were told.

    `kind` names the page of the object ("report", "assignment", …); `except_user` is who did it and knows already.
    """
    return notify_units([(unit_id, object_id, text)], roles=roles, kind=kind, except_user=except_user)


@transaction.atomic
def notify_units(lines, *, roles, kind, except_user=None):
    """Do as `notify_unit` for each (unit id, object id, text) of `lines`, in 2 queries however many they are; return
    how many lines were put in inboxes."""
    posts = Membership.objects.filter(unit_id__in={unit_id for unit_id, _, _ in lines}, role__in=list(roles))
    holders, done_by = {}, getattr(except_user, "pk", except_user)
    for unit_id, user_id in posts.valid(clock.today()).order_by().values_list("unit_id", "user_id"):
        if user_id != done_by:
            holders.setdefault(unit_id, set()).add(user_id)
    now = clock.now()
    told = [
        Notice(user_id=user_id, unit_id=unit_id, kind=kind, object_id=object_id, text=_as_line(text), at=now)
        for unit_id, object_id, text in lines
        for user_id in sorted(holders.get(unit_id, ()))
    ]
    Notice.objects.bulk_create(told)
    return len(told)


def mark_notice_read(notice, *, user):
    """Note when `user` first opened the line; return whether it was unread until now. Nobody else's line is touched."""
    unread = Notice.objects.visible_to(user).unread().filter(pk=notice.pk)
    return bool(unread.update(read_at=clock.now()))


def mark_all_read(*, user):
    """Mark every line of `user` as read; return how many were unread."""
    return Notice.objects.visible_to(user).unread().update(read_at=clock.now())


def _as_line(text):
    return shortened(text.replace("\0", ""), TEXT_LIMIT)
