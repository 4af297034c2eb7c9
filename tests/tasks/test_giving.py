import datetime

import pytest

from common.refusals import Refused
from tasks import actions
from tasks.actions import AlreadyMoved, Terms
from tasks.enums import AssignmentMove, AssignmentState, Cadence, Part, TaskMode
from tasks.models import Assignment, AssignmentEvent
from tests.factories import make_assignment, make_task, make_unit
from tests.tasks.work import DAY, Work, work_in
from units.models import Notice

pytestmark = pytest.mark.django_db

REASON = "Không đúng chức năng."
S, M = AssignmentState, AssignmentMove


# Giving ------------------------------------------------------------------------------------------------------


def test_work_is_given_with_its_terms_event_and_notice():
    work = Work()
    task = make_task(work.plan, product="Kế hoạch")

    terms = Terms(due_on=datetime.date(2099, 1, 31), person_in_charge="Lê Văn A", authority="Chủ tịch quyết định")
    one = actions.give_assignment(task, work.unit, terms, by=work.office)

    assert (one.state, one.exclusive, one.due_on, one.due_on_original) == (S.GIVEN, True, terms.due_on, terms.due_on)
    assert (one.product, one.missing_clarities) == ("Kế hoạch", [])
    assert work.moves(one) == [(M.GIVE, "", work.office.user_id, work.office.unit_id)]
    text = f"Được giao chủ trì nhiệm vụ {task.code}: {task.title}"
    assert list(Notice.objects.order_by("user").values_list("user", "text")) == [
        (work.head.user_id, text),
        (work.writer.user_id, text),
    ]


def test_second_lead_of_a_shared_task_is_refused():
    work = Work()

    with pytest.raises(Refused) as refused:
        actions.give_assignment(work.task, work.other, Terms(cadence=Cadence.QUARTER), by=work.office)

    assert str(refused.value) == (
        f"Nhiệm vụ {work.task.code} đã có UBND huyện chủ trì; mỗi nhiệm vụ chung chỉ một chủ trì."
    )
    assert Assignment.objects.count() == 1


def test_several_units_lead_where_each_has_its_own():
    work = Work()
    task = make_task(work.plan, mode=TaskMode.EACH_OWN)

    made = actions.give_in_bulk([task], [work.unit, work.other], Terms(cadence=Cadence.YEAR), by=work.office)

    assert [(one.part, one.exclusive) for one in made] == [(Part.LEAD, False)] * 2


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (Terms(due_on=datetime.date(2099, 1, 1), cadence=Cadence.YEAR), "không có cả hai"),
        (Terms(due_on=datetime.date(2020, 1, 1)), "Thời hạn 01/01/2020 trước ngày giao việc"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(terms, sentence):
    work = Work()

    with pytest.raises(Refused, match=sentence):
        actions.give_assignment(make_task(work.plan), work.unit, terms, by=work.office)


def test_unit_outside_the_plan_gets_nothing():
    work = Work()

    with pytest.raises(Refused, match="không tham gia kế hoạch này"):
        actions.give_assignment(make_task(work.plan), make_unit("Ban lạ"), Terms(), by=work.office)


def test_preview_shows_what_giving_makes():
    work = Work()
    free = make_task(work.plan)
    tasks, units, terms = [work.task, free], [work.unit, work.other], Terms(part=Part.SUPPORT)

    preview = actions.preview_in_bulk(tasks, units, terms)
    made = actions.give_in_bulk(tasks, units, terms, by=work.office)

    assert [row.problem for row in preview.colliding] == [f"UBND huyện đang chủ trì nhiệm vụ {work.task.code}."]
    assert [(row.task, row.unit) for row in preview.free] == [(one.task, one.unit) for one in made]
    assert AssignmentEvent.objects.filter(move=M.GIVE).count() == len(made) == 3


def test_one_shared_task_to_two_leads_collides_both_times():
    work = Work()
    task = make_task(work.plan)

    preview = actions.preview_in_bulk([task], [work.unit, work.other], Terms())

    assert [row.problem for row in preview.rows] == [
        f"Nhiệm vụ {task.code} chỉ có một đơn vị chủ trì; hãy chọn một đơn vị."
    ] * 2
    with pytest.raises(Refused, match="Không còn phân công nào giao được"):
        actions.give_in_bulk([task], [work.unit, work.other], Terms(), by=work.office)


def test_many_tasks_given_at_once_are_told_in_one_line():
    work = Work()
    tasks = [make_task(work.plan) for _ in range(2)]

    actions.give_in_bulk(tasks, [work.below], Terms(part=Part.SUPPORT), by=work.office)

    assert Notice.objects.get().text == f"Được giao phối hợp thực hiện 2 nhiệm vụ: {tasks[0].code}, {tasks[1].code}"


@pytest.mark.parametrize("number", [1, 3])
def test_preview_asks_the_database_twice(number, django_assert_num_queries):
    work = Work()
    tasks = [make_task(work.plan) for _ in range(number)]
    units = [make_unit() for _ in range(number)]

    with django_assert_num_queries(2):
        preview = actions.preview_in_bulk(tasks, units, Terms(part=Part.SUPPORT))

    assert len(preview.rows) == number * number


# Passing down ------------------------------------------------------------------------------------------------


def test_work_is_passed_down_to_units_that_report_to_the_holder():
    work = Work()

    [child] = actions.sub_assign(work.fresh(), [work.below], Terms(due_on=datetime.date(2099, 1, 1)), by=work.head)

    assert (child.parent, child.unit, child.exclusive, child.state) == (work.assignment, work.below, False, S.GIVEN)
    assert [row[0] for row in work.moves(child)] == [M.GIVE]
    assert Notice.objects.get().user == work.below_head.user


def test_child_answers_to_the_unit_that_passed_it_down():
    work = Work()
    [child] = actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)
    Notice.objects.all().delete()

    actions.take_on(work.fresh(child), by=work.below_head)

    assert set(Notice.objects.values_list("user", flat=True)) == {work.head.user_id, work.writer.user_id}


