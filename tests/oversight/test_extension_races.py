"""Two people at one request for more time at once: one wins, the other is told, and no deadline moves twice."""

import datetime

import pytest

from oversight.actions.extensions import (
    ask_for_extension,
    grant_extension,
    refuse_extension,
    withdraw_extension,
)
from oversight.enums import ExtensionState
from oversight.models import Extension
from progress.actions import reports
from progress.enums import ReportState
from tests.oversight.extension_world import ExtensionWorld
from tests.races import ROUNDS, WON, one_winner, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WISHED_ON = datetime.date(2040, 12, 31)


def asked_world(name="report"):
    world = ExtensionWorld()
    type(world.report).objects.update(due_on=datetime.date(2040, 12, 19))
    world.report = world.fresh()
    asked = ask_for_extension(getattr(world, name), wished_on=WISHED_ON, reason="Chờ số liệu.", by=world.head)
    world.extension = asked
    return world


def one_more(world):
    return Extension.objects.for_page().get(pk=world.extension.pk)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_double_click_asks_once(_):
    world = ExtensionWorld()

    def ask():
        ask_for_extension(world.work, wished_on=WISHED_ON, reason="Chờ số liệu.", by=world.head)

    outcomes = race(ask, ask)

    assert one_winner(outcomes), outcomes
    assert Extension.objects.count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_granted_and_refused_at_once(_):
    world = asked_world()
    first, second = one_more(world), one_more(world)

    outcomes = race(
        lambda: grant_extension(first, granted_on=WISHED_ON, by=world.chief),
        lambda: refuse_extension(second, decision="Việc gấp.", by=world.colleague_of(world.chief)),
    )

    assert one_winner(outcomes), outcomes
    granted = outcomes[0] == WON
    assert one_more(world).state == (ExtensionState.GRANTED if granted else ExtensionState.REFUSED)
    assert (world.fresh().due_on == one_more(world).granted_on) == granted


@pytest.mark.parametrize("_", range(ROUNDS))
def test_granted_and_withdrawn_at_once(_):
    world = asked_world()
    first, second = one_more(world), one_more(world)

    outcomes = race(
        lambda: grant_extension(first, granted_on=WISHED_ON, by=world.chief),
        lambda: withdraw_extension(second, by=world.head),
    )

    assert one_winner(outcomes), outcomes
    assert world.fresh().events.filter(move="extend").count() == (outcomes[0] == WON)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_report_sent_while_its_extension_is_granted(_):
    world = asked_world()
    first = one_more(world)

    outcomes = race(
        lambda: grant_extension(first, granted_on=WISHED_ON, by=world.chief),
        lambda: reports.submit_report(world.fresh(), by=world.head),
    )

    assert outcomes == [WON, WON]
    report = world.fresh()
    assert (report.state, report.due_on) == (ReportState.SUBMITTED, one_more(world).granted_on)
    assert not report.submissions.get().is_late


@pytest.mark.parametrize("_", range(ROUNDS))
def test_report_sent_while_more_time_is_asked_for(_):
    world = ExtensionWorld()

    outcomes = race(
        lambda: ask_for_extension(world.report, wished_on=WISHED_ON, reason="Chờ số liệu.", by=world.head),
        lambda: reports.submit_report(world.fresh(), by=world.head),
    )

    assert outcomes[1] == WON
    assert world.fresh().state == ReportState.SUBMITTED
    assert Extension.objects.count() == (outcomes[0] == WON)
