import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from common import clock
from oversight.actions import directions as acts
from oversight.actions.directions import DirectionRefused
from oversight.enums import DirectionMove, DirectionState, DirectionSubject
from oversight.forms.directions import COMMENT, DUTY, GiveDirectionForm
from oversight.models import Direction
from oversight.permissions import directions as may
from tests.factories import make_post, make_unit
from tests.oversight.direction_world import DUE_ON, GIVEN_AT, TEXT, DirectionWorld, on
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
LATER = datetime.date(2024, 12, 25)


@pytest.fixture
def world():
    with on(GIVEN_AT):
        yield DirectionWorld()


def moves(direction):
    return [(event.move, event.to_unit, event.due_on, event.round) for event in direction.events.all()]


def told(post):
    """What the post was told, the newest first."""
    return list(Notice.objects.filter(user=post.user, kind="direction").order_by("-pk").values_list("text", flat=True))


def test_direction_on_each_kind_of_thing_goes_to_the_standing_office(world):
    given = {kind: world.give(kind, thing) for kind, thing in world.things()}

    assert {kind: one.thing for kind, one in given.items()} == dict(world.things())
    assert {(one.to_unit, one.state, one.due_on) for one in given.values()} == {
        (world.office, DirectionState.GIVEN, DUE_ON)
    }
    assert len(told(world.judge)) == len(told(world.office_head)) == 5
    assert told(world.writer) == told(world.member) == []


def test_database_keeps_exactly_one_subject(world):
    direction = world.give()
    wrong = [
        {"report": None},
        {"task": world.work.task},
        {"subject": DirectionSubject.PLAN},
        {"subject": DirectionSubject.UNIT},
        {"due_on": None},
        {"state": DirectionState.CLOSED},
        {"text": ""},
    ]

    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=direction.pk).update(**values)


def test_comment_asks_for_nothing(world):
    comment = world.give(due_on=None, to_unit=world.unit)

    assert (comment.state, comment.is_open, comment.is_duty) == (DirectionState.NOTED, False, False)
    assert told(world.writer) == [
        f"{comment.for_unit} cho ý kiến chỉ đạo về báo cáo Quý IV/2024 của Phòng Văn hóa. {TEXT}"
    ]
    with pytest.raises(DirectionRefused, match=r"^Ý kiến này chỉ để biết, không cần trả lời\.$"):
        acts.answer(comment, asked_round=1, text="Xin thưa.", by=world.writer)
    assert not Direction.objects.open_as_of(DUE_ON).exists()


def test_comment_is_withdrawn_with_a_reason_and_whoever_read_it_is_told(world):
    comment = world.give(due_on=None, to_unit=world.unit)
    acts.withdraw_direction(comment, reason="Ghi nhầm đơn vị.", by=world.member)

    assert (comment.state, comment.due_on, comment.closed_at) == (DirectionState.WITHDRAWN, None, clock.now())
    assert told(world.writer)[0].endswith("Ghi nhầm đơn vị.")
    with pytest.raises(DirectionRefused, match=r"đã rút ý kiến lúc 09:00"):
        acts.withdraw_direction(comment, reason="Lần nữa.", by=world.other_member)


def test_whole_life_keeps_every_round_and_every_unit(world):
    direction = world.give(due_on=datetime.date(2024, 12, 14))
    acts.acknowledge(direction, by=world.judge)
    acts.pass_on(direction, to_unit=world.stranger, reason="Ban này chủ trì.", due_on=direction.due_on, by=world.judge)
    acts.pass_on(direction, to_unit=world.unit, reason="Chuyển nhầm.", due_on=direction.due_on, by=world.office_head)
    acts.answer(direction, asked_round=1, text="Đang làm.", by=world.writer)
    acts.ask_again(direction, answer_round=1, reason="Nêu ngày xong.", due_on=LATER, by=world.member)
    acts.acknowledge(direction, by=world.writer)
    acts.answer(direction, asked_round=2, text="Xong ngày 24.", by=world.head)
    acts.close_direction(direction, answer_round=2, remark="Được.", by=world.other_member)

    office, stranger, unit, move = world.office, world.stranger, world.unit, DirectionMove
    # 14/12/2024 was a Saturday: the day moved to the Monday after.
    assert moves(direction) == [
        (move.GIVE, office, DUE_ON, 1),
        (move.ACKNOWLEDGE, office, DUE_ON, 1),
        (move.PASS_ON, stranger, DUE_ON, 1),
        (move.PASS_ON, unit, DUE_ON, 1),
        (move.ANSWER, unit, DUE_ON, 1),
        (move.ASK_AGAIN, unit, LATER, 2),
        (move.ACKNOWLEDGE, unit, LATER, 2),
        (move.ANSWER, unit, LATER, 2),
        (move.CLOSE, unit, LATER, 2),
    ]
    assert direction.state == DirectionState.CLOSED
    assert Direction.objects.as_read_by(world.member).with_answer().get().latest_answer == "Xong ngày 24."
    assert len(told(world.writer)) == len(told(world.head)) == 3
    assert told(world.stranger_head)[0].endswith("đã chuyển Phòng Văn hóa trả lời.")
    assert [text.rpartition(": ")[2] for text in told(world.member)] == ["Xong ngày 24.", "Đang làm."]


