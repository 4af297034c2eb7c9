"""The urging ledger: who is urged about what, once; receipt and answer; the level that is proposed next."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from oversight.actions.urging import UrgingRefused, acknowledge, answer, change_wording, note_letter
from oversight.enums import UrgingChannel, UrgingLevel
from oversight.levels import next_levels
from oversight.models import Urging, UrgingSubject
from oversight.permissions import urging as may
from oversight.wording import usual_wording, wordings_of
from progress.actions import reports
from tasks.actions.life import suspend
from tasks.enums import AssignmentState, Part
from tasks.models import Assignment
from tests.factories import make_assignment, make_post, make_unit, take_part
from tests.oversight.urging_world import TEXT, URGED_ON, UrgingWorld, on
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
LATER = "2024-12-31 09:00+07:00"  # after the day to answer, 30/12/2024


@pytest.fixture
def world():
    return UrgingWorld()


def test_each_unit_is_urged_once_about_all_of_its_work(world):
    outcomes = world.urge(world.report, world.other_report, world.work)

    assert [outcome.unit for outcome in outcomes] == [world.unit, world.other]
    kept = UrgingSubject.objects.order_by("urging__unit__order", "urging__unit_id", "due_on")
    assert list(kept.values_list("urging__unit", "report", "assignment", "due_on", "days_late")) == [
        (world.unit.pk, None, world.work.pk, datetime.date(2024, 12, 12), 11),
        (world.unit.pk, world.report.pk, None, datetime.date(2024, 12, 19), 4),
        (world.other.pk, world.other_report.pk, None, datetime.date(2024, 12, 19), 4),
    ]
    assert [outcome.left_out for outcome in outcomes] == [[], []]


def test_urging_says_who_how_and_by_when(world):
    urging = world.urged(level=2, channel=UrgingChannel.TELEPHONE)

    urging.refresh_from_db()
    assert (urging.level, urging.channel, urging.text) == (2, "telephone", TEXT)
    assert (urging.by, urging.for_unit, urging.plan) == (world.judge.user, world.office, world.plan)
    # Five working days after Monday 23/12.
    assert (urging.urged_on, urging.answer_by) == (datetime.date(2024, 12, 23), datetime.date(2024, 12, 30))


def test_writer_and_head_are_told(world):
    urging = world.urged()

    told = Notice.objects.filter(kind="urging", object_id=urging.pk)
    assert set(told.values_list("user", flat=True)) == {world.writer.user_id, world.head.user_id}
    assert told.first().text == (
        "Ban Tuyên giáo đôn đốc mức 1: 2 việc quá hạn, trả lời trước hết ngày 30/12/2024. Đề nghị hoàn thành ngay."
    )


def test_urging_without_a_text_is_refused(world):
    with pytest.raises(UrgingRefused, match="nội dung đôn đốc"):
        world.urge(text=" \n")

    assert not Urging.objects.exists()


def test_report_sent_meanwhile_is_left_out_and_told(world):
    with on(URGED_ON):
        reports.submit_report(world.report, by=world.head)

    (outcome,) = world.urge()

    assert outcome.left_out == ["Báo cáo Quý IV/2024: báo cáo đã được gửi."]
    assert [one.thing for one in outcome.urging.subjects.all()] == [world.work]


def test_report_that_came_back_was_sent_before(world):
    with on(URGED_ON):
        reports.submit_report(world.report, by=world.head)
        reports.ask_for_more(world.fresh(), by=world.office_head, reason="Thiếu số liệu.")

    (outcome,) = world.urge(world.report)

    assert (outcome.urging, outcome.left_out) == (None, ["Báo cáo Quý IV/2024: báo cáo đã được gửi."])
    assert not Urging.objects.exists()


def test_what_is_not_overdue_or_not_owed_is_left_out(world):
    today = world.add_work(due_on=datetime.date(2024, 12, 23))
    said_done = world.add_work(state=AssignmentState.REPORTED_DONE)
    resting = world.add_work()
    suspend(resting, by=world.judge, reason="Chờ kinh phí.")
    without_day = world.line.assignment

    (outcome,) = world.urge(today, said_done, resting, without_day)

    assert outcome.urging is None
    assert sorted(outcome.left_out) == sorted(
        [
            f"{today.task}: chưa quá hạn.",
            f"{said_done.task}: chờ xác nhận.",
            f"{resting.task}: tạm dừng.",
            f"{without_day.task}: chưa quá hạn.",
        ]
    )


def test_same_form_twice_urges_once(world):
    token = uuid.uuid4()
    (first,) = world.urge(token=token)

    (second,) = world.urge(token=token)

    assert (second.urging, second.left_out) == (first.urging, [])
    assert Urging.objects.count() == 1
    assert Notice.objects.filter(kind="urging").count() == 2


def test_form_of_another_person_is_refused(world):
    token = uuid.uuid4()
    world.urge(token=token)

    with pytest.raises(UrgingRefused, match="đã dùng rồi"):
        world.urge(token=token, by=world.office_head)


def test_colleague_does_not_urge_again_on_the_same_day(world):
    world.urge(world.report)

    again, higher = world.urge(by=world.office_head), world.urge(world.report, level=2, by=world.office_head)

    assert again[0].left_out == ["Báo cáo Quý IV/2024: hôm nay Ban Tuyên giáo đã đôn đốc ở mức 1."]
    assert [one.thing for one in again[0].urging.subjects.all()] == [world.work]
    assert higher[0].urging.level == 2


def test_unit_acknowledges_once(world):
    urging = world.urged()

    with on(URGED_ON):
        acknowledge(urging, by=world.writer)

    assert urging.acknowledged_by == world.writer.user
    told = Notice.objects.filter(kind="urging", user=world.judge.user).get()
    assert told.text == "Phòng Văn hóa đã tiếp nhận đôn đốc ngày 23/12/2024."
    with on(URGED_ON), pytest.raises(UrgingRefused, match=f"Đồng chí {world.writer.user} đã tiếp nhận lúc 09:00"):
        acknowledge(urging, by=world.head)


def test_answer_acknowledges_what_was_not(world):
    urging = world.urged()

    with on(URGED_ON):
        answer(urging, text="Xong trước 28/12.", by=world.head)

    assert (urging.answer, urging.answered_by, urging.acknowledged_by) == (
        "Xong trước 28/12.",
        world.head.user,
        world.head.user,
    )
    assert urging.acknowledged_at == urging.answered_at
    with pytest.raises(UrgingRefused, match="đã trả lời lúc"):
        answer(urging, text="Nữa.", by=world.writer)


def test_answer_keeps_who_acknowledged(world):
    urging = world.urged()
    stand_in = make_post(world.unit, Role.HEAD, stands_in_for=world.head, valid_to=datetime.date(2999, 12, 31))

    acknowledge(urging, by=world.writer)
    answer(urging, text="Đang làm.", by=stand_in)

    assert (urging.acknowledged_by, urging.acknowledged_on_behalf_of) == (world.writer.user, None)
    assert (urging.answered_by, urging.answered_on_behalf_of) == (stand_in.user, world.head.user)


def test_answer_of_nothing_is_refused(world):
    urging = world.urged()

    with pytest.raises(UrgingRefused, match="nội dung trả lời"):
        answer(urging, text="\0 ", by=world.head)

    urging.refresh_from_db()
    assert urging.answered_at is None


def test_number_of_a_letter_is_noted_once(world):
    urging, day = world.urged(channel=UrgingChannel.LETTER), datetime.date(2024, 12, 24)

    note_letter(urging, number=" 15-CV/BTGHU ", on=day, by=world.judge)

    assert (urging.letter_number, urging.letter_on) == ("15-CV/BTGHU", day)
    with pytest.raises(UrgingRefused, match="đã được ghi"):
        note_letter(urging, number="16-CV/BTGHU", on=day, by=world.judge)


@pytest.mark.parametrize(("number", "day"), [("", datetime.date(2024, 12, 24)), ("15-CV/BTGHU", None)])
def test_letter_has_both_number_and_day(world, number, day):
    urging = world.urged(channel=UrgingChannel.LETTER)

    with pytest.raises(UrgingRefused, match="cả số và ngày"):
        note_letter(urging, number=number, on=day, by=world.judge)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"letter_number": "15-CV"}, "letter_is_whole"),
        ({"acknowledged_at": datetime.datetime(2024, 12, 24, tzinfo=datetime.UTC)}, "receipt_is_whole"),
        ({"answer": "Đã rõ."}, "answer_is_whole"),
        ({"answer_by": datetime.date(2024, 12, 23)}, "answer_later"),
        ({"text": ""}, "has_text"),
        ({"level": 4}, "level_known"),
        ({"channel": "chim"}, "channel_known"),
    ],
)
def test_rows_that_make_no_sense_are_refused_by_the_database(world, values, constraint):
    urging = world.urged()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Urging.objects.filter(pk=urging.pk).update(**values)


def test_subject_is_one_thing(world):
    subject = world.urged(world.report).subjects.get()

    with pytest.raises(IntegrityError, match="of_one_thing"), transaction.atomic():
        UrgingSubject.objects.filter(pk=subject.pk).update(assignment=world.work)


# The next level ---------------------------------------------------------------------------------------------


def proposal(world, *subjects, at):
    levels = next_levels(list(subjects), on=datetime.date.fromisoformat(at[:10]))
    return levels[world.unit.pk]


def test_first_urging_is_of_the_first_level(world):
    proposed = proposal(world, world.report, at=URGED_ON)

    assert (proposed.level, proposed.because) == (1, "chưa đôn đốc về các việc này")


@pytest.mark.parametrize(("at", "level"), [("2024-12-23", 1), ("2024-12-30", 1), ("2024-12-31", 2), ("2025-03-01", 2)])
def test_level_rises_when_the_day_to_answer_has_passed(world, at, level):
    world.urge(world.report)

    assert proposal(world, world.report, at=at).level == level


def test_work_that_was_answered_for_and_is_still_owed_rises_too(world):
    answer(world.urged(world.report), text="Sẽ gửi.", by=world.head)

    proposed = proposal(world, world.report, at=LATER)

    assert (proposed.level, proposed.because) == (
        2,
        "đã đôn đốc mức 1 ngày 23/12/2024, hạn trả lời 30/12/2024, đã trả lời mà việc vẫn chưa xong",
    )


def test_third_level_is_the_last(world):
    world.urge(world.report, level=3)

    assert proposal(world, world.report, at=LATER).level == UrgingLevel.THIRD


def test_unit_that_never_answered_begins_higher_with_other_work(world):
    urging = world.urged(world.report)
    assert proposal(world, world.work, at=LATER).level == 2

    answer(urging, text="Sẽ gửi.", by=world.head)

    assert proposal(world, world.work, at=LATER).level == 1


def test_silence_about_what_is_done_does_not_weigh(world):
    world.urge(world.report)
    with on(URGED_ON):
        reports.submit_report(world.report, by=world.head)

    assert proposal(world, world.work, at=LATER).level == 1


def test_urging_of_another_unit_does_not_weigh(world):
    world.urge(world.other_report)

    assert proposal(world, world.report, at=LATER).level == 1


@pytest.mark.parametrize("units", [1, 3])
def test_levels_are_read_in_two_queries(world, django_assert_num_queries, units):
    work = [world.add_work(make_unit()) for _ in range(units)]
    world.urge(*work)

    with django_assert_num_queries(1):
        levels = next_levels(work, on=datetime.date(2024, 12, 31))

    assert [proposed.level for proposed in levels.values()] == [2] * units


@pytest.mark.parametrize("units", [1, 3])
def test_units_are_urged_in_the_same_number_of_queries(world, django_assert_num_queries, units):
    work = [world.add_work(make_unit()) for _ in range(units)]

    with django_assert_num_queries(12):
        world.urge(*work)

    assert Urging.objects.count() == units


# The wording ------------------------------------------------------------------------------------------------


def test_every_level_and_channel_has_a_wording(world):
    wordings = wordings_of(world.plan)

    assert set(wordings) == {(level, channel) for level in UrgingLevel for channel in UrgingChannel}
    assert wordings[2, "letter"] == usual_wording(2, "letter")
    assert wordings[1, "portal"].text != wordings[1, "telephone"].text


def test_office_keeps_its_own_wording(world):
    change_wording(world.plan, 2, "letter", text="Lời của Ban.", answer_days=4, version=0, by=world.judge)
    change_wording(world.plan, 2, "letter", text="Lời mới.", answer_days=7, version=1, by=world.office_head)

    kept = wordings_of(world.plan)[2, "letter"]
    assert (kept.text, kept.answer_days, kept.version) == ("Lời mới.", 7, 2)


@pytest.mark.parametrize("version", [0, 2])
def test_wording_changed_meanwhile_is_not_overwritten(world, version):
    change_wording(world.plan, 1, "mail", text="Lời của Ban.", answer_days=4, version=0, by=world.judge)

    with pytest.raises(UrgingRefused, match="vừa được người khác sửa"):
        change_wording(world.plan, 1, "mail", text="Khác.", answer_days=4, version=version, by=world.office_head)

    assert wordings_of(world.plan)[1, "mail"].text == "Lời của Ban."


# Rights and sight ------------------------------------------------------------------------------------------


def test_office_urges_everybody_but_itself(world):
    own = world.add_work(world.office)

    assert [may.can_urge(world.judge, one) for one in (world.report, world.other_report, own)] == [True, True, False]
    assert not may.can_urge(make_post(world.office, Role.READER), world.report)
    assert not may.can_urge(None, world.report)


def test_parent_urges_by_its_head_those_that_report_to_it(world):
    below = make_unit("Xã Đăk Ơ")
    take_part(world.plan, below, reports_to=world.unit)
    work = world.add_work(below)

    assert [may.can_urge(post, work) for post in (world.head, world.writer, world.other_head)] == [True, False, False]
    assert not may.can_urge(world.head, world.other_report)
    assert [may.can_urge_somewhere(post) for post in (world.head, world.writer, world.judge)] == [True, False, True]


def test_whoever_urges_is_urged_or_follows_the_plan_sees_it(world):
    urging = world.urged()
    reader = make_post(world.plan.steering_committee, Role.READER)
    seen = {
        post: list(Urging.objects.visible_to(post))
        for post in (world.writer, world.judge, reader, world.other_head, make_post(world.unit, Role.ADMINISTRATOR))
    }

    assert list(seen.values()) == [[urging], [urging], [urging], [], []]


def test_lead_of_a_supported_task_is_not_told(world):
    leading = world.add_work(world.other, due_on=None)
    supporting = make_assignment(leading.task, world.unit, Part.SUPPORT, due_on=datetime.date(2024, 12, 2))
    urging = world.urged(supporting)

    assert urging.subjects.get().thing in Assignment.objects.visible_to(world.other_head)
    assert not Urging.objects.visible_to(world.other_head).exists()


def test_urging_is_closed_when_nothing_is_owed(world):
    urging = world.urged(world.report)
    assert Urging.objects.with_open_work().get(pk=urging.pk).work_open

    with on(URGED_ON):
        reports.submit_report(world.report, by=world.head)

    assert not Urging.objects.with_open_work().get(pk=urging.pk).work_open
