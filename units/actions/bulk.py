"""Many people at once: accounts and posts, all or nothing, each through the act that the form uses."""

import datetime
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from common.refusals import Refused
from units.actions.people import change_user, create_user
from units.actions.posts import PostRefused, appoint
from units.enums import Role
from units.models import Unit, User


class PeopleRefused(Refused):
    pass


@dataclass(frozen=True)
class NewPost:
    """One checked row of a list of people: the account as it shall be, and the post that it gets.

    `user` is the account that exists already, or None; `changes` are its fields that shall differ.
    """

    number: int
    username: str
    account: dict
    unit: Unit
    role: str
    title: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    user: User | None = None
    changes: dict = field(default_factory=dict)

    @property
    def role_words(self):
        return Role(self.role).label

    @property
    def change_words(self):
        """What changes of an account that exists, in words: "thư điện tử công vụ: a → b"."""
        return [
            f"{User._meta.get_field(name).verbose_name}: {getattr(self.user, name) or 'trống'} → {value}"
            for name, value in self.changes.items()
        ]


@transaction.atomic
def add_people(rows, *, by):
    """Make the accounts that do not exist yet, without a password, and give every row's post; return the new accounts.

    Each new person then sets his own password by a link (`units.first_passwords`). Nothing is kept of a list of which
    one row is refused; of two that are sent at once, the second is told that its people exist.
    """
    people, new = {}, []
    for row in rows:
        if row.user is not None and row.user.pk == by.user_id:
            raise PeopleRefused(f"Dòng {row.number}: không tự đổi tài khoản, chức vụ của mình.")
        if row.username not in people:
            people[row.username] = row.user or _create(row, by=by)
            new += [] if row.user else [people[row.username]]
        if row.user and row.changes:
            change_user(row.user, row.changes, by=by)
        _appoint(row, people[row.username], by=by)
    return new


def _create(row, *, by):
    try:
        with transaction.atomic():
            return create_user(username=row.username, password=None, must_change_password=False, by=by, **row.account)
    except IntegrityError:
        raise PeopleRefused(
            f"Dòng {row.number}: tên đăng nhập {row.username} vừa có người dùng. Chưa tạo tài khoản nào; "
            "có thể danh sách này đã được nhập rồi. Hãy tải tệp lên lại để xem."
        ) from None


def _appoint(row, user, *, by):
    post = {"unit": row.unit, "role": row.role, "title": row.title}
    try:
        appoint(user=user, **post, valid_from=row.valid_from, valid_to=row.valid_to, by=by)
    except PostRefused as refused:
        raise PeopleRefused(
            f"Dòng {row.number}: {refused.sentence} Chưa ghi dòng nào trong danh sách; hãy tải tệp lên lại để xem."
        ) from None
