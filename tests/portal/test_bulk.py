import datetime

import pytest
from django.urls import reverse

from tasks.enums import AssignmentMove
from tasks.models import Assignment, AssignmentEvent
from tests.factories import make_plan, make_post, make_task
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    work = Work(due_on=DAY)
    work.administrator = make_post(role=Role.ADMINISTRATOR)
    work.committee = make_post(work.plan.steering_committee, Role.HEAD)
    work.reader = make_post(work.plan.standing_office, Role.READER)
    return work


def url_of(name, record=None):
    return reverse(f"portal:{name}", args=[record.pk] if record else [])


def bulk(work, **change):
    task = make_task(work.plan)
    chosen = {"tasks": [task.pk, work.task.pk], "units": [work.unit.pk, work.other.pk], "part": "support"}
    return chosen | {"due_on": "31/12/2098", "cadence": ""} | change


def test_preview_changes_nothing_and_shows_what_collides(work, sign_in):
    response = sign_in(work.office).post(url_of("assignment-bulk", work.plan), bulk(work))

    preview = response.context["preview"]
    assert response.status_code == 200
    assert (len(preview.free), len(preview.colliding)) == (3, 1)
    assert f"UBND huyện đang chủ trì nhiệm vụ {work.task.code}." in response.content.decode()
    assert Assignment.objects.count() == 1


def test_confirmed_bulk_gives_what_was_shown(work, sign_in):
    client, data = sign_in(work.office), bulk(work)
    shown = client.post(url_of("assignment-bulk", work.plan), data).context["preview"].free

    response = client.post(url_of("assignment-bulk-confirm", work.plan), data, follow=True)

    made = Assignment.objects.exclude(pk=work.assignment.pk)
    assert {(one.task, one.unit) for one in made} == {(row.task, row.unit) for row in shown}
    assert "Đã giao 3 việc. Bỏ qua 1 việc không giao được." in response.content.decode()
    assert AssignmentEvent.objects.filter(move=AssignmentMove.GIVE, by=work.office.user).count() == 3


def test_second_press_of_confirm_gives_nothing_twice(work, sign_in):
    client, data = sign_in(work.office), bulk(work)
    client.post(url_of("assignment-bulk-confirm", work.plan), data)

    response = client.post(url_of("assignment-bulk-confirm", work.plan), data)

    assert response.status_code == 409
    assert Assignment.objects.count() == 4


def test_choices_are_kept_when_going_back(work, sign_in):
    data = bulk(work)

    response = sign_in(work.office).post(url_of("assignment-bulk", work.plan), data | {"sua": "1"})

    assert response.status_code == 200
    assert response.context["form"]["units"].value() == [str(pk) for pk in data["units"]]


@pytest.mark.parametrize(
    "change",
    [
        {"tasks": []},
        {"units": ["9999999"]},
        {"tasks": ["x"]},
        {"part": "boss"},
        {"due_on": "31/02/2099"},
        {"cadence": "year"},
        {"due_on": "01/01/2020"},
        {"product": "x" * 100_000},
    ],
)
def test_wrong_bulk_is_told_and_gives_nothing(change, work, sign_in):
    client = sign_in(work.office)
    data = bulk(work, **change)

    assert client.post(url_of("assignment-bulk", work.plan), data).status_code == 422
    assert client.post(url_of("assignment-bulk-confirm", work.plan), data).status_code in {409, 422}
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("who", ["head", "writer", "stranger", "committee", "reader", "administrator"])
def test_only_the_office_gives_to_many(who, work, sign_in):
    client = sign_in(getattr(work, who))

    assert client.get(url_of("assignment-bulk", work.plan)).status_code == 403
    assert client.post(url_of("assignment-bulk", work.plan), bulk(work)).status_code == 403
    assert client.post(url_of("assignment-bulk-confirm", work.plan), bulk(work)).status_code == 403


def test_task_of_another_plan_is_not_given(work, sign_in):
    foreign = make_task(make_plan())

    response = sign_in(work.office).post(url_of("assignment-bulk", work.plan), bulk(work, tasks=[foreign.pk]))

    assert response.status_code == 422


def test_nothing_said_of_time_gives_each_task_its_own_deadline(work, sign_in):
    quarterly, dated = make_task(work.plan, cadence="quarter"), make_task(work.plan, due_on=datetime.date(2099, 1, 31))
    past = make_task(work.plan, due_on=datetime.date(2020, 1, 1))
    chosen = {"tasks": [one.pk for one in (quarterly, dated, past)], "units": [work.other.pk], "due_on": ""}

    client, data = sign_in(work.office), bulk(work, **chosen)
    preview = client.post(url_of("assignment-bulk", work.plan), data)
    client.post(url_of("assignment-bulk-confirm", work.plan), data)

    made = {one.task: (one.due_on, one.cadence) for one in Assignment.objects.exclude(pk=work.assignment.pk)}
    assert made == {quarterly: (None, "quarter"), dated: (datetime.date(2099, 1, 31), "")}
    assert "Thời hạn chung 01/01/2020" in preview.content.decode()
    assert "khác thời hạn chung" not in preview.content.decode()


def test_preview_flags_a_deadline_other_than_the_common_one(work, sign_in):
    quarterly = make_task(work.plan, cadence="quarter")
    data = bulk(work, tasks=[quarterly.pk], due_on="", cadence="khong-han")

    text = sign_in(work.office).post(url_of("assignment-bulk", work.plan), data).content.decode()

    assert "không hạn" in text
    assert "khác thời hạn chung của nhiệm vụ: hằng quý" in text
