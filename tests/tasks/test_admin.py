import pytest
from django.urls import reverse

from tasks import actions
from tasks.enums import AssignmentState
from tasks.models import Assignment, AssignmentEvent, IndicatorTarget, Participation, Task
from tests.factories import make_indicator, make_post, make_task, make_unit
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db

SETUP = ["directive", "plan", "taskgroup", "task", "indicator", "indicatortarget", "participation"]
S = AssignmentState


@pytest.fixture
def work():
    work = Work(due_on=DAY)
    indicator = make_indicator(work.task)
    work.target = IndicatorTarget.objects.create(indicator=indicator, year=2024, value=10)
    work.administrator = make_post(role=Role.ADMINISTRATOR)
    work.committee = make_post(work.plan.steering_committee, Role.HEAD)
    return work


def records(work):
    return {
        "directive": work.plan.directive,
        "plan": work.plan,
        "taskgroup": work.task.group,
        "task": work.task,
        "indicator": work.target.indicator,
        "indicatortarget": work.target,
        "participation": Participation.objects.get(unit=work.unit),
        "assignment": work.assignment,
    }


def admin_url(model, page, record=None):
    return reverse(f"admin:tasks_{model}_{page}", args=[record.pk] if record else [])


@pytest.mark.parametrize("model", SETUP)
@pytest.mark.parametrize("who", ["office", "head", "writer", "administrator"])
def test_set_up_is_read_with_its_history(model, who, work, sign_in):
    client, record = sign_in(getattr(work, who)), records(work)[model]

    pages = [admin_url(model, "changelist"), admin_url(model, "change", record), admin_url(model, "history", record)]

    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


@pytest.mark.parametrize("model", SETUP)
def test_others_write_nothing(model, work, sign_in):
    client, record = sign_in(work.head), records(work)[model]

    statuses = [client.post(admin_url(model, "change", record), {}), client.get(admin_url(model, "add"))]

    assert [response.status_code for response in statuses] == [403, 403]


@pytest.mark.parametrize("model", [*SETUP, "assignment"])
def test_nothing_is_deleted(model, work, sign_in):
    record = records(work)[model]

    assert sign_in(work.office).post(admin_url(model, "delete", record), {"post": "yes"}).status_code == 403


def test_committee_does_not_enter(work, sign_in):
    assert sign_in(work.committee).get(admin_url("task", "changelist")).status_code == 302


def test_office_adds_a_task(work, sign_in):
    data = {"group": work.task.group_id, "code": "9.9", "position": 1, "title": "Tên mới", "mode": "one_lead"}

    response = sign_in(work.office).post(admin_url("task", "add"), data)

    task = Task.objects.get(code="9.9")
    assert response.status_code == 302
    assert (task.plan, task.history.get().history_user) == (work.plan, work.office.user)


def test_office_moves_a_unit_with_those_below_it(work, sign_in):
    place = Participation.objects.get(unit=work.unit)

    response = sign_in(work.office).post(admin_url("participation", "change", place), {"reports_to": work.other.pk})

    assert response.status_code == 302
    assert Participation.objects.get(unit=work.below).path.startswith(Participation.objects.get(unit=work.other).path)


def test_refused_move_is_told_above_the_form(work, sign_in):
    place = Participation.objects.get(unit=work.unit)

    response = sign_in(work.office).post(admin_url("participation", "change", place), {"reports_to": work.below.pk})

    assert response.status_code == 409
    assert "tuyến báo cáo sẽ đi vòng hoặc đứt" in response.content.decode()


def test_unit_is_put_into_the_plan(work, sign_in):
    new = make_unit("Huyện đoàn")

    response = sign_in(work.office).post(
        admin_url("participation", "add"), {"unit": new.pk, "reports_to": work.plan.standing_office_id}
    )

    assert response.status_code == 302
    assert Participation.objects.get(unit=new).plan == work.plan


def test_office_gives_work(work, sign_in):
    task = make_task(work.plan)
    data = {"task": task.pk, "unit": work.other.pk, "part": "lead", "due_on": "31/12/2098", "cadence": ""}

    response = sign_in(work.office).post(admin_url("assignment", "add"), data)

    one = Assignment.objects.get(task=task)
    assert response.status_code == 302
    assert (one.exclusive, one.events.get().by) == (True, work.office.user)


def test_second_lead_is_told_above_the_form(work, sign_in):
    data = {"task": work.task.pk, "unit": work.other.pk, "part": "lead", "cadence": "year"}

    response = sign_in(work.office).post(admin_url("assignment", "add"), data)

    assert response.status_code == 409
    assert "mỗi nhiệm vụ chung chỉ một chủ trì" in response.content.decode()
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("office", 200), ("stranger", 404), ("administrator", 403)])
def test_assignment_is_seen_by_the_same_posts(who, status, work, sign_in):
    url = admin_url("assignment", "change", work.assignment)

    assert sign_in(getattr(work, who)).get(url).status_code == status


def test_unit_names_the_person_in_charge(work, sign_in):
    data = {"person_in_charge": "Lê Văn A", "seen_version": 1, "authority": "Chủ tịch"}
    data |= {"events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0}

    response = sign_in(work.writer).post(admin_url("assignment", "change", work.assignment), data)

    assert response.status_code == 302
    assert (work.fresh().person_in_charge, work.fresh().authority) == ("Lê Văn A", "")


@pytest.mark.parametrize(
    ("who", "action", "start", "target"),
    [
        ("head", "take_on", S.GIVEN, S.TAKEN_ON),
        ("head", "decline", S.GIVEN, S.DECLINED),
        ("office", "keep_given", S.DECLINED, S.GIVEN),
        ("office", "suspend", S.TAKEN_ON, S.SUSPENDED),
        ("office", "resume", S.SUSPENDED, S.TAKEN_ON),
        ("office", "withdraw", S.TAKEN_ON, S.WITHDRAWN),
        ("writer", "take_on", S.GIVEN, S.GIVEN),
        ("head", "suspend", S.TAKEN_ON, S.TAKEN_ON),
        ("office", "take_on", S.GIVEN, S.GIVEN),
    ],
)
def test_acts_are_the_same_in_the_admin(who, action, start, target, work, sign_in):
    suspended_on = work.assignment.starts_on if start == S.SUSPENDED else None
    Assignment.objects.filter(pk=work.assignment.pk).update(state=start, suspended_on=suspended_on)
    data = {"action": action, "_selected_action": [work.assignment.pk], "reason": "Chờ văn bản."}

    sign_in(getattr(work, who)).post(admin_url("assignment", "changelist"), data)

    assert work.fresh().state == target
    assert len(work.moves()) == (start != target)


def test_act_without_a_reason_is_told(work, sign_in):
    data = {"action": "suspend", "_selected_action": [work.assignment.pk], "reason": ""}

    response = sign_in(work.office).post(admin_url("assignment", "changelist"), data, follow=True)

    assert "Hãy ghi lý do" in response.content.decode()
    assert work.fresh().state == S.TAKEN_ON


def test_events_are_read_only(work, sign_in):
    actions.suspend(work.fresh(), by=work.office, reason="Chờ văn bản.")
    event = AssignmentEvent.objects.get()
    client = sign_in(work.office)

    assert client.get(admin_url("assignmentevent", "changelist")).status_code == 200
    assert client.get(admin_url("assignmentevent", "change", event)).status_code == 200
    assert client.post(admin_url("assignmentevent", "change", event), {"reason": "khác"}).status_code == 403
    assert client.get(admin_url("assignmentevent", "add")).status_code == 403
