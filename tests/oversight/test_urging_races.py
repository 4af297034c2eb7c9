"""Urging and sending, or two people urging or answering, at the same moment."""

import uuid

import pytest

from oversight.actions.urging import acknowledge, answer, urge
from oversight.models import Urging, UrgingSubject
from progress.actions import reports
from progress.enums import ReportState
from tests.oversight.urging_world import TEXT, UrgingWorld
from tests.races import ROUNDS, WON, one_winner, race
from units.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def urging_of(world, kept, *, by=None, token=None, subjects=None):
    """Return an act that urges about the report, or `subjects`, and keeps its Outcomes in `kept`."""

    def act():
        said = {"level": 1, "channel": "portal", "text": TEXT, "answer_days": 5, "token": token or uuid.uuid4()}
        kept.extend(urge(subjects or [world.report], **said, by=by or world.judge))

    return act


@pytest.mark.parametrize("_", range(ROUNDS))
def test_urging_about_a_report_that_is_being_sent(_):
    world, kept = UrgingWorld(), []

    outcomes = race(urging_of(world, kept), lambda: reports.submit_report(world.report, by=world.head))

    assert outcomes == [WON, WON]
    assert world.fresh().state == ReportState.SUBMITTED
    (outcome,) = kept
    # Whoever was first: either the unit was urged before it sent, or the report was left out and that was told.
    left_out = ["Báo cáo Quý IV/2024: báo cáo đã được gửi."]
    assert (outcome.urging is None, outcome.left_out) in [(True, left_out), (False, [])]
    assert Urging.objects.count() == UrgingSubject.objects.count() == (outcome.urging is not None)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_form_pressed_twice(_):
    world, kept, token = UrgingWorld(), [], uuid.uuid4()

    outcomes = race(urging_of(world, kept, token=token), urging_of(world, kept, token=token))

    assert outcomes == [WON, WON]
    assert Urging.objects.count() == UrgingSubject.objects.count() == 1
    assert {outcome.urging.pk for outcome in kept} == {Urging.objects.get().pk}
    assert Notice.objects.filter(kind="urging").count() == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_colleagues_urge_about_the_same_work(_):
    world, kept = UrgingWorld(), []
    both = [world.report, world.work]

    outcomes = race(
        urging_of(world, kept, subjects=both),
        urging_of(world, kept, subjects=both[::-1], by=world.office_head),
    )

    assert outcomes == [WON, WON]
    assert (Urging.objects.count(), UrgingSubject.objects.count()) == (1, 2)
    assert sorted(len(outcome.left_out) for outcome in kept) == [0, 2]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_people_of_the_unit_answer(_):
    world = UrgingWorld()
    urging = world.urged()
    texts = {world.writer: "Xong ngày 28.", world.head: "Xong ngày 30."}

    outcomes = race(*(lambda by=by, text=text: answer(urging, text=text, by=by) for by, text in texts.items()))

    assert one_winner(outcomes), outcomes
    urging.refresh_from_db()
    winner = list(texts)[outcomes.index(WON)]
    assert (urging.answer, urging.answered_by, urging.acknowledged_by) == (texts[winner], winner.user, winner.user)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_receipt_and_answer_at_once(_):
    world = UrgingWorld()
    urging = world.urged()

    outcomes = race(
        lambda: acknowledge(urging, by=world.writer), lambda: answer(urging, text="Xong ngày 28.", by=world.head)
    )

    assert outcomes[1] == WON
    urging.refresh_from_db()
    first = world.writer if outcomes[0] == WON else world.head
    assert (urging.acknowledged_by, urging.answered_by) == (first.user, world.head.user)
