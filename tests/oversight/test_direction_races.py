"""Answering, passing on, withdrawing and judging a direction at the same moment."""

import uuid

import pytest

from common import clock
from oversight.actions import directions as acts
from oversight.enums import DirectionMove, DirectionState
from oversight.models import Direction
from tests.oversight.direction_world import DirectionWorld
from tests.races import ROUNDS, WON, one_winner, race
from units.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def fresh(direction):
    """The direction as another request has read it."""
    return Direction.objects.for_page().get(pk=direction.pk)


def last_move(direction):
    return direction.events.last().move


@pytest.mark.parametrize("_", range(ROUNDS))
def test_answered_while_it_is_passed_on(_):
    world = DirectionWorld()
    direction = world.passed_on(due_on=clock.today())

    outcomes = race(
        lambda: acts.answer(fresh(direction), asked_round=1, text="Đã làm.", by=world.writer),
        lambda: acts.pass_on(
            direction, to_unit=world.stranger, reason="Chuyển nhầm.", due_on=direction.due_on, by=world.judge
        ),
    )

    assert one_winner(outcomes), outcomes
    direction.refresh_from_db()
    expected = (DirectionState.ANSWERED, world.unit) if outcomes[0] == WON else (DirectionState.GIVEN, world.stranger)
    assert (direction.state, direction.to_unit) == expected
    assert direction.events.count() == 3


@pytest.mark.parametrize("_", range(ROUNDS))
def test_answered_while_it_is_withdrawn(_):
    world = DirectionWorld()
    direction = world.passed_on(due_on=clock.today())

    outcomes = race(
        lambda: acts.answer(fresh(direction), asked_round=1, text="Đã làm.", by=world.writer),
        lambda: acts.withdraw_direction(direction, reason="Thôi.", by=world.member),
    )

    # An answer that came first stays on the record of what is withdrawn then; after a withdrawal nobody answers.
    assert outcomes[1] == WON
    direction.refresh_from_db()
    assert (direction.state, last_move(direction)) == (DirectionState.WITHDRAWN, DirectionMove.WITHDRAW)
    assert direction.events.filter(move=DirectionMove.ANSWER).count() == (outcomes[0] == WON)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_closed_while_a_colleague_asks_again(_):
    world = DirectionWorld()
    direction = world.answered(due_on=clock.today())

    outcomes = race(
        lambda: acts.close_direction(fresh(direction), answer_round=1, by=world.member),
        lambda: acts.ask_again(
            direction, answer_round=1, reason="Nêu ngày xong.", due_on=clock.today(), by=world.other_member
        ),
    )

    assert one_winner(outcomes), outcomes
    assert last_move(direction) == (DirectionMove.CLOSE if outcomes[0] == WON else DirectionMove.ASK_AGAIN)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_form_pressed_twice(_):
    world, token = DirectionWorld(), uuid.uuid4()

    outcomes = race(*[lambda: world.give(due_on=clock.today(), token=token)] * 2)

    assert outcomes == [WON, WON]
    assert Direction.objects.get().events.count() == 1
    assert Notice.objects.filter(kind="direction").count() == 2
