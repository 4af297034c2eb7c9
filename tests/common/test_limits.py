import pytest

from common.limits import is_too_often

pytestmark = pytest.mark.django_db


def test_tries_are_counted_for_each_thing_and_person_apart():
    counted = [is_too_often("thu", "mot", most=2, seconds=60) for _ in range(4)]

    assert counted == [False, False, True, True]
    assert is_too_often("thu", "hai", most=2, seconds=60) is False
    assert is_too_often("khac", "mot", most=2, seconds=60) is False
