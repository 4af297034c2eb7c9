"""A signed letter on paper: what is registered, what is refused, and that the unit's draft stays as it was."""

import datetime

import pytest
from django.utils import timezone

from common import clock
from common.files import FileRefused
from figures.reports import report_figures
from figures.scope import Scope
from progress.actions import reports as acts
from progress.actions.evidence import EvidenceRefused
from progress.actions.paper import LetterRefused, register_paper
from progress.enums import Medium, ReportMove, ReportState, WorkState
from progress.models import Evidence, ReportLine, Submission
from progress.permissions import reports as may
from progress.permissions.evidence import readable_evidence
from progress.reading import STATES_TOLD, with_last_sent, with_punctuality
from tasks.enums import AssignmentState, Part
from tests.factories import make_assignment, make_indicator, make_line, make_plan, make_post, make_task, make_unit
from tests.factories.files import make_upload
from tests.figures import slow
from tests.progress.report_world import DONE_ON, ReportWorld, make_letter, register_letter, say
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db

LATE = datetime.date(2024, 12, 24)


@pytest.fixture
def world(media_root):
    return ReportWorld()


def working_rows(world):
    report = world.fresh()
    header = [getattr(report, name) for name in ("nil_reason", "difficulties", "next_steps", "proposals", "saved_at")]
    return [*header, *ReportLine.objects.filter(report=report).order_by("pk").values()]


def test_letter_becomes_a_submission_received_on_its_day(world):
    indicator = make_indicator(world.line.assignment.task)
    letter = make_letter(difficulties="Thiếu kinh phí.", proposals="Hỗ trợ tài liệu.")

    submission = register_letter(world, letter=letter, lines=[say(world.line, values=[(indicator, 3)])])

    line = submission.lines.get()
    report = world.fresh()
    assert (submission.medium, submission.number, submission.letter_number) == (Medium.PAPER, 1, "12-BC/ĐU")
    assert (submission.letter_on, submission.submitted_on) == (letter.issued_on, letter.received_on)
    assert (submission.by, submission.for_unit) == (world.judge.user, world.office)
    assert (submission.difficulties, submission.proposals) == ("Thiếu kinh phí.", "Hỗ trợ tài liệu.")
    assert (line.result, line.task_code, line.values.get().value) == ("Đã phát 500 tờ tin.", world.line.task_code, 3)
    assert report.state == ReportState.RECEIVED
    assert report.submitted_at == report.received_at == submission.submitted_at
    assert "da phat 500 to tin" in submission.search_text


def test_draft_of_the_unit_stays_as_it_was(world):
    before = working_rows(world)

    register_letter(world)

    assert working_rows(world) == before


def test_event_says_who_for_which_unit_and_which_letter(world):
    register_letter(world)

    event = world.report.events.get()
    assert (event.move, event.by, event.for_unit) == (ReportMove.REGISTER, world.judge.user, world.office)
    assert event.reason == "Văn bản số 12-BC/ĐU ngày 14/12/2024, nhận ngày 16/12/2024."


def test_unit_and_colleagues_are_told(world):
    register_letter(world)

    told = dict(Notice.objects.values_list("user", "text"))
    assert told.keys() == {post.user_id for post in (world.writer, world.head, world.office_head)}
    assert "Bản nháp của đơn vị vẫn giữ nguyên." in told[world.writer.user_id]
    assert "Chờ một đồng chí khác xác nhận." in told[world.office_head.user_id]


@pytest.mark.parametrize(("received_on", "late"), [(datetime.date(2024, 12, 19), False), (LATE, True)])
def test_punctuality_is_that_of_the_receipt(world, received_on, late):
    submission = register_letter(world, letter=make_letter(received_on=received_on))

    report = with_last_sent(with_punctuality(type(world.report).objects.all())).get()
    assert submission.is_late == report.sent_late == late
    assert (report.first_sent_on, report.latest_medium) == (received_on, Medium.PAPER)


