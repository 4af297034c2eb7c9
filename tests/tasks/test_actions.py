import datetime

import pytest
import time_machine

from common.refusals import Refused
from tasks import actions
from tasks.actions import AlreadyMoved, ReasonMissing
from tasks.enums import ASSIGNMENT_MOVES, AssignmentMove, AssignmentState, Cadence
from tasks.models import Assignment, AssignmentEvent
from tests.factories import make_assignment, make_post
from tests.tasks.work import DAY, Work, work_in
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db

REASON = "Không đúng chức năng."
S, M = AssignmentState, AssignmentMove

# move: how it is done; whose people hear of it
ACTS = {
    M.TAKE_ON: (lambda work, one, reason=REASON: actions.take_on(one, by=work.head), "office"),
    M.DECLINE: (lambda work, one, reason=REASON: actions.decline(one, by=work.head, reason=reason), "office"),
    M.KEEP: (lambda work, one, reason=REASON: actions.keep(one, by=work.office, reason=reason), "unit"),
    M.SUSPEND: (lambda work, one, reason=REASON: actions.suspend(one, by=work.office, reason=reason), "unit"),
    M.RESUME: (lambda work, one, reason=REASON: actions.resume(one, by=work.office), "unit"),
    M.WITHDRAW: (lambda work, one, reason=REASON: actions.withdraw(one, by=work.office, reason=reason), "unit"),
    M.TRANSFER: (
        lambda work, one, reason=REASON: actions.transfer(one, to_unit=work.other, by=work.office, reason=reason),
        "unit",
    ),
    M.CONFIRM_DONE: (
        lambda work, one, reason=REASON: actions.confirm_work_done(one, completed_on=DAY, by=work.office),
        "unit",
    ),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", ACTS)
def test_act_starts_only_from_its_states(move, state):
    work = work_in(state)
    do, _ = ACTS[move]
    sources, target = ASSIGNMENT_MOVES[move]

    if state in sources:
        do(work, work.fresh())

        assert work.fresh().state == target
        assert [row[0] for row in work.moves()] == [move]
    else:
        with pytest.raises(AlreadyMoved, match=f"“{state.label}”"):
            do(work, work.fresh())

        assert work.fresh().state == state
        assert work.moves() == []
        assert Notice.objects.count() == 0


@pytest.mark.parametrize("move", ACTS)
def test_act_is_told_to_the_other_side(move):
    work = work_in(next(iter(sorted(ASSIGNMENT_MOVES[move][0]))))
    do, whom = ACTS[move]

    do(work, work.fresh())

    told = {"office": [work.office.user_id], "unit": sorted([work.head.user_id, work.writer.user_id])}[whom]
    notices = Notice.objects.filter(object_id=work.assignment.pk, kind="assignment").order_by("user_id")
    assert [notice.user_id for notice in notices] == told


@pytest.mark.parametrize("reason", ["", "   ", "\0"])
@pytest.mark.parametrize("move", [M.DECLINE, M.KEEP, M.SUSPEND, M.WITHDRAW, M.TRANSFER])
def test_act_that_is_explained_needs_a_reason(move, reason):
    work = work_in(next(iter(sorted(ASSIGNMENT_MOVES[move][0]))))

    with pytest.raises(ReasonMissing, match="Hãy ghi lý do"):
        ACTS[move][0](work, work.fresh(), reason)

    assert (work.moves(), Assignment.objects.count()) == ([], 1)


def test_event_says_who_for_whom_and_on_whose_behalf():
    work = Work(state=S.GIVEN)
    deputy = make_post(
        work.unit, Role.HEAD, stands_in_for=work.head, valid_from=DAY, valid_to=datetime.date(2099, 1, 1)
    )

    actions.decline(work.fresh(), by=deputy, reason=REASON)

    event = AssignmentEvent.objects.get()
    assert (event.by, event.on_behalf_of, event.for_unit, event.reason) == (
        deputy.user,
        work.head.user,
        work.unit,
        REASON,
    )


def test_who_comes_second_is_told_who_was_first():
    work = Work(state=S.GIVEN)
    seen = work.fresh()
    with time_machine.travel(datetime.datetime(2024, 7, 1, 3, 5, tzinfo=datetime.UTC), tick=False):
        actions.take_on(work.fresh(), by=work.head)

    with pytest.raises(AlreadyMoved) as refused:
        actions.decline(seen, by=work.head, reason=REASON)

    assert str(refused.value) == (
        f"Chưa từ chối được: phân công đang ở trạng thái “đang thực hiện”. {work.head.user} (UBND huyện) đã làm việc "
        "“tiếp nhận” lúc 10:05 ngày 01/07/2024. Hãy tải lại trang để xem tình hình mới."
    )


# Done --------------------------------------------------------------------------------------------------------


def test_sets_move_what_is_ready_and_pass_over_the_rest():
    work = Work(due_on=DAY)
    ready = [make_assignment(unit=work.unit, due_on=DAY) for _ in range(2)]
    recurring = make_assignment(unit=work.unit)
    suspended = make_assignment(unit=work.unit, due_on=DAY, state=S.SUSPENDED)
    ids = [one.pk for one in [*ready, recurring, suspended]]

    moved = actions.report_done(ids, by=work.head)

    states = Assignment.objects.filter(pk__in=ids).order_by("pk").values_list("state", flat=True)
    assert moved == 2
    assert list(states) == [S.REPORTED_DONE, S.REPORTED_DONE, S.TAKEN_ON, S.SUSPENDED]
    assert list(AssignmentEvent.objects.values_list("assignment", "move")) == [(one.pk, M.REPORT_DONE) for one in ready]


def test_done_work_goes_through_its_life():
    work = Work(due_on=DAY)
    mine = Assignment.objects.filter(pk=work.assignment.pk)

    assert actions.report_done(mine, by=work.head) == 1
    assert actions.recall_done(mine, by=work.head) == 1
    assert actions.report_done(mine, by=work.head) == 1
    assert actions.ask_to_redo(mine, by=work.office, reason="Thiếu minh chứng.") == 1
    assert work.fresh().state == S.REDO
    assert actions.confirm_done({work.assignment.pk: DAY}, by=work.office) == 1
    assert (work.fresh().state, work.fresh().completed_on) == (S.DONE, DAY)
    assert actions.reopen_done(mine, by=work.office, reason="Số liệu sai.") == 1
    assert (work.fresh().state, work.fresh().completed_on) == (S.REDO, None)
    assert actions.confirm_done({}, by=work.office) == 0


def test_each_of_a_set_keeps_its_own_day():
    work = Work(due_on=DAY)
    other = make_assignment(unit=work.unit, due_on=DAY)
    days = {work.assignment.pk: DAY, other.pk: datetime.date(2024, 10, 2)}

    actions.confirm_done(days, by=work.office)

    assert dict(Assignment.objects.values_list("pk", "completed_on")) == days


@pytest.mark.parametrize("do", [actions.ask_to_redo, actions.reopen_done])
def test_work_is_given_back_with_a_reason(do):
    work = Work(due_on=DAY)

    with pytest.raises(ReasonMissing):
        do([work.assignment.pk], by=work.office, reason=" ")


def test_recurring_work_is_never_done_once_for_all():
    work = Work()

    with pytest.raises(Refused, match="theo từng kỳ báo cáo"):
        actions.confirm_work_done(work.fresh(), completed_on=DAY, by=work.office)


@pytest.mark.parametrize("day", [datetime.date(2099, 1, 1), datetime.date(2020, 1, 1)])
def test_day_of_completion_lies_between_giving_and_today(day):
    work = Work(due_on=DAY)

    with pytest.raises(Refused, match="Ngày hoàn thành không được"):
        actions.confirm_work_done(work.fresh(), completed_on=day, by=work.office)


# Changing ----------------------------------------------------------------------------------------------------


def test_clarities_are_changed_and_kept_in_an_event():
    work = Work()
    one = work.fresh()

    changed = actions.change_assignment(one, {"person_in_charge": "Lê Văn A"}, version=one.version, by=work.head)

    assert changed
    assert work.fresh().person_in_charge == "Lê Văn A"
    event = AssignmentEvent.objects.get()
    assert (event.move, event.changes) == (M.CHANGE, {"person_in_charge": ["", "Lê Văn A"]})


def test_same_values_change_nothing():
    work = Work()
    one = work.fresh()

    assert not actions.change_assignment(one, {"product": one.product}, version=one.version, by=work.head)
    assert work.moves() == []


def test_state_and_dates_are_not_changed_by_the_way():
    work = Work()
    one = work.fresh()

    actions.change_assignment(one, {"state": S.DONE, "due_on": DAY}, version=one.version, by=work.head)

    assert (work.fresh().state, work.fresh().due_on) == (S.TAKEN_ON, None)


def test_second_of_two_savers_is_told_of_the_first():
    work = Work()
    seen = work.fresh()
    actions.change_assignment(work.fresh(), {"authority": "Chủ tịch"}, version=seen.version, by=work.head)

    with pytest.raises(Refused, match=f"{work.head.user} .UBND huyện. vừa làm việc “sửa phân công”"):
        actions.change_assignment(seen, {"authority": "Phó Chủ tịch"}, version=seen.version, by=work.office)

    assert work.fresh().authority == "Chủ tịch"


def test_office_moves_a_deadline_and_the_first_one_is_kept():
    work = Work(due_on=DAY)
    one = work.fresh()
    later = datetime.date(2024, 12, 31)

    actions.change_deadline(one, due_on=later, cadence="", version=one.version, by=work.office, reason="Chờ văn bản.")

    assert (work.fresh().due_on, work.fresh().due_on_original) == (later, DAY)
    assert AssignmentEvent.objects.get().reason == "Chờ văn bản."


@pytest.mark.parametrize(
    ("who", "fields", "sentence"),
    [
        ("head", {}, "Chỉ cơ quan thường trực đổi được thời hạn"),
        ("office", {"reason": " "}, "Hãy ghi lý do đổi thời hạn"),
        ("office", {"cadence": Cadence.YEAR}, "không có cả hai"),
        ("office", {"due_on": datetime.date(2020, 1, 1)}, "không được trước ngày giao việc"),
    ],
)
def test_deadline_moves_only_by_the_rules(who, fields, sentence):
    work = Work(due_on=DAY)
    one = work.fresh()
    values = {"due_on": datetime.date(2024, 12, 31), "cadence": "", "reason": "Chờ văn bản."} | fields

    with pytest.raises(Refused, match=sentence):
        actions.change_deadline(one, **values, version=one.version, by=getattr(work, who))

    assert work.fresh().due_on == DAY


def test_ended_work_is_not_changed():
    work = work_in(S.WITHDRAWN)
    one = work.fresh()

    with pytest.raises(Refused):
        actions.change_assignment(one, {"authority": "Chủ tịch"}, version=one.version, by=work.office)
