"""Many people at once: all or nothing, through the acts of the form; a link each, for one use."""

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.utils import timezone

from common.clock import today
from common.refusals import Refused
from tests.factories import make_post, make_unit, make_user
from tests.races import WON, one_winner, race
from tests.units.people_files import person, typed
from units import actions
from units.enums import Role
from units.first_passwords import first_password_token, people_of_tokens, person_of_token
from units.models import Membership, User
from units.people_rows import check_people

PASSWORD = "suoi-dak-quyt-mua-mua-46"


@pytest.fixture
def administrator():
    return make_post(role=Role.ADMINISTRATOR)


def checked(rows, by):
    return check_people(typed(*rows), by=by, on=today()).rows


def newcomer(name="khanhlinh"):
    return actions.create_user(username=name, full_name="Nông Khánh Linh", password=None, must_change_password=False)


@pytest.mark.django_db
def test_accounts_and_posts_are_made_and_nobody_can_sign_in_yet(administrator):
    unit = make_unit()
    rows = [person(unit), person(unit, role="lãnh đạo đơn vị"), person(unit, username="minh", full_name="Điểu Minh")]

    new = actions.add_people(checked(rows, administrator), by=administrator)

    assert [user.username for user in new] == ["khanhlinh", "minh"]
    assert sorted(Membership.objects.filter(unit=unit).values_list("user__username", "role")) == [
        ("khanhlinh", "head"),
        ("khanhlinh", "writer"),
        ("minh", "writer"),
    ]
    assert [user.has_usable_password() for user in new] == [False, False]


@pytest.mark.django_db
def test_known_person_keeps_his_password_and_gets_the_post_and_the_change(administrator):
    user = make_user("Nông Khánh Linh", username="khanhlinh")
    before = user.password

    new = actions.add_people(checked([person(make_unit())], administrator), by=administrator)

    user.refresh_from_db()
    assert (new, user.password, user.email) == ([], before, "khanhlinh@example.vn")
    assert user.memberships.count() == 1


@pytest.mark.django_db
def test_one_refused_row_leaves_nothing_of_the_list(administrator):
    unit = make_unit()
    rows = checked([person(unit), person(unit, username="minh", full_name="Điểu Minh")], administrator)
    make_user("Ai đó", username="minh")

    with pytest.raises(Refused, match="Dòng 3: tên đăng nhập minh vừa có người dùng"):
        actions.add_people(rows, by=administrator)

    assert not User.objects.filter(username="khanhlinh").exists()
    assert not Membership.objects.filter(unit=unit).exists()


@pytest.mark.django_db
def test_nobody_gives_himself_a_post(administrator):
    unit = make_unit()
    rows = checked([person(unit)], administrator)
    made = actions.add_people(rows, by=administrator)[0]
    own = make_post(unit, Role.ADMINISTRATOR, user=made)

    with pytest.raises(Refused, match="không tự đổi tài khoản"):
        actions.add_people(checked([person(make_unit())], administrator), by=own)


@pytest.mark.django_db
def test_link_serves_once():
    user = newcomer()
    token = first_password_token(user)

    actions.set_password_by_link(user, PASSWORD, token=token)

    assert authenticate(None, username="khanhlinh", password=PASSWORD) == user
    assert person_of_token(token) is None
    with pytest.raises(Refused, match="vừa được dùng"):
        actions.set_password_by_link(user, "mot-mat-khau-khac-9274", token=token)
    assert authenticate(None, username="khanhlinh", password=PASSWORD) == user


@pytest.mark.django_db
def test_link_lives_seven_days():
    with time_machine.travel("2024-11-05 10:00+07:00", tick=False):
        token = first_password_token(newcomer())
    with time_machine.travel("2024-11-12 09:59+07:00", tick=False):
        assert person_of_token(token) is not None
    with time_machine.travel("2024-11-12 10:01+07:00", tick=False):
        assert person_of_token(token) is None


@pytest.mark.django_db
def test_link_dies_with_a_password_that_was_given_or_an_account_that_was_closed(administrator):
    given, closed = newcomer(), newcomer("minh")
    tokens = [first_password_token(user) for user in (given, closed)]

    actions.set_password_for(given, "cap-lan-dau-9274", by=administrator)
    User.objects.filter(pk=closed.pk).update(disabled_at=timezone.now())

    assert people_of_tokens(tokens) == []


@pytest.mark.django_db
@pytest.mark.parametrize("bend", [str.upper, lambda token: token[:-1], lambda token: f"1{token}", lambda token: ""])
def test_bent_link_opens_nothing(bend):
    assert person_of_token(bend(first_password_token(newcomer()))) is None


@pytest.mark.django_db
def test_link_of_one_person_is_not_that_of_another():
    one, other = newcomer(), newcomer("minh")
    stamp = first_password_token(one).partition(":")[2]

    assert person_of_token(f"{other.pk}:{stamp}") is None


@pytest.mark.django_db
@pytest.mark.parametrize("links", [1, 4])
def test_links_are_looked_up_at_once(links, django_assert_num_queries):
    tokens = [first_password_token(newcomer(f"nguoi-{number}")) for number in range(links)]

    with django_assert_num_queries(1):
        assert len(people_of_tokens([*tokens, "999:x:y", "la"])) == links


@pytest.mark.django_db
def test_new_link_is_refused_once_there_is_a_password_and_to_oneself(administrator):
    has = make_user("Trần Văn Bình")
    User.objects.filter(pk=administrator.user_id).update(password="!")

    with pytest.raises(Refused, match="vừa đặt mật khẩu rồi"):
        actions.renew_first_links([newcomer(), has], by=administrator)
    with pytest.raises(Refused, match="Không tự cấp lại liên kết cho mình"):
        actions.renew_first_links([administrator.user], by=administrator)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_new_link_and_old_link_at_once_leave_one_that_served_or_one_that_stands():
    administrator, user = make_post(role=Role.ADMINISTRATOR), newcomer()
    token = first_password_token(user)

    outcomes = race(
        lambda: actions.set_password_by_link(user, PASSWORD, token=token),
        lambda: actions.renew_first_links([user], by=administrator),
    )

    user.refresh_from_db()
    assert one_winner(outcomes), outcomes
    assert user.has_usable_password() is (outcomes[0] == WON)
    assert person_of_token(token) is None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_link_used_twice_at_once_sets_one_password():
    user = newcomer()
    token = first_password_token(user)
    passwords = [PASSWORD, "mot-mat-khau-khac-9274"]

    outcomes = race(
        *[lambda given=given: actions.set_password_by_link(user, given, token=token) for given in passwords]
    )

    assert one_winner(outcomes), outcomes
    assert authenticate(None, username="khanhlinh", password=passwords[outcomes.index(WON)]) == user


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_same_list_sent_twice_at_once_is_written_once():
    administrator, unit = make_post(role=Role.ADMINISTRATOR), make_unit()
    rows = checked([person(unit), person(unit, username="minh", full_name="Điểu Minh")], administrator)

    outcomes = race(*[lambda: actions.add_people(rows, by=administrator)] * 2)

    assert one_winner(outcomes), outcomes
    assert Membership.objects.filter(unit=unit).count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_same_new_post_of_known_people_is_given_once():
    administrator, unit = make_post(role=Role.ADMINISTRATOR), make_unit()
    make_user("Nông Khánh Linh", username="khanhlinh")
    rows = checked([person(unit)], administrator)

    outcomes = race(*[lambda: actions.add_people(rows, by=administrator)] * 2)

    assert one_winner(outcomes), outcomes
    assert Membership.objects.filter(unit=unit).count() == 1