def test_lines_of_which_the_letter_says_nothing_are_left_out(world):
    silent = world.add_line(result="Chữ trong bản nháp.")
    nothing = say(silent, result="", work_state=WorkState.NOT_STARTED)

    submission = register_letter(world, lines=[say(world.line), nothing])

    assert list(submission.lines.values_list("task_code", flat=True)) == [world.line.task_code]


def test_done_work_is_reported_done_and_confirmed_by_another_person(world):
    line = world.add_line(due_on=LATE)
    register_letter(world, lines=[say(line, work_state=WorkState.DONE, done_on=DONE_ON)])
    line.assignment.refresh_from_db()
    reported = line.assignment.state

    acts.confirm_report(world.fresh(), by=world.office_head)

    line.assignment.refresh_from_db()
    assert reported == AssignmentState.REPORTED_DONE
    assert (line.assignment.state, line.assignment.completed_on) == (AssignmentState.DONE, DONE_ON)


def test_who_registered_does_not_confirm(world):
    register_letter(world)
    second_post = make_post(world.office, Role.HEAD, user=world.judge.user)

    with pytest.raises(acts.OwnPaper):
        acts.confirm_report(world.fresh(), by=second_post)

    report = world.fresh()
    rights = [may.can_confirm(post, report) for post in (world.judge, second_post, world.office_head)]
    assert rights == [False, False, True]
    assert report.state == ReportState.RECEIVED


def test_who_registered_may_ask_for_more_and_the_unit_goes_on_from_its_draft(world):
    register_letter(world)
    acts.ask_for_more(world.fresh(), by=world.judge, reason="Cần nêu rõ số buổi.")

    second = acts.submit_report(world.fresh(), by=world.head)

    assert (second.number, second.medium) == (2, Medium.DIGITAL)
    assert second.lines.get().result == "Đã tổ chức 3 buổi nói chuyện."
    assert may.can_confirm(world.judge, world.fresh())


def test_letter_answers_a_request_for_more(world):
    acts.submit_report(world.report, by=world.head)
    acts.ask_for_more(world.fresh(), by=world.office_head, reason="Cần bản có chữ ký.")

    submission = register_letter(world)

    assert (submission.number, world.fresh().asked_for_more_at) == (2, None)


def test_letter_is_never_taken_back_by_the_unit(world):
    register_letter(world)

    with pytest.raises(acts.MoveRefused, match="đăng ký bản giấy"):
        acts.withdraw_report(world.fresh(), by=world.head)


def test_scan_is_read_by_those_who_read_the_report_and_by_its_unit(world):
    shared = make_task(group=world.group)
    leader = make_assignment(shared, make_unit("Ban chủ trì")).unit
    line = make_line(world.report, make_assignment(shared, world.unit, Part.SUPPORT))
    submission = register_letter(world, lines=[say(line)])
    # The lead of a task reads the line about it, not the whole letter.
    others = [make_post(make_unit()), make_post(leader), make_post(make_plan().standing_office)]

    readers = [world.writer, world.head, world.judge, make_post(world.plan.steering_committee)]
    assert [readable_evidence(post).filter(pk=submission.scan_id).count() for post in readers] == [1] * 4
    assert [readable_evidence(post).filter(pk=submission.scan_id).count() for post in others] == [0] * 3


