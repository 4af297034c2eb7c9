"""Posts: who is what in which unit, from when to when; and stand-ins (ủy quyền), dated posts in place of a head."""

import datetime

from django.db import transaction
from django.db.models import Q

from common.clock import today
from common.refusals import Refused
from units.enums import Role
from units.models import Membership, User


class PostRefused(Refused):
    pass


@transaction.atomic
def appoint(*, user, unit, role, title, valid_from=None, valid_to=None, by=None):
    """Give `user` a post. Pressed twice it makes one post: the second time is refused."""
    # Whoever appoints the same person waits here, so that the look below sees what the other wrote.
    User.objects.select_for_update().get(pk=user.pk)
    post = Membership(user=user, unit=unit, role=role, title=title, valid_from=valid_from or today(), valid_to=valid_to)
    _check_dates(post)
    _check_not_held(post)
    post.save()
    return post


@transaction.atomic
def change_post(post, values, *, by):
    """Correct the title or the dates of a post; return the names of changed fields. Stand-ins end with the post."""
    head = _locked(post.stands_in_for) if post.stands_in_for_id else None
    kept = _locked(post)
    changed = [name for name in ("title", "valid_from", "valid_to") if name in values]
    changed = [name for name in changed if getattr(kept, name) != values[name]]
    for name in changed:
        setattr(kept, name, values[name])
    _check_dates(kept)
    if head and changed != ["title"]:
        _check_within(kept, head)
    if changed:
        _check_not_held(kept)
        kept.save(update_fields=changed)
        _cut_stand_ins(kept)
    return changed


@transaction.atomic
def end_post(post, *, by, on=None):
    """End a post after the day `on` (today unless told otherwise), and with it whoever stands in for it."""
    kept, last_day = _locked(post), on or today()
    if kept.valid_to and kept.valid_to <= last_day:
        raise PostRefused(f"Chức vụ này đã kết thúc ngày {kept.valid_to:%d/%m/%Y}.")
    if last_day < kept.valid_from:
        raise PostRefused(f"Ngày kết thúc phải từ ngày {kept.valid_from:%d/%m/%Y} trở đi.")
    kept.valid_to = last_day
    kept.save(update_fields=["valid_to"])
    _cut_stand_ins(kept)
    return kept


@transaction.atomic
def appoint_stand_in(post, *, user, valid_from, valid_to, by):
    """Let `user` act as head in place of `post` from a day to a day; both names stay on what he does."""
    head = _locked(post)
    if head.role != Role.HEAD or head.stands_in_for_id:
        raise PostRefused("Chỉ lãnh đạo đơn vị được ủy quyền; người được ủy quyền không ủy quyền lại.")
    if user.pk == head.user_id:
        raise PostRefused("Không thể tự ủy quyền cho chính mình: hãy chọn người khác.")
    stand_in = Membership(
        user=user,
        unit_id=head.unit_id,
        role=Role.HEAD,
        title=f"{head.title} (được ủy quyền)"[:120],
        stands_in_for=head,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check_dates(stand_in)
    if valid_to < today():
        raise PostRefused("Ngày kết thúc ủy quyền đã qua: hãy chọn từ hôm nay trở đi.")
    _check_within(stand_in, head)
    _check_not_held(stand_in)
    stand_in.save()
    return stand_in


@transaction.atomic
def end_stand_in(stand_in, *, by):
    """End a stand-in before its day. One that has not begun, or began today, leaves no right from now on."""
    kept = _locked(stand_in)
    last_day = _yesterday()
    if kept.valid_to <= last_day:
        raise PostRefused(f"Ủy quyền này đã kết thúc ngày {kept.valid_to:%d/%m/%Y}.")
    kept.valid_to = last_day
    kept.valid_from = min(kept.valid_from, last_day)
    kept.save(update_fields=["valid_from", "valid_to"])
    return kept


def _locked(post):
    return Membership.objects.select_for_update().get(pk=post.pk)


def _yesterday():
    return today() - datetime.timedelta(days=1)


def _cut_stand_ins(head):
    """Let nobody stand in for `head` beyond its last day; who would only have begun after it leaves no right at all."""
    if head.valid_to is None:
        return
    for stand_in in head.stand_ins.select_for_update().filter(valid_to__gt=head.valid_to).order_by("pk"):
        begins = stand_in.valid_from <= head.valid_to
        stand_in.valid_to = head.valid_to if begins else min(head.valid_to, _yesterday())
        stand_in.valid_from = min(stand_in.valid_from, stand_in.valid_to)
        stand_in.save(update_fields=["valid_from", "valid_to"])


def _check_within(stand_in, head):
    if stand_in.valid_to is None:
        raise PostRefused("Ủy quyền phải có ngày kết thúc: hãy ghi “đến ngày”.")
    if stand_in.valid_from < head.valid_from or (head.valid_to and stand_in.valid_to > head.valid_to):
        raise PostRefused("Thời gian ủy quyền phải nằm trong thời gian giữ chức vụ của người ủy quyền.")


def _check_dates(post):
    if post.valid_to and post.valid_to < post.valid_from:
        raise PostRefused("“Từ ngày” phải trước hoặc bằng “đến ngày”.")


def _check_not_held(post):
    held = Membership.objects.filter(user_id=post.user_id, unit_id=post.unit_id, role=post.role)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=post.valid_from))
    if post.valid_to:
        held = held.filter(valid_from__lte=post.valid_to)
    if held.exclude(pk=post.pk).exists():
        role = Role(post.role).label
        raise PostRefused(f"{post.user} đã giữ chức vụ {role} ở {post.unit} trong thời gian này.")