def test_nothing_is_said_without_words(world):
    passed, answered = world.passed_on(), world.answered()
    blank = " \n"
    refused = [
        lambda: world.give(text=blank),
        lambda: acts.pass_on(passed, to_unit=world.stranger, reason=blank, due_on=passed.due_on, by=world.judge),
        lambda: acts.answer(passed, asked_round=1, text=blank, by=world.writer),
        lambda: acts.withdraw_direction(passed, reason=blank, by=world.member),
        lambda: acts.ask_again(answered, answer_round=1, reason=blank, due_on=LATER, by=world.member),
    ]

    for act in refused:
        with pytest.raises(DirectionRefused, match=r"^Hãy ghi"):
            act()


def test_only_units_of_the_plan_are_asked_and_only_days_to_come(world):
    outside, yesterday = make_unit("Ban ngoài"), datetime.date(2024, 12, 9)
    passed, answered = world.passed_on(), world.answered()
    refused = [
        lambda: world.give(to_unit=outside),
        lambda: world.give(to_unit=world.plan.steering_committee),
        lambda: acts.pass_on(passed, to_unit=outside, reason="Thử.", due_on=passed.due_on, by=world.judge),
        lambda: acts.pass_on(passed, to_unit=world.unit, reason="Thử.", due_on=passed.due_on, by=world.judge),
        lambda: world.give(due_on=yesterday),
        lambda: acts.ask_again(answered, answer_round=1, reason="Thử.", due_on=yesterday, by=world.member),
    ]

    for act in refused:
        with pytest.raises(DirectionRefused):
            act()
    assert world.plan.owner not in may.addressees(world.plan)


def test_day_of_the_committee_is_kept_until_it_is_past(world):
    direction = world.give()
    passing = {"to_unit": world.unit, "reason": "Việc của phòng.", "by": world.judge}
    with pytest.raises(DirectionRefused, match=r"Hãy ghi hạn không sau ngày ấy\.$"):
        acts.pass_on(direction, due_on=LATER, **passing)
    before = len(told(world.member))
    with on("2024-12-17 09:00+07:00"):
        acts.pass_on(direction, due_on=LATER, **passing)

    assert [event.due_on for event in direction.events.all()] == [DUE_ON, LATER]
    assert (direction.due_on, direction.to_unit) == (LATER, world.unit)
    assert told(world.member)[0].endswith("khi đã quá hạn; hạn mới là ngày 25/12/2024.")
    assert len(told(world.member)) == before + 1


def test_act_that_comes_too_late_is_told_who_was_first(world):
    passed, answered = world.passed_on(), world.answered()
    stale = Direction.objects.for_page().get(pk=passed.pk)
    acts.pass_on(passed, to_unit=world.stranger, reason="Chuyển nhầm.", due_on=passed.due_on, by=world.judge)
    acts.ask_again(answered, answer_round=1, reason="Nêu ngày xong.", due_on=LATER, by=world.member)
    acts.answer(answered, asked_round=2, text="Ngày 24.", by=world.writer)
    person = world.judge.user
    refused = [
        lambda: acts.answer(stale, asked_round=1, text="Xin thưa.", by=world.writer),
        lambda: acts.acknowledge(stale, by=world.writer),
        lambda: acts.pass_on(stale, to_unit=world.below, reason="Thử.", due_on=stale.due_on, by=world.office_head),
    ]

    for act in refused:
        with pytest.raises(DirectionRefused, match=rf"^Đồng chí {person} .* đã chuyển đơn vị trả lời lúc 09:00"):
            act()
    with pytest.raises(DirectionRefused):
        acts.close_direction(answered, answer_round=1, by=world.member)
    acts.close_direction(answered, answer_round=2, by=world.member)
    with pytest.raises(DirectionRefused):
        acts.withdraw_direction(answered, reason="Thôi.", by=world.member)