@pytest.mark.parametrize(
    "days",
    [
        {"received_on": datetime.date(2999, 1, 1)},
        {"received_on": datetime.date(2024, 12, 13)},
        {"issued_on": datetime.date(2023, 12, 14)},
        {"number": "12-BC/ĐU (MẬT)"},
    ],
    ids=["future", "before the letter", "before the period", "secret"],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(world, media_root, days):
    with pytest.raises(LetterRefused):
        register_letter(world, letter=make_letter(**days))

    assert (Submission.objects.count(), world.fresh().state) == (0, ReportState.DRAFT)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("upload", [("BÁO CÁO MẬT.pdf", None), ("ban-quet.exe", None), ("ban-quet.pdf", b"MZ\x90")])
def test_scan_is_checked_like_evidence(world, media_root, upload):
    with pytest.raises(FileRefused):
        register_letter(world, scan=make_upload(*upload))

    assert (Submission.objects.count(), Evidence.objects.count()) == (0, 0)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_without_the_declaration_no_scan_is_kept(world):
    with pytest.raises(EvidenceRefused, match="cam đoan"):
        register_paper(
            world.fresh(), make_letter(), [say(world.line)], scan=make_upload(), declared=False, by=world.judge
        )

    assert (Submission.objects.count(), world.fresh().state) == (0, ReportState.DRAFT)


def test_report_that_was_sent_meanwhile_is_not_registered(world, media_root):
    stale = world.fresh()
    acts.submit_report(world.report, by=world.head)

    with pytest.raises(acts.MoveRefused, match="đã gửi báo cáo này"):
        register_letter(world, stale)

    assert (Submission.objects.count(), Evidence.objects.count()) == (1, 0)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"result": ""}, "result"),
        ({"work_state": WorkState.DONE}, "done_on"),
        ({"work_state": WorkState.DONE, "done_on": LATE}, "done_on"),
        ({"work_state": WorkState.DONE, "done_on": datetime.date(2020, 1, 1)}, "done_on"),
    ],
    ids=["no text", "no day", "after the letter", "before it was given"],
)
def test_what_a_line_lacks_is_named(world, given, field):
    line = world.add_line(due_on=LATE)

    with pytest.raises(acts.ReportIncomplete) as refused:
        register_letter(world, lines=[say(line, **given)])

    assert [(item.line_id, item.field) for item in refused.value.missing] == [(line.pk, field)]


def test_letter_that_says_nothing_is_refused_and_a_nil_letter_is_not(world):
    with pytest.raises(acts.ReportIncomplete):
        register_letter(world, lines=[])

    submission = register_letter(world, lines=[], letter=make_letter(nil_reason="Không phát sinh."))

    assert (submission.nil_reason, submission.lines.count()) == ("Không phát sinh.", 0)


def ask_and_register(world):
    """The unit sends late, is asked for more, and the letter that came in time is registered."""
    late = acts.submit_report(world.report, by=world.head)
    Submission.objects.filter(pk=late.pk).update(submitted_on=LATE)
    acts.ask_for_more(world.fresh(), by=world.office_head, reason="Cần bản có chữ ký.")
    return register_letter(world)


def test_letter_received_in_time_but_registered_after_a_late_report_is_in_time(world):
    letter = ask_and_register(world)

    report = with_punctuality(type(world.report).objects.all()).get()
    assert (letter.number, report.first_sent_on, report.sent_late) == (2, letter.submitted_on, False)


def test_figures_count_that_letter_in_time_as_the_slow_count_does(world):
    type(world.period).objects.update(opened_at=timezone.now())
    ask_and_register(world)
    on = clock.today()

    figures = report_figures(Scope(world.plan, on))

    counted = [row["standing"] for row in slow.reports(world.plan, on)]
    assert (figures.on_time, figures.late, counted) == (1, 0, ["on_time"])


@pytest.mark.parametrize(
    ("draft", "said"), [("Không có việc.", ""), ("", "Không phát sinh."), ("Không có việc.", "Không phát sinh.")]
)
def test_lists_tell_of_the_letter_and_not_of_the_draft(world, draft, said):
    type(world.report).objects.update(nil_reason=draft)
    register_letter(world, letter=make_letter(nil_reason=said), lines=[] if said else None)

    reports = with_last_sent(type(world.report).objects.all())

    assert reports.get().latest_nil_reason == said
    assert reports.filter(STATES_TOLD["khong-phat-sinh"][1]).count() == bool(said)
