"""Two people at one report at once: one wins, the other is told, and no text is lost."""

import pytest

from progress.actions import reports as acts
from progress.enums import ReportMove, ReportState, WorkState
from progress.models import Evidence, Submission, SubmittedLine
from tests.progress.report_world import ReportWorld, register_letter
from tests.races import REFUSED, ROUNDS, WON, one_winner, race, told

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

REASON = "Cần nêu rõ số buổi."


def sent_world():
    world = ReportWorld()
    acts.submit_report(world.report, by=world.head)
    return world


def moves(world):
    return list(world.report.events.values_list("move", flat=True))


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_writers_of_one_line(_):
    world = ReportWorld()
    texts = ["Bản của chuyên viên.", "Bản của lãnh đạo."]

    outcomes = race(
        lambda: acts.save_line(world.line, {"result": texts[0]}, version=1, by=world.writer),
        lambda: acts.save_line(world.line, {"result": texts[1]}, version=1, by=world.head),
    )

    assert one_winner(outcomes), outcomes
    winner = outcomes.index(WON)
    conflict = outcomes[1 - winner]
    world.line.refresh_from_db()
    assert (world.line.result, world.line.version) == (texts[winner], 2)
    assert isinstance(conflict, acts.Conflict)
    assert (conflict.mine["result"], conflict.theirs["result"]) == (texts[1 - winner], texts[winner])


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_writers_of_different_lines(_):
    world = ReportWorld()
    other = world.add_line()

    outcomes = race(
        lambda: acts.save_line(world.line, {"result": "Dòng một."}, version=1, by=world.writer),
        lambda: acts.save_line(other, {"result": "Dòng hai."}, version=1, by=world.head),
    )

    assert outcomes == [WON, WON]
    assert set(world.report.lines.values_list("result", flat=True)) == {"Dòng một.", "Dòng hai."}


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_writers_of_one_text_of_the_header(_):
    world = ReportWorld()

    outcomes = race(
        lambda: acts.save_header(world.fresh(), "difficulties", "Thiếu máy.", version=1, by=world.writer),
        lambda: acts.save_header(world.fresh(), "difficulties", "Thiếu người.", version=1, by=world.head),
    )

    assert one_winner(outcomes), outcomes
    assert world.fresh().difficulties_version == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_writers_of_every_text_of_the_header_and_of_a_line(_):
    world = ReportWorld()
    texts = {name: f"Nội dung của {name}." for name in acts.HEADER_TEXTS}

    def save(name):
        return lambda: acts.save_header(world.fresh(), name, texts[name], version=1, by=world.writer)

    outcomes = race(
        *[save(name) for name in texts],
        lambda: acts.save_line(world.line, {"result": "Dòng một."}, version=1, by=world.head),
    )

    report = world.fresh()
    assert outcomes == [WON] * 5
    assert {name: getattr(report, name) for name in texts} == texts
    assert report.lines.get().result == "Dòng một."


@pytest.mark.parametrize("_", range(ROUNDS))
def test_sent_twice_at_once(_):
    world = ReportWorld()
    first, second = world.fresh(), world.fresh()

    outcomes = race(lambda: acts.submit_report(first, by=world.head), lambda: acts.submit_report(second, by=world.head))

    assert one_winner(outcomes), outcomes
    assert Submission.objects.filter(report=world.report).count() == 1
    assert moves(world) == [ReportMove.SUBMIT]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_confirm_against_ask_for_more(_):
    world = sent_world()
    first, second = world.fresh(), world.fresh()

    outcomes = race(
        lambda: acts.confirm_report(first, by=world.judge),
        lambda: acts.ask_for_more(second, by=world.office_head, reason=REASON),
    )

    assert one_winner(outcomes), outcomes
    confirmed = outcomes[0] == WON
    assert world.fresh().state == (ReportState.CONFIRMED if confirmed else ReportState.NEEDS_MORE)
    assert Submission.objects.accepted().count() == confirmed
    assert len(moves(world)) == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_confirm_against_withdraw(_):
    world = sent_world()
    first, second = world.fresh(), world.fresh()

    outcomes = race(
        lambda: acts.confirm_report(first, by=world.judge), lambda: acts.withdraw_report(second, by=world.head)
    )

    assert one_winner(outcomes), outcomes
    submission = Submission.objects.get()
    assert (submission.accepted_at is None, submission.withdrawn_at is None) == (outcomes[1] == WON, outcomes[0] == WON)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_receive_against_withdraw(_):
    world = sent_world()
    first, second = world.fresh(), world.fresh()

    outcomes = race(
        lambda: acts.receive_report(first, by=world.judge), lambda: acts.withdraw_report(second, by=world.head)
    )

    assert one_winner(outcomes), outcomes
    assert world.fresh().state == (ReportState.RECEIVED if outcomes[0] == WON else ReportState.DRAFT)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_save_against_send(_):
    """What is saved is either in what was sent, or refused and still in the writer's hands: never half and half."""
    world = ReportWorld()
    first, second = world.fresh(), world.fresh()
    line = first.lines.get()
    late = "Viết vào phút chót."

    outcomes = race(
        lambda: acts.save_line(line, {"result": late, "work_state": WorkState.DONE}, version=1, by=world.writer),
        lambda: acts.submit_report(second, by=world.head),
    )

    assert outcomes[1] == WON, outcomes
    assert told(outcomes)[0] in {WON, REFUSED}
    sent = SubmittedLine.objects.get()
    working = world.report.lines.get()
    assert (sent.result, sent.work_state) == (working.result, working.work_state)
    assert (sent.result == late) == (outcomes[0] == WON)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_letter_on_paper_against_send(_, media_root):
    """The unit sends while its receiver registers its letter: one submission, and no scan without it."""
    world = ReportWorld()
    first, second = world.fresh(), world.fresh()

    outcomes = race(lambda: acts.submit_report(first, by=world.head), lambda: register_letter(world, second))

    assert one_winner(outcomes), outcomes
    registered = outcomes[1] == WON
    submission = Submission.objects.get()
    scans = [path for path in media_root.rglob("*") if path.is_file()]
    assert world.fresh().state == (ReportState.RECEIVED if registered else ReportState.SUBMITTED)
    assert (submission.is_paper, len(scans), Evidence.objects.count()) == (registered, registered, registered)
    assert moves(world) == [ReportMove.REGISTER if registered else ReportMove.SUBMIT]


def test_two_people_register_the_same_letter(media_root):
    world = ReportWorld()
    first, second = world.fresh(), world.fresh()

    outcomes = race(lambda: register_letter(world, first), lambda: register_letter(world, second, by=world.office_head))

    assert one_winner(outcomes), outcomes
    assert (Submission.objects.count(), moves(world)) == (1, [ReportMove.REGISTER])