def test_who_sees_it(world):
    direction = world.passed_on(to_unit=world.below)
    observer = make_unit("Ủy ban Kiểm tra")
    world.plan.observers.add(observer)
    watching = [world.member, world.judge, make_post(observer, Role.READER), world.below_head, world.parent_head]
    blind = [world.writer, world.stranger_head, make_post(world.below, Role.ADMINISTRATOR), None]

    def sees(post):
        return Direction.objects.visible_to(post).filter(pk=direction.pk).exists()

    assert [sees(post) for post in watching] == [True] * 5
    assert [sees(post) for post in blind] == [False] * 4
    acts.pass_on(direction, to_unit=world.unit, reason="Chuyển nhầm.", due_on=direction.due_on, by=world.judge)
    # Who owed it goes on seeing what became of it.
    assert [sees(post) for post in [*watching, world.writer]] == [True] * 6


def test_who_may_do_what(world):
    direction = world.passed_on()
    posts = [world.member, world.judge, world.writer, world.parent_head, make_post(world.unit, Role.READER), None]

    def asked(question, thing):
        return [bool(question(post, thing)) for post in posts]

    assert asked(may.can_give, world.plan) == [True, False, False, False, False, False]
    assert asked(may.can_judge, direction) == [True, False, False, False, False, False]
    assert asked(may.can_pass_on, direction) == [False, True, False, False, False, False]
    assert asked(may.can_answer, direction) == [False, True, True, False, False, False]
    assert not may.can_give(make_post(world.plan.steering_committee, Role.READER), world.plan)
    assert list(may.plans_to_direct(world.member, world.unit)) == [world.plan]
    assert not may.plans_to_direct(world.member, make_unit("Ban ngoài")).exists()


def test_open_as_of_a_day_is_what_was_open_then(world):
    closed = world.answered()
    with on("2024-12-12 23:30+07:00"):
        acts.close_direction(closed, answer_round=1, by=world.member)
        late = world.give()
    world.give(due_on=None)

    def open_on(day):
        return set(Direction.objects.open_as_of(datetime.date(2024, 12, day)))

    assert [open_on(day) for day in (9, 10, 11, 12)] == [set(), {closed}, {closed}, {late}]


def test_form_gives_a_duty_with_a_day_or_a_comment_without(world):
    def filled(**changes):
        values = {"text": TEXT, "kind": DUTY, "to_unit": world.office.pk, "due_on": "16/12/2024", "token": uuid.uuid4()}
        form = GiveDirectionForm(values | changes, plan=world.plan)
        return form.said()["due_on"] if form.is_valid() else set(form.errors)

    assert filled() == DUE_ON
    assert filled(kind=COMMENT) is filled(kind=COMMENT, due_on="hôm nào") is None
    assert filled(due_on="") == filled(due_on="09/12/2024") == filled(due_on="32/12/2024") == {"due_on"}
    assert filled(to_unit=world.plan.owner_id) == {"to_unit"}


def test_former_holder_reads_up_to_the_moment_it_left_him(world):
    direction = world.passed_on(to_unit=world.below)
    acts.pass_on(direction, to_unit=world.unit, reason="Chuyển nhầm.", due_on=direction.due_on, by=world.judge)
    acts.answer(direction, asked_round=1, text="Đã làm.", by=world.writer)
    acts.ask_again(direction, answer_round=1, reason="Nêu ngày xong.", due_on=LATER, by=world.member)
    acts.pass_on(direction, to_unit=world.stranger, reason="Ban này nắm.", due_on=direction.due_on, by=world.judge)
    acts.answer(direction, asked_round=2, text="Ngày 24.", by=world.stranger_head)
    whole, left_early = [world.member, world.judge, world.stranger_head], [world.below_head, world.parent_head]

    def read_by(post):
        found = Direction.objects.visible_to(post).as_read_by(post).with_answer().with_events().get()
        return len(found.read_events()), found.latest_answer

    assert [read_by(post) for post in whole] == [(7, "Ngày 24.")] * 3
    assert [read_by(post) for post in left_early] == [(3, None)] * 2
    # It wrote the first answer itself; the second is not its own.
    assert read_by(world.writer) == (6, None)
