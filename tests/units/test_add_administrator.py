import getpass

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_unit, make_user
from units.enums import Role
from units.models import Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """Return a function that says what is typed when a password is asked for."""

    def answer(*passwords):
        waiting = list(passwords)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: waiting.pop(0))

    return answer


def add(username="quantri", unit="vp"):
    call_command("add_administrator", username, name="Lê Quản Trị", unit=unit)


def test_first_administrator_is_made(typed, capsys):
    make_unit(code="vp")
    typed("một câu tạm thời", "một câu tạm thời")

    add()

    post = Membership.objects.get()
    assert (post.user.username, post.role, post.user.must_change_password) == ("quantri", Role.ADMINISTRATOR, True)
    assert capsys.readouterr().out == "Đã tạo tài khoản quản trị quantri.\n"


@pytest.mark.parametrize(
    ("passwords", "sentence"), [(("một câu tạm thời", "câu khác"), "không giống nhau"), (("ngắn", "ngắn"), "12 ký tự")]
)
def test_bad_password_makes_nobody(typed, passwords, sentence):
    make_unit(code="vp")
    typed(*passwords)

    with pytest.raises(CommandError, match=sentence):
        add()

    assert not User.objects.exists()


def test_unknown_unit_and_taken_name_are_told():
    with pytest.raises(CommandError, match="Không có đơn vị mang mã này"):
        add()
    make_unit(code="vp")
    make_user(username="quantri")
    with pytest.raises(CommandError, match="đã có người dùng"):
        add()
