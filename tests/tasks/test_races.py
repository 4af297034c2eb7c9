"""Two people press at once: exactly one wins, the other is told, and nothing is written twice."""

import datetime

import pytest

from common.refusals import Refused
from tasks import actions
from tasks.actions import Terms
from tasks.enums import AssignmentMove, AssignmentState, Part
from tasks.models import Assignment, AssignmentEvent, Participation
from tests.factories import make_assignment, make_task
from tests.races import ROUNDS, one_winner, race
from tests.tasks.work import DAY, Work

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

REASON = "Không đúng chức năng."
S = AssignmentState


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_give_the_lead_of_one_task(_):
    work = Work()
    task = make_task(work.plan)

    outcomes = race(
        lambda: actions.give_assignment(task, work.unit, Terms(), by=work.office),
        lambda: actions.give_assignment(task, work.other, Terms(), by=work.office),
    )

    assert one_winner(outcomes), outcomes
    assert task.assignments.count() == AssignmentEvent.objects.count() == 1
    loser = next(one for one in outcomes if one != "won")
    assert "chủ trì; mỗi nhiệm vụ chung chỉ một chủ trì" in loser.sentence


@pytest.mark.parametrize("_", range(ROUNDS))
def test_take_on_against_decline(_):
    work = Work(state=S.GIVEN)
    first, second = work.fresh(), work.fresh()

    outcomes = race(
        lambda: actions.take_on(first, by=work.head), lambda: actions.decline(second, by=work.head, reason=REASON)
    )

    assert one_winner(outcomes), outcomes
    assert work.fresh().state == (S.TAKEN_ON if outcomes[0] == "won" else S.DECLINED)
    assert len(work.moves()) == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_transfer_against_withdraw(_):
    work = Work(due_on=DAY)
    first, second = work.fresh(), work.fresh()

    outcomes = race(
        lambda: actions.transfer(first, to_unit=work.other, by=work.office, reason=REASON),
        lambda: actions.withdraw(second, by=work.office, reason=REASON),
    )

    assert one_winner(outcomes), outcomes
    assert work.fresh().state == (S.TRANSFERRED if outcomes[0] == "won" else S.WITHDRAWN)
    assert Assignment.objects.count() == (2 if outcomes[0] == "won" else 1)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_passing_down_against_withdraw_leaves_no_orphan(_):
    work = Work()
    first, second = work.fresh(), work.fresh()

    outcomes = race(
        lambda: actions.sub_assign(first, [work.below], Terms(), by=work.head),
        lambda: actions.withdraw(second, by=work.office, reason=REASON),
    )

    assert outcomes[1] == "won", outcomes
    assert outcomes[0] == "won" or isinstance(outcomes[0], Refused)
    assert set(Assignment.objects.values_list("state", flat=True)) == {S.WITHDRAWN}


@pytest.mark.parametrize("_", range(ROUNDS))
def test_confirm_against_ask_to_redo(_):
    work = Work(state=S.REPORTED_DONE, due_on=DAY)
    moved = {}

    outcomes = race(
        lambda: moved.update(confirm=actions.confirm_done({work.assignment.pk: DAY}, by=work.office)),
        lambda: moved.update(redo=actions.ask_to_redo([work.assignment.pk], by=work.office, reason=REASON)),
    )

    assert outcomes == ["won", "won"]
    # Work asked to be done again may still be confirmed afterwards, never the other way round.
    assert moved["confirm"] == 1
    assert work.fresh().state == S.DONE
    assert len(work.moves()) == moved["confirm"] + moved["redo"]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_overlapping_sets_do_not_wait_for_each_other(_):
    work = Work(due_on=DAY)
    ids = [make_assignment(unit=work.unit, due_on=DAY).pk for _ in range(10)]
    moved = []

    outcomes = race(
        lambda: moved.append(actions.report_done(ids, by=work.head)),
        lambda: moved.append(actions.report_done(ids[::-1], by=work.head)),
    )

    assert outcomes == ["won", "won"]
    assert sorted(moved) == [0, 10]
    assert AssignmentEvent.objects.filter(move=AssignmentMove.REPORT_DONE).count() == 10


@pytest.mark.parametrize("_", range(ROUNDS))
def test_edit_against_edit(_):
    work = Work()
    first, second = work.fresh(), work.fresh()

    outcomes = race(
        lambda: actions.change_assignment(first, {"authority": "Chủ tịch"}, version=first.version, by=work.head),
        lambda: actions.change_assignment(second, {"product": "Báo cáo"}, version=second.version, by=work.office),
    )

    assert one_winner(outcomes), outcomes
    assert len(work.moves()) == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_bulks_give_each_assignment_once(_):
    work = Work()
    tasks = [make_task(work.plan) for _ in range(3)]
    terms = Terms(part=Part.SUPPORT, due_on=datetime.date(2099, 1, 1))

    outcomes = race(*[lambda: actions.give_in_bulk(tasks, [work.unit, work.other], terms, by=work.office)] * 2)

    assert one_winner(outcomes), outcomes
    assert Assignment.objects.filter(part=Part.SUPPORT).count() == 6


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_moves_in_the_chain_never_make_it_go_round(_):
    work = Work()
    places = {place.unit: place for place in Participation.objects.select_related("unit", "plan")}

    outcomes = race(
        lambda: actions.move_unit(places[work.unit], reports_to=work.other, by=work.office),
        lambda: actions.move_unit(places[work.other], reports_to=work.unit, by=work.office),
    )

    assert one_winner(outcomes), outcomes
    paths = list(Participation.objects.values_list("path", flat=True))
    assert all(len(set(path.split("/")[1:-1])) == path.count("/") - 1 for path in paths)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_unit_leaves_the_plan_once(_):
    work = Work()
    places = [Participation.objects.get(unit=work.below) for _ in range(2)]

    outcomes = race(*[lambda place=place: actions.remove_unit(place, by=work.office) for place in places])

    assert one_winner(outcomes), outcomes
    # Put in, then taken out, once each.
    assert Participation.objects.get(unit=work.below).history.count() == 2
