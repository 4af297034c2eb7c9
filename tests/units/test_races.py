"""Two people press at once: the database decides, and nothing is done twice."""

import datetime

import pytest

from common.clock import today
from common.refusals import Refused
from tests.factories import make_post, make_unit, make_user
from tests.races import WON, race
from units import actions
from units.enums import Role
from units.models import Membership, Unit

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("has_end", [False, True])
def test_double_click_on_appoint_makes_one_post(has_end):
    user, unit = make_user("Nguyễn Văn An"), make_unit()
    valid_to = today() if has_end else None

    def appoint():
        actions.appoint(user=user, unit=unit, role=Role.WRITER, title="Chuyên viên", valid_to=valid_to)

    outcomes = race(appoint, appoint, appoint)

    assert outcomes.count(WON) == 1
    assert Membership.objects.filter(user=user).count() == 1


def test_double_click_on_stand_in_makes_one_post():
    head = make_post(role=Role.HEAD)
    other = make_post(head.unit)

    def appoint():
        actions.appoint_stand_in(head, user=other.user, valid_from=today(), valid_to=today(), by=head)

    outcomes = race(appoint, appoint)

    assert outcomes.count(WON) == 1
    assert Membership.objects.filter(stands_in_for=head).count() == 1


def test_stand_in_prolonged_while_the_head_leaves_is_cut_or_refused():
    head = make_post(role=Role.HEAD)
    stand_in = make_post(head.unit, Role.HEAD, stands_in_for=head, valid_to=today())

    outcomes = race(
        lambda: actions.end_post(head, by=head),
        lambda: actions.change_post(stand_in, {"valid_to": today() + datetime.timedelta(days=9)}, by=head),
    )

    assert outcomes[0] == WON, outcomes
    assert outcomes[1] == WON or isinstance(outcomes[1], Refused), outcomes
    stand_in.refresh_from_db()
    assert stand_in.valid_to == today()


def test_two_changes_of_superior_cannot_close_a_circle():
    first, second = make_unit("Một"), make_unit("Hai")

    outcomes = race(
        lambda: actions.change_unit(first, {"parent": second}), lambda: actions.change_unit(second, {"parent": first})
    )

    assert outcomes.count(WON) == 1
    assert Unit.objects.exclude(parent=None).count() == 1


def test_account_is_disabled_once():
    user, by = make_user(), make_post(role=Role.ADMINISTRATOR)

    outcomes = race(*[lambda: actions.disable_user(user, by=by)] * 2)

    assert outcomes.count(WON) == 1
    assert user.history.count() == 2
