import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasks import actions
from tasks.actions import Terms
from tasks.enums import AssignmentState, Cadence, Part
from tasks.models import Assignment
from tests.factories import make_assignment, make_plan, make_post, make_task
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db

S = AssignmentState


@pytest.fixture
def work():
    work = Work(due_on=DAY)
    work.administrator = make_post(role=Role.ADMINISTRATOR)
    work.committee = make_post(work.plan.steering_committee, Role.HEAD)
    work.reader = make_post(work.plan.standing_office, Role.READER)
    return work


def url_of(name, record=None):
    return reverse(f"portal:{name}", args=[record.pk] if record else [])


def set_state(work, state, **fields):
    Assignment.objects.filter(pk=work.assignment.pk).update(state=state, **fields)


def cells(response):
    matrix = response.context["matrix"]
    return {
        (row.task, unit): [mark.letter for mark in marks]
        for row in matrix.rows
        for unit, marks in zip(matrix.columns, row.cells, strict=True)
        if marks
    }


def test_matrix_says_who_leads_supports_and_passes_down(work, sign_in):
    make_assignment(work.task, work.other, Part.SUPPORT)
    set_state(work, S.TAKEN_ON, due_on=None, due_on_original=None, cadence=Cadence.YEAR)
    actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)

    response = sign_in(work.office).get(url_of("assignment-matrix"), {"cot": ""})

    assert cells(response) == {
        (work.task, work.unit): ["C"],
        (work.task, work.other): ["P"],
        (work.task, work.below): ["G"],
    }
    assert "chủ trì, hằng năm, đang thực hiện" in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "units"),
    [
        ({"cot": ""}, ["UBND huyện", "Ban Tổ chức"]),
        ({}, ["UBND huyện", "Ban Tổ chức"]),
        ({"cot": "loai-peoples_committee"}, ["UBND huyện"]),
        ({"vai_tro": "support"}, ["Ban Tổ chức"]),
        ({"trang_thai": "given"}, []),
        ({"thoi_gian": "overdue"}, ["UBND huyện"]),
        ({"thoi_gian": "recurring"}, ["Ban Tổ chức"]),
    ],
)
def test_matrix_is_cut_by_the_address(chosen, units, work, sign_in):
    make_assignment(work.task, work.other, Part.SUPPORT)

    response = sign_in(work.office).get(url_of("assignment-matrix"), chosen)

    assert [str(unit) for unit in response.context["matrix"].columns] == units


@pytest.mark.parametrize("chosen", [{"cot": "tuyen-x"}, {"vai_tro": "boss"}, {"phan": "nhom-99"}, {"cot": "\0"}])
def test_wrong_filter_is_told(chosen, work, sign_in):
    response = sign_in(work.office).get(url_of("assignment-matrix"), chosen)

    assert response.status_code == 422
    assert "Chưa lọc được" in response.content.decode()


def test_matrix_of_a_unit_holds_what_it_may_see(work, sign_in):
    foreign = make_assignment(make_task(work.plan), work.other)

    response = sign_in(work.writer).get(url_of("assignment-matrix"))

    assert set(cells(response)) == {(work.task, work.unit)}
    assert url_of("assignment", foreign) not in response.content.decode()


def test_administrator_sees_an_empty_matrix(work, sign_in):
    response = sign_in(work.administrator).get(url_of("assignment-matrix"))

    assert response.status_code == 200
    assert "Không có phân công nào hợp với lựa chọn này." in response.content.decode()


def test_matrix_without_a_plan_says_so(sign_in):
    assert "Chưa có kế hoạch nào" in sign_in(make_post()).get(url_of("assignment-matrix")).content.decode()


def test_matrix_refuses_post(work, sign_in):
    assert sign_in(work.office).post(url_of("assignment-matrix")).status_code == 405


def test_matrix_query_count(sign_in):
    counts = []
    for number in (1, 3):
        work = Work()
        for _ in range(number):
            for _ in range(number):
                make_assignment(make_task(work.plan), part=Part.SUPPORT)
        client = sign_in(work.office)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url_of("assignment-matrix"), {"ke_hoach": work.plan.pk})
        assert len(response.context["matrix"].rows) == number * number + 1
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize("name", ["assignment-matrix", "assignment-list"])
def test_the_plan_in_which_one_has_a_place_is_opened_first(sign_in, name):
    own, newer = make_plan(), make_plan(issued_on=timezone.localdate())
    client, url = sign_in(make_post(own.standing_office)), reverse(f"portal:{name}")

    opened = [client.get(url, data).context["plan"] for data in ({}, {"ke_hoach": newer.pk}, {"ke_hoach": "x"})]

    assert opened == [own, newer, own]
