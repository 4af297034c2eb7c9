import datetime

import pytest

from progress.actions import reports
from progress.enums import REPORT_MOVES, ReportState
from progress.models import ReportEvent
from tasks.enums import AssignmentState
from tests.factories import make_line, make_period, make_post, make_report
from tests.progress.report_world import DONE_ON, ReportWorld, cite_document, register_letter
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db

WAYS = {
    ReportState.DRAFT: [],
    ReportState.WAITING: ["ask_sign_off"],
    ReportState.SUBMITTED: ["submit"],
    ReportState.RECEIVED: ["submit", "receive"],
    ReportState.NEEDS_MORE: ["submit", "ask_for_more"],
    ReportState.CONFIRMED: ["submit", "confirm"],
}


def act(world, name, report=None):
    report = report or world.fresh()
    return {
        "ask_sign_off": lambda: reports.ask_sign_off(report, by=world.writer),
        "recall": lambda: reports.recall_report(report, by=world.writer),
        "hand_back": lambda: reports.hand_back_report(report, by=world.head, note="Ghi rõ số buổi."),
        "submit": lambda: reports.submit_report(report, by=world.head),
        "withdraw": lambda: reports.withdraw_report(report, by=world.head),
        "receive": lambda: reports.receive_report(report, by=world.judge),
        "ask_for_more": lambda: reports.ask_for_more(report, by=world.judge, reason="Thiếu số liệu."),
        "confirm": lambda: reports.confirm_report(report, by=world.judge),
        "register": lambda: register_letter(world, report),
        "reopen": lambda: reports.reopen_report(report, by=world.office_head, reason="Số liệu sai."),
    }[name]()


def in_state(state):
    world = ReportWorld()
    for name in WAYS[state]:
        act(world, name)
    return world


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("move", sorted(REPORT_MOVES))
def test_move_starts_only_from_its_states(state, move):
    world = in_state(state)
    events = ReportEvent.objects.count()
    sources, target = REPORT_MOVES[move]

    if state in sources:
        act(world, move.value)

        assert world.fresh().state == target
        assert ReportEvent.objects.count() == events + 1
    else:
        with pytest.raises(reports.MoveRefused):
            act(world, move.value)

        assert world.fresh().state == state
        assert ReportEvent.objects.count() == events


def test_event_names_the_stand_in_and_the_head():
    world = ReportWorld()
    stand_in = make_post(
        world.unit, Role.HEAD, stands_in_for=world.head, valid_to=datetime.date(2030, 1, 1), title="Phó Trưởng phòng"
    )

    reports.submit_report(world.report, by=stand_in)

    event = world.report.events.get()
    submission = world.report.submissions.get()
    assert (event.by, event.on_behalf_of, event.for_unit) == (stand_in.user, world.head.user, world.unit)
    assert (event.from_state, event.to_state) == (ReportState.DRAFT, ReportState.SUBMITTED)
    assert (submission.by, submission.on_behalf_of) == (stand_in.user, world.head.user)


def test_loser_is_told_who_was_first_and_when():
    world = in_state(ReportState.CONFIRMED)

    with pytest.raises(reports.MoveRefused) as refused:
        reports.ask_for_more(world.fresh(), by=world.office_head, reason="Thiếu.")

    sentence = str(refused.value)
    assert sentence.startswith(f"Đồng chí {world.judge.user.full_name} đã xác nhận báo cáo này lúc ")
    assert "không đề nghị bổ sung được nữa" in sentence


def test_who_presses_twice_is_told_he_did_it_himself():
    world = in_state(ReportState.CONFIRMED)

    with pytest.raises(reports.MoveRefused, match="Chính đồng chí đã xác nhận báo cáo này lúc "):
        reports.confirm_report(world.fresh(), by=world.judge)


@pytest.mark.parametrize("reason", ["", "  \n ", None])
@pytest.mark.parametrize(
    ("state", "name", "words"),
    [
        (ReportState.SUBMITTED, "ask_for_more", "reason"),
        (ReportState.CONFIRMED, "reopen_report", "reason"),
        (ReportState.WAITING, "hand_back_report", "note"),
    ],
)
def test_reason_is_mandatory(state, name, words, reason):
    world = in_state(state)

    with pytest.raises(reports.ReasonMissing, match="Hãy ghi"):
        getattr(reports, name)(world.fresh(), by=world.office_head, **{words: reason})

    assert world.fresh().state == state


@pytest.mark.parametrize("back", ["recall", "hand_back"])
@pytest.mark.parametrize(
    ("before", "after"), [(ReportState.DRAFT, ReportState.DRAFT), (ReportState.NEEDS_MORE, ReportState.NEEDS_MORE)]
)
def test_back_from_the_head_keeps_a_request_for_more_open(before, after, back):
    world = in_state(before)
    act(world, "ask_sign_off")

    act(world, back)

    report = world.fresh()
    assert report.state == after
    assert report.events.last().to_state == after
    assert bool(report.asked_for_more_reason) == (after == ReportState.NEEDS_MORE)


def test_withdrawing_an_answer_opens_the_request_again():
    world = in_state(ReportState.NEEDS_MORE)
    asked_at = world.fresh().asked_for_more_at
    act(world, "submit")
    assert world.fresh().asked_for_more_at is None

    act(world, "withdraw")

    report = world.fresh()
    assert report.state == ReportState.NEEDS_MORE
    assert (report.asked_for_more_at, report.asked_for_more_reason) == (
        report.events.get(move="ask_for_more").at,
        "Thiếu số liệu.",
    )
    assert abs(report.asked_for_more_at - asked_at) < datetime.timedelta(seconds=5)
    assert report.events.last().to_state == ReportState.NEEDS_MORE
    assert [bool(s.withdrawn_at) for s in report.submissions.all()] == [False, True]


