import pytest

from common.clock import today
from tests.factories import make_post, make_unit
from units import permissions
from units.enums import Role

pytestmark = pytest.mark.django_db


def asks(question, *args, **kwargs):
    """Return the roles whose post, in a unit of its own, gets a yes."""
    return {role for role in Role if question(make_post(role=role), *args, **kwargs)}


def test_only_the_administrator_manages():
    other = make_post()

    assert asks(permissions.can_manage_units) == {Role.ADMINISTRATOR}
    assert asks(permissions.can_manage_people) == {Role.ADMINISTRATOR}
    assert asks(permissions.can_manage_person, other.user) == {Role.ADMINISTRATOR}
    assert asks(permissions.can_manage_post, other) == {Role.ADMINISTRATOR}


def test_nobody_manages_himself():
    administrator = make_post(role=Role.ADMINISTRATOR)
    second = make_post(user=administrator.user, role=Role.HEAD)

    assert not permissions.can_manage_person(administrator, administrator.user)
    assert not permissions.can_manage_post(administrator, second)
    assert not permissions.can_appoint_stand_in(administrator, second)


def test_contacts():
    unit = make_unit()

    assert asks(permissions.can_see_contacts, unit) == {Role.ADMINISTRATOR}
    assert asks(permissions.can_see_contacts, unit, oversees=True) == set(Role)
    assert permissions.can_see_contacts(make_post(unit, Role.READER), unit)


def test_stand_ins():
    head, colleague = make_post(role=Role.HEAD), make_post(role=Role.HEAD)
    stand_in = make_post(head.unit, Role.HEAD, stands_in_for=head, valid_to=today())

    assert permissions.can_appoint_stand_in(head, head)
    assert not permissions.can_appoint_stand_in(colleague, head)
    assert not permissions.can_appoint_stand_in(stand_in, stand_in)
    assert permissions.can_end_stand_in(head, stand_in)
    assert not permissions.can_end_stand_in(colleague, stand_in)
    assert not permissions.can_end_stand_in(head, head)
    assert asks(permissions.can_appoint_stand_in, head) == {Role.ADMINISTRATOR}


def test_no_post_may_nothing():
    post = make_post(role=Role.HEAD)

    assert not permissions.can_manage_units(None)
    assert not permissions.can_manage_person(None, post.user)
    assert not permissions.can_see_contacts(None, post.unit, oversees=True)
    assert not permissions.can_appoint_stand_in(None, post)
    assert not permissions.can_end_stand_in(None, post)
