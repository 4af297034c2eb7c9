"""Closing, reopening, reporting and planning at the same moment."""

import datetime
import uuid

import pytest

from common import clock
from oversight.actions import findings as acts
from oversight.actions.inspections import announce_inspection, call_off_inspection, close_inspection
from oversight.enums import FindingState, InspectionState
from oversight.models import Finding, FindingEvent, Inspection
from tests.oversight.inspection_world import InspectionWorld
from tests.races import ROUNDS, WON, one_winner, race
from units.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def reported():
    world = InspectionWorld()
    finding = world.found()
    acts.report_remedy(finding, version=1, text="Đã ban hành.", by=world.writer)
    return world, finding


def closing(finding, by, version=2):
    return lambda: acts.close_finding(Finding.objects.get(pk=finding.pk), version=version, text="Đã xem.", by=by)


def reopening(finding, by, version=2):
    due_on = clock.today() + datetime.timedelta(days=9)
    one = Finding.objects.select_related("inspection").get(pk=finding.pk)
    return lambda: acts.reopen_finding(one, version=version, reason="Chưa đủ.", due_on=due_on, by=by)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_closing_and_asking_for_more(_):
    world, finding = reported()

    outcomes = race(closing(finding, world.judge), reopening(finding, world.office_head))

    finding.refresh_from_db()
    assert one_winner(outcomes), outcomes
    assert finding.state == (FindingState.CLOSED if outcomes[0] == WON else FindingState.OWED)
    assert finding.events.count() == 3


@pytest.mark.parametrize("_", range(ROUNDS))
def test_closing_and_reporting(_):
    world = InspectionWorld()
    finding = world.found()

    outcomes = race(
        closing(finding, world.judge, version=1),
        lambda: acts.report_remedy(Finding.objects.get(pk=finding.pk), version=1, text="Đã xong.", by=world.writer),
    )

    assert one_winner(outcomes), outcomes
    finding.refresh_from_db()
    assert finding.state == (FindingState.CLOSED if outcomes[0] == WON else FindingState.REPORTED)
    assert finding.events.count() == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_button_pressed_twice(_):
    world, finding = reported()

    outcomes = race(closing(finding, world.judge), closing(finding, world.judge))

    assert one_winner(outcomes), outcomes
    assert FindingEvent.objects.filter(finding=finding, move="close").count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_form_of_a_finding_sent_twice(_):
    world, token = InspectionWorld(), uuid.uuid4()
    inspection = world.recorded()
    said = {"found": "Thiếu.", "recommendation": "Bổ sung.", "due_on": clock.today(), "token": token}

    outcomes = race(*[lambda: acts.add_finding(inspection, world.unit, **said, by=world.judge)] * 2)

    assert outcomes == [WON, WON]
    assert (Finding.objects.count(), FindingEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_inspection_is_never_closed_over_an_open_finding(_):
    world = InspectionWorld()
    inspection = world.recorded(world.unit)
    said = {"found": "Thiếu.", "recommendation": "Bổ sung.", "due_on": clock.today(), "token": uuid.uuid4()}
    mine = Inspection.objects.get(pk=inspection.pk)

    outcomes = race(
        lambda: close_inspection(mine, by=world.judge),
        lambda: acts.add_finding(inspection, world.unit, **said, by=world.office_head),
    )

    assert one_winner(outcomes), outcomes
    inspection.refresh_from_db()
    assert (inspection.state == InspectionState.CLOSED) == (not Finding.objects.open().exists())


@pytest.mark.parametrize("_", range(ROUNDS))
def test_units_are_told_of_an_inspection_and_of_its_end_or_of_neither(_):
    world = InspectionWorld()
    inspection = world.planned(world.unit)
    first, second = Inspection.objects.get(pk=inspection.pk), Inspection.objects.get(pk=inspection.pk)

    outcomes = race(
        lambda: announce_inspection(first, by=world.judge),
        lambda: call_off_inspection(second, reason="Trời bão.", by=world.office_head),
    )

    inspection.refresh_from_db()
    notices = Notice.objects.filter(user=world.head.user, kind="inspection").count()
    assert (outcomes[1], inspection.state) == (WON, InspectionState.CALLED_OFF), outcomes
    assert (outcomes[0] == WON, bool(inspection.announced_at), notices) in [(True, True, 2), (False, False, 0)]
