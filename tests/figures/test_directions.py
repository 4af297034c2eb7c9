"""Directions equal a slow count, on every day on which something happened."""

import datetime

import pytest

from figures.directions import DIRECTION_NUMBERS, DirectionFigures, direction_figures
from oversight.actions import directions as acts
from oversight.models import Direction
from tests.oversight.direction_world import GIVEN_AT, DirectionWorld, on

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2024, 12, 8)
STATES = dict.fromkeys(["give", "pass_on", "acknowledge", "ask_again"], "owed") | {"answer": "answered"}


def tell_stories():
    """One never answered, one asked again, one closed, one withdrawn at the last minute of a day, one to be noted."""
    with on(GIVEN_AT):
        world = DirectionWorld()
        world.passed_on()
        again, closed, withdrawn = world.answered(), world.answered(), world.give()
        world.give(due_on=None)
    with on("2024-12-14 10:00+07:00"):
        due_on = datetime.date(2024, 12, 26)
        acts.ask_again(again, answer_round=1, reason="Chưa rõ.", due_on=due_on, by=world.member)
        acts.acknowledge(again, by=world.writer)
        acts.close_direction(closed, answer_round=1, by=world.member)
    with on("2024-12-18 23:59+07:00"):
        acts.withdraw_direction(withdrawn, reason="Nhầm.", by=world.member)
    return world


def slow(directions, day):
    """Count one by one: play the events of each direction until the end of the day."""
    counts = dict.fromkeys(DIRECTION_NUMBERS, 0)
    for one in directions:
        state = due_on = None
        for event in sorted(one.events.all(), key=lambda event: (event.at, event.pk)):
            if (event.at + datetime.timedelta(hours=7)).date() <= day:
                state, due_on = STATES.get(event.move), event.due_on
        if state and due_on:
            counts[state] += 1
            counts["overdue"] += state == "owed" and due_on < day
    return DirectionFigures(**counts)


def test_figures_agree_with_a_slow_count_on_every_day():
    world, seen = tell_stories(), set()

    for day in [FIRST + datetime.timedelta(days=number) for number in range(24)]:
        for directions in [Direction.objects.all(), Direction.objects.filter(to_unit=world.unit)]:
            figures = direction_figures(directions, day)

            assert figures == slow(directions, day)
            seen |= {name for name in DIRECTION_NUMBERS if figures.number(name)}

    assert seen == set(DIRECTION_NUMBERS)
