"""The standing office changes the plan's groups, clauses, tasks, indicators and targets; nobody else does."""

import pytest
from django.urls import reverse

from tasks.enums import TaskMode
from tasks.models import ImplementationClause, Indicator, IndicatorTarget, Plan, Task, TaskGroup
from tests.factories import make_group, make_indicator, make_plan, make_post
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    work = Work(due_on=DAY)
    work.administrator = make_post(role=Role.ADMINISTRATOR)
    return work


def url_of(name, record):
    return reverse(f"portal:{name}", args=[record.pk])


def setup_pages(work):
    indicator = make_indicator(work.task)
    target = IndicatorTarget.objects.create(indicator=indicator, year=2024, value=10)
    clause = ImplementationClause.objects.create(plan=work.plan, number=1, title="Mục một")
    text = {"title": "Tên mới", "summary": "", "official_text": ""}
    task = text | {"code": "9.9", "position": 1, "group": work.task.group_id, "mode": "one_lead", "product": "Sách"}
    count = {"name": "Số cuộc", "unit_of_measure": "cuộc", "over_time": "sum", "over_units": "sum", "position": 1}
    return {
        "group-add": (work.plan, text | {"number": 7}),
        "group-edit": (work.task.group, text | {"number": 1}),
        "clause-add": (work.plan, text | {"number": 3, "responsible": [work.unit.pk]}),
        "clause-edit": (clause, text | {"number": 1, "responsible": [work.unit.pk]}),
        "task-add": (work.plan, task),
        "task-edit": (work.task, task),
        "indicator-add": (work.task, count),
        "indicator-edit": (indicator, count),
        "target-add": (indicator, {"year": 2025, "value": "12,5", "unit": ""}),
        "target-edit": (target, {"year": 2024, "value": "12,5", "unit": work.unit.pk}),
    }


PAGES = [
    *("group-add", "group-edit", "clause-add", "clause-edit", "task-add", "task-edit"),
    *("indicator-add", "indicator-edit", "target-add", "target-edit"),
]


@pytest.mark.parametrize("name", PAGES)
def test_office_changes_the_set_up(name, work, sign_in):
    record, data = setup_pages(work)[name]
    client = sign_in(work.office)

    shown = client.get(url_of(name, record))
    saved = client.post(url_of(name, record), data)

    assert (shown.status_code, saved.status_code) == (200, 302)


@pytest.mark.parametrize("who", ["head", "stranger", "administrator"])
@pytest.mark.parametrize("name", PAGES)
def test_others_do_not_change_the_set_up(name, who, work, sign_in):
    record, data = setup_pages(work)[name]
    client = sign_in(getattr(work, who))
    before = [model.objects.count() for model in (TaskGroup, ImplementationClause, Task, Indicator, IndicatorTarget)]

    assert client.get(url_of(name, record)).status_code == 403
    assert client.post(url_of(name, record), data).status_code == 403
    after = [model.objects.count() for model in (TaskGroup, ImplementationClause, Task, Indicator, IndicatorTarget)]
    assert after == before


@pytest.mark.parametrize("name", PAGES)
def test_empty_form_says_what_is_missing(name, work, sign_in):
    record, _ = setup_pages(work)[name]

    response = sign_in(work.office).post(url_of(name, record), {})

    assert response.status_code == 422
    assert "Chưa lưu được, cần sửa các chỗ sau" in response.content.decode()


def test_changed_task_keeps_who_changed_it(work, sign_in):
    record, data = setup_pages(work)["task-edit"]

    sign_in(work.office).post(url_of("task-edit", record), data)

    work.task.refresh_from_db()
    assert (work.task.title, work.task.code, work.task.product) == ("Tên mới", "9.9", "Sách")
    assert work.task.history.first().history_user == work.office.user


def test_clause_keeps_its_responsible_units(work, sign_in):
    _, data = setup_pages(work)["clause-add"]

    sign_in(work.office).post(url_of("clause-add", work.plan), data)

    assert list(ImplementationClause.objects.get(number=3).responsible.all()) == [work.unit]


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("group-add", {"number": 1}, "Kế hoạch đã có nhóm mang số này."),
        ("task-add", {"group": ""}, "Nhiệm vụ thuộc đúng một nhóm hoặc một mục tổ chức thực hiện."),
        (
            "task-add",
            {"due_on": "30/09/2024", "cadence": "year"},
            "Nhiệm vụ có thời hạn hoặc định kỳ, không có cả hai.",
        ),
        ("task-add", {"due_on": "31/02/2024"}, "Thời hạn chung"),
        ("task-add", {"title": "x" * 100_000}, "Tên nhiệm vụ"),
        ("task-add", {"title": "a\0b"}, "Tên nhiệm vụ"),
        ("target-add", {"year": 2024}, "Đã có mục tiêu chung của năm này."),
        ("target-add", {"year": 24}, "Năm phải từ 2000 đến 2100."),
        ("target-add", {"value": "-1"}, "Mục tiêu không được âm."),
    ],
)
def test_wrong_input_is_told_and_kept(name, change, sentence, work, sign_in):
    record, data = setup_pages(work)[name]

    response = sign_in(work.office).post(url_of(name, record), data | change)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_task_with_assignments_keeps_the_way_it_is_given(work, sign_in):
    record, data = setup_pages(work)["task-edit"]

    sign_in(work.office).post(url_of("task-edit", record), data | {"mode": "each_own"})

    work.task.refresh_from_db()
    assert work.task.mode == TaskMode.ONE_LEAD


def test_task_of_another_plan_group_is_refused(work, sign_in):
    record, data = setup_pages(work)["task-add"]
    foreign = make_group(make_plan())

    response = sign_in(work.office).post(url_of("task-add", record), data | {"group": foreign.pk})

    assert response.status_code == 422
    assert Plan.objects.get(pk=work.plan.pk).tasks.count() == 1
