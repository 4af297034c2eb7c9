"""The inbox: telling a unit's people what happened, and marking a line as read."""

from django.db import transaction
from django.utils.text import Truncator

from common import clock
from units.models import Membership, Notice

TEXT_LIMIT = Notice._meta.get_field("text").max_length


@transaction.atomic
def notify_unit(unit_id, *, roles, kind, object_id, text, except_user=None):
    """Put one line in the inbox of everybody who holds one of `roles` in the unit today; return how many were told.

    `kind` names the page of the object ("report", "assignment", …); `except_user` is who did it and knows already.
    """
    posts = Membership.objects.filter(unit_id=unit_id, role__in=list(roles)).valid(clock.today())
    told = set(posts.order_by().values_list("user_id", flat=True))
    told.discard(getattr(except_user, "pk", except_user))
    now, line = clock.now(), Truncator(text.replace("\0", "")).chars(TEXT_LIMIT)
    Notice.objects.bulk_create(
        Notice(user_id=user_id, unit_id=unit_id, kind=kind, object_id=object_id, text=line, at=now)
        for user_id in sorted(told)
    )
    return len(told)


def mark_notice_read(notice, *, user):
    """Note when `user` first opened the line; return whether it was unread until now. Nobody else's line is touched."""
    unread = Notice.objects.visible_to(user).unread().filter(pk=notice.pk)
    return bool(unread.update(read_at=clock.now()))


def mark_all_read(*, user):
    """Mark every line of `user` as read; return how many were unread."""
    return Notice.objects.visible_to(user).unread().update(read_at=clock.now())