def test_withdrawing_after_a_reopening_opens_the_request_again():
    world = in_state(ReportState.CONFIRMED)
    act(world, "reopen")
    act(world, "submit")

    act(world, "withdraw")

    assert world.fresh().state == ReportState.NEEDS_MORE
    assert world.fresh().asked_for_more_reason == "Số liệu sai."


def test_withdrawing_the_first_submission_gives_a_draft():
    world = in_state(ReportState.SUBMITTED)

    act(world, "withdraw")

    report = world.fresh()
    assert report.state == ReportState.DRAFT
    assert (report.submitted_at, report.asked_for_more_at) == (None, None)
    assert report.submissions.get().withdrawn_at is not None


def test_finished_work_follows_the_report():
    world = ReportWorld()
    line = world.add_finished_line()

    def state():
        line.assignment.refresh_from_db()
        return line.assignment.state, line.assignment.completed_on

    seen = []
    for name in ["submit", "withdraw", "submit", "ask_for_more", "submit", "confirm", "reopen", "submit", "confirm"]:
        act(world, name)
        seen.append(state())

    assert seen == [
        (AssignmentState.REPORTED_DONE, None),
        (AssignmentState.TAKEN_ON, None),
        (AssignmentState.REPORTED_DONE, None),
        (AssignmentState.TAKEN_ON, None),
        (AssignmentState.REPORTED_DONE, None),
        (AssignmentState.DONE, DONE_ON),
        (AssignmentState.REDO, None),
        (AssignmentState.REPORTED_DONE, None),
        (AssignmentState.DONE, DONE_ON),
    ]


def test_remarked_work_is_to_be_done_again():
    world = ReportWorld()
    remarked, other = world.add_finished_line(), world.add_finished_line()
    submission = reports.submit_report(world.report, by=world.head)
    sent = submission.lines.get(assignment=remarked.assignment)

    reports.ask_for_more(
        world.fresh(), by=world.judge, reason="Xem góp ý.", remarks=[(sent, "Thiếu số, ngày.", "Đã ban hành …")]
    )

    remarked.assignment.refresh_from_db()
    other.assignment.refresh_from_db()
    assert (remarked.assignment.state, other.assignment.state) == (AssignmentState.REDO, AssignmentState.TAKEN_ON)
    remark = sent.remarks.get()
    assert (remark.text, remark.suggested_text, remark.by) == ("Thiếu số, ngày.", "Đã ban hành …", world.judge.user)


def test_remark_on_a_line_of_another_submission_is_left_out():
    world, elsewhere = ReportWorld(), ReportWorld()
    foreign = reports.submit_report(elsewhere.report, by=elsewhere.head).lines.get()
    reports.submit_report(world.report, by=world.head)

    reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu.", remarks=[(foreign, "Không được tới đây.", "")])

    assert foreign.remarks.count() == 0


def test_confirming_replaces_what_stood_before():
    world = in_state(ReportState.NEEDS_MORE)
    act(world, "submit")
    act(world, "confirm")

    first, second = world.report.submissions.all()
    assert first.superseded_at is not None
    assert (first.accepted_at, second.superseded_at) == (None, None)
    assert list(world.report.submissions.accepted()) == [second]


def test_reopening_leaves_nothing_accepted():
    world = in_state(ReportState.CONFIRMED)

    act(world, "reopen")

    assert list(world.report.submissions.accepted()) == []
    assert world.fresh().state == ReportState.NEEDS_MORE


@pytest.mark.parametrize("name", ["confirm_report", "ask_for_more"])
def test_nobody_judges_what_he_has_not_read(name):
    world = in_state(ReportState.SUBMITTED)
    act(world, "withdraw")
    act(world, "submit")
    words = {"reason": "Thiếu."} if name == "ask_for_more" else {}

    with pytest.raises(reports.SentAgain, match=r"lần gửi 2"):
        getattr(reports, name)(world.fresh(), by=world.judge, number=1, **words)

    assert world.fresh().state == ReportState.SUBMITTED


def test_work_claimed_by_another_report_is_not_recalled():
    world = ReportWorld()
    line = world.add_finished_line()
    reports.submit_report(world.report, by=world.head)
    world.report = make_report(make_period(world.plan, year=2025, number=1), world.unit)
    again = make_line(world.report, line.assignment, result="Đã xong.", work_state="done", done_on=DONE_ON, percent=100)
    cite_document(again)
    reports.submit_report(world.report, by=world.head)

    reports.withdraw_report(world.fresh(), by=world.head)

    line.assignment.refresh_from_db()
    assert line.assignment.state == AssignmentState.REPORTED_DONE


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ask_sign_off", ["head"]),
        ("submit", ["judge", "office_head"]),
        ("confirm", ["head", "writer"]),
        ("ask_for_more", ["head", "writer"]),
    ],
)
def test_those_concerned_are_told(name, told):
    world = ReportWorld()
    if name in {"confirm", "ask_for_more"}:
        act(world, "submit")
    Notice.objects.all().delete()

    act(world, name)

    notices = Notice.objects.filter(kind="report", object_id=world.report.pk)
    assert sorted(notices.values_list("user_id", flat=True)) == sorted(getattr(world, who).user_id for who in told)