def test_work_is_not_passed_to_units_that_report_elsewhere():
    work = Work()

    with pytest.raises(Refused) as refused:
        actions.sub_assign(work.fresh(), [work.below, work.other], Terms(), by=work.head)

    assert refused.value.details == ["Ban Tổ chức không báo cáo UBND huyện."]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("state", [S.SUSPENDED, S.WITHDRAWN, S.DONE])
def test_work_at_rest_is_not_passed_down(state):
    work = work_in(state)

    with pytest.raises(AlreadyMoved):
        actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)


def test_child_is_not_due_after_its_parent():
    work = Work(due_on=datetime.date(2099, 1, 1))

    with pytest.raises(Refused, match="trước hoặc đúng hạn 01/01/2099"):
        actions.sub_assign(work.fresh(), [work.below], Terms(due_on=datetime.date(2099, 1, 2)), by=work.head)


def test_same_part_is_not_passed_twice():
    work = Work()
    actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)

    with pytest.raises(Refused) as refused:
        actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)

    assert refused.value.details == [f"Phòng Văn hóa đã được giao phần việc con của nhiệm vụ {work.task.code}."]


def test_withdrawn_work_takes_its_parts_along():
    work = Work()
    [child] = actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)

    actions.withdraw(work.fresh(), by=work.office, reason=REASON)

    assert work.fresh(child).state == S.WITHDRAWN
    assert [row[0] for row in work.moves(child)] == [M.GIVE, M.WITHDRAW]


# Transfer ----------------------------------------------------------------------------------------------------


def test_transferred_work_goes_on_in_other_hands_with_its_history():
    work = Work(due_on=DAY, person_in_charge="Lê Văn A", product="Kế hoạch")

    new = actions.transfer(work.fresh(), to_unit=work.other, by=work.office, reason=REASON)

    old = work.fresh()
    assert (old.state, old.ended_on is not None) == (S.TRANSFERRED, True)
    assert (new.unit, new.part, new.exclusive, new.due_on, new.due_on_original) == (
        work.other,
        Part.LEAD,
        True,
        DAY,
        DAY,
    )
    assert (new.state, new.product, new.person_in_charge) == (S.GIVEN, "Kế hoạch", "")
    assert old.events.get(move=M.TRANSFER).changes == {"to_assignment": new.pk, "to_unit": "Ban Tổ chức"}
    assert new.events.get().changes == {"from_assignment": old.pk, "from_unit": "UBND huyện", "reason": REASON}


@pytest.mark.parametrize("whom", ["itself", "outsider", "supporter"])
def test_work_is_not_transferred_to_units_that_cannot_have_it(whom):
    work = Work()
    supporter = make_unit("Ban Dân vận")
    make_assignment(work.task, supporter, Part.SUPPORT)
    to_unit = {"itself": work.unit, "outsider": make_unit("Ban lạ"), "supporter": supporter}[whom]
    sentence = {"itself": "đang giữ việc này", "outsider": "không thuộc các đơn vị", "supporter": "đang phối hợp"}[whom]

    with pytest.raises(Refused, match=sentence):
        actions.transfer(work.fresh(), to_unit=to_unit, by=work.office, reason=REASON)

    assert work.fresh().state == S.TAKEN_ON
    assert work.moves() == []


def test_work_with_parts_out_is_not_transferred():
    work = Work()
    actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)

    with pytest.raises(Refused, match="Còn 1 phần việc con"):
        actions.transfer(work.fresh(), to_unit=work.other, by=work.office, reason=REASON)

    assert work.fresh().state == S.TAKEN_ON
