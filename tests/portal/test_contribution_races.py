"""Two people at one contribution at once: one wins, the other is told, and no text is lost."""

import pytest

from progress.actions import contributions as acts
from progress.actions.report_writing import Conflict
from progress.enums import ContributionState
from progress.models import Contribution, ContributionRequest
from tests.portal.test_contributions import AskingWorld
from tests.races import ROUNDS, WON, one_winner, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_answer_against_withdrawing_the_request(_):
    world = AskingWorld()
    request = world.now()

    outcomes = race(
        lambda: world.give(version=1),
        lambda: acts.withdraw_contribution_request(request, by=world.writer),
    )

    assert one_winner(outcomes), outcomes
    answered = outcomes[0] == WON
    assert world.now().state == (ContributionState.ANSWERED if answered else ContributionState.WITHDRAWN)
    assert Contribution.objects.count() == answered


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_answer_at_once(_):
    world = AskingWorld()

    outcomes = race(
        lambda: world.give("Bản một.", version=1),
        lambda: world.give("Bản hai.", version=1, by=world.giving_head),
    )

    assert one_winner(outcomes), outcomes
    conflict = next(one for one in outcomes if one != WON)
    assert isinstance(conflict, Conflict)
    assert conflict.theirs["text"] == Contribution.objects.get().text


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_ask_the_same_unit_at_once(_):
    world = AskingWorld(ask=False)

    outcomes = race(lambda: world.ask([world.support]), lambda: world.ask([world.support]))

    assert one_winner(outcomes), outcomes
    assert ContributionRequest.objects.count() == 1
