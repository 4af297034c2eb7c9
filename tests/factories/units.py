import datetime
from itertools import count

from units.enums import Role, UnitKind
from units.models import Membership, Unit, User

_numbers = count(1)
PASSWORD = "mot-mat-khau-du-dai-261"
LONG_AGO = datetime.date(2020, 1, 1)


def make_unit(name="", *, kind=UnitKind.PARTY_BOARD, **fields):
    number = next(_numbers)
    defaults = {"code": f"don-vi-{number}", "name": name or f"Đơn vị {number}", "order": number, "kind": kind}
    return Unit.objects.create(**defaults | fields)


def make_user(full_name="", **fields):
    number = next(_numbers)
    user = User(**{"username": f"nguoi{number}", "full_name": full_name or f"Nguyễn Văn Người {number}"} | fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_post(unit=None, role=Role.WRITER, **fields):
    """Return a post (Membership) of a new person in `unit`."""
    defaults = {"title": Role(role).label.capitalize(), "valid_from": LONG_AGO}
    user = fields.pop("user", None) or make_user()
    return Membership.objects.create(user=user, unit=unit or make_unit(), role=role, **defaults | fields)
