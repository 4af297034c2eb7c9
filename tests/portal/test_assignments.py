import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks import actions
from tasks.enums import AssignmentState
from tasks.models import Assignment, AssignmentEvent
from tests.factories import make_assignment, make_post, make_unit
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db

S = AssignmentState
REASON = {"reason": "Không đúng chức năng."}


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
    if state == S.SUSPENDED:
        fields["suspended_on"] = work.assignment.starts_on
    Assignment.objects.filter(pk=work.assignment.pk).update(state=state, **fields)


# act: state to start from, who does it, what is typed, state it leads to
ACTS = {
    "take-on": (S.GIVEN, "head", {}, S.TAKEN_ON),
    "decline": (S.GIVEN, "head", REASON, S.DECLINED),
    "keep": (S.DECLINED, "office", REASON, S.GIVEN),
    "suspend": (S.TAKEN_ON, "office", REASON, S.SUSPENDED),
    "resume": (S.SUSPENDED, "office", {"reason": ""}, S.TAKEN_ON),
    "withdraw": (S.TAKEN_ON, "office", REASON, S.WITHDRAWN),
    "transfer": (S.TAKEN_ON, "office", REASON, S.TRANSFERRED),
    "confirm": (S.REPORTED_DONE, "office", {"completed_on": "30/09/2024"}, S.DONE),
}
OF_THE_HEAD = {"take-on", "decline"}


def typed(work, name):
    data = dict(ACTS[name][2])
    if name == "transfer":
        data["to_unit"] = work.other.pk
    return data


@pytest.mark.parametrize("name", ACTS)
def test_act_moves_the_assignment(name, work, sign_in):
    start, who, _, target = ACTS[name]
    set_state(work, start)

    response = sign_in(getattr(work, who)).post(url_of(f"assignment-{name}", work.assignment), typed(work, name))

    assert response.status_code == 302
    assert work.fresh().state == target
    assert AssignmentEvent.objects.filter(assignment=work.assignment).count() == 1


@pytest.mark.parametrize("name", ACTS)
def test_act_in_a_wrong_state_is_409_with_a_sentence(name, work, sign_in):
    _, who, _, _ = ACTS[name]
    set_state(work, S.WITHDRAWN, ended_on=DAY)

    response = sign_in(getattr(work, who)).post(url_of(f"assignment-{name}", work.assignment), typed(work, name))

    assert response.status_code == 409
    assert "phân công đang ở trạng thái “thôi thực hiện”" in response.content.decode()
    assert url_of("assignment", work.assignment) in response.content.decode()


@pytest.mark.parametrize("name", ACTS)
def test_act_outside_the_scope_is_404(name, work, sign_in):
    set_state(work, ACTS[name][0])

    for post in (work.stranger, work.administrator, make_post()):
        response = sign_in(post).post(url_of(f"assignment-{name}", work.assignment), typed(work, name))
        assert response.status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_act_without_the_right_is_403(name, work, sign_in):
    set_state(work, ACTS[name][0])
    without = [work.writer, work.committee, work.reader, work.office if name in OF_THE_HEAD else work.head]

    for post in without:
        response = sign_in(post).post(url_of(f"assignment-{name}", work.assignment), typed(work, name))
        assert response.status_code == 403

    assert work.fresh().state == ACTS[name][0]


@pytest.mark.parametrize("name", ACTS)
def test_act_refuses_get_and_ids_that_are_not_there(name, work, sign_in):
    client = sign_in(getattr(work, ACTS[name][1]))

    assert client.get(url_of(f"assignment-{name}", work.assignment)).status_code == 405
    assert client.post(reverse(f"portal:assignment-{name}", args=[9_999_999])).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_signed_out_reader_is_sent_to_sign_in(name, work, client):
    response = client.post(url_of(f"assignment-{name}", work.assignment))

    assert response.status_code in {302, 403}
    assert work.moves() == []


@pytest.mark.parametrize("name", ["decline", "keep", "suspend", "withdraw", "transfer", "confirm"])
def test_missing_reason_is_told_on_the_page(name, work, sign_in):
    start, who, _, _ = ACTS[name]
    set_state(work, start)

    response = sign_in(getattr(work, who)).post(url_of(f"assignment-{name}", work.assignment), {})

    assert response.status_code == 422
    assert "Chưa lưu được, cần sửa các chỗ sau" in response.content.decode()
    assert work.fresh().state == start


@pytest.mark.parametrize("reason", ["x" * 100_000, "a\0b"])
def test_reason_that_cannot_be_kept_is_refused(reason, work, sign_in):
    response = sign_in(work.office).post(url_of("assignment-suspend", work.assignment), {"reason": reason})

    assert response.status_code == 422
    assert work.fresh().state == S.TAKEN_ON


def test_second_press_is_told_who_was_first(work, sign_in):
    set_state(work, S.GIVEN)
    client = sign_in(work.head)
    client.post(url_of("assignment-take-on", work.assignment))

    response = client.post(url_of("assignment-take-on", work.assignment))

    assert response.status_code == 409
    assert f"{work.head.user} (UBND huyện) đã làm việc “tiếp nhận”" in response.content.decode()
    assert len(work.moves()) == 1


# The page of one assignment ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 200),
        ("writer", 200),
        ("office", 200),
        ("committee", 200),
        ("stranger", 404),
        ("below_head", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_an_assignment(who, status, work, sign_in):
    assert sign_in(getattr(work, who)).get(url_of("assignment", work.assignment)).status_code == status


@pytest.mark.parametrize(
    ("who", "state", "names"),
    [
        ("head", S.GIVEN, ["take-on", "decline"]),
        ("head", S.TAKEN_ON, []),
        ("writer", S.GIVEN, []),
        ("office", S.GIVEN, ["confirm", "transfer", "suspend", "withdraw"]),
        ("office", S.DECLINED, ["keep", "transfer", "withdraw"]),
        ("office", S.SUSPENDED, ["transfer", "resume", "withdraw"]),
        ("committee", S.GIVEN, []),
    ],
)
def test_page_offers_what_may_be_done_now(who, state, names, work, sign_in):
    set_state(work, state)

    context = sign_in(getattr(work, who)).get(url_of("assignment", work.assignment)).context

    assert [act["name"] for act in [*context["plain_acts"], *context["form_acts"]]] == names


def test_page_says_which_clarities_are_missing(work, sign_in):
    context = sign_in(work.head).get(url_of("assignment", work.assignment)).context

    assert [label for label, _, missing in context["clarities"] if missing] == [
        "Người phụ trách",
        "Thẩm quyền",
        "Kết quả, sản phẩm",
    ]


def test_page_shows_where_work_went(work, sign_in):
    new = actions.transfer(work.fresh(), to_unit=work.other, by=work.office, **REASON)

    old_page = sign_in(work.office).get(url_of("assignment", work.assignment)).content.decode()
    new_page = sign_in(work.stranger).get(url_of("assignment", new)).content.decode()

    assert "Chuyển cho Ban Tổ chức" in old_page
    assert "Nhận từ UBND huyện: Không đúng chức năng." in new_page


def test_what_was_typed_is_shown_as_text(work, sign_in):
    actions.suspend(work.fresh(), by=work.office, reason="<script>alert(1)</script>")

    text = sign_in(work.head).get(url_of("assignment", work.assignment)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_assignment_query_count(sign_in):
    counts = []
    for number in (1, 3):
        work = Work()
        for _ in range(number):
            below = make_unit()
            make_assignment(work.task, below, parent=work.assignment)
            actions.suspend(work.fresh(), by=work.office, **REASON)
            actions.resume(work.fresh(), by=work.office)
        client = sign_in(work.office)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url_of("assignment", work.assignment))
        assert len(response.context["children"]) == number
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20


# Forms -------------------------------------------------------------------------------------------------------


def test_office_writes_all_clarities(work, sign_in):
    data = {"person_in_charge": "Lê Văn A", "authority": "Chủ tịch", "product": "Sách", "budget": "12,5"}
    client = sign_in(work.office)

    shown = client.get(url_of("assignment-edit", work.assignment))
    saved = client.post(url_of("assignment-edit", work.assignment), data | {"responsibility": "", "seen_version": 1})

    assert (shown.status_code, saved.status_code) == (200, 302)
    assert (work.fresh().person_in_charge, work.fresh().budget) == ("Lê Văn A", Decimal("12.5"))


def test_unit_names_the_person_and_nothing_else(work, sign_in):
    data = {"person_in_charge": "Lê Văn A", "authority": "Chủ tịch", "seen_version": 1}

    response = sign_in(work.writer).post(url_of("assignment-edit", work.assignment), data)

    assert response.status_code == 302
    assert (work.fresh().person_in_charge, work.fresh().authority) == ("Lê Văn A", "")


def test_stale_form_is_told_and_writes_nothing(work, sign_in):
    one = work.fresh()
    actions.change_assignment(one, {"person_in_charge": "Lê Văn A"}, version=one.version, by=work.head)

    response = sign_in(work.writer).post(
        url_of("assignment-edit", work.assignment), {"person_in_charge": "Trần Văn B", "seen_version": 1}
    )

    assert response.status_code == 409
    assert "trước lần lưu này" in response.content.decode()
    assert work.fresh().person_in_charge == "Lê Văn A"


def test_office_changes_the_deadline(work, sign_in):
    data = {"due_on": "31/12/2024", "cadence": "", "reason": "Chờ văn bản.", "version": 1}

    response = sign_in(work.office).post(url_of("assignment-deadline", work.assignment), data)

    assert response.status_code == 302
    assert (work.fresh().due_on, work.fresh().due_on_original) == (datetime.date(2024, 12, 31), DAY)


@pytest.mark.parametrize(
    "change", [{"due_on": "31/02/2024"}, {"cadence": "year"}, {"reason": ""}, {"version": ""}, {"cadence": "weekly"}]
)
def test_wrong_deadline_is_told(change, work, sign_in):
    data = {"due_on": "31/12/2024", "cadence": "", "reason": "Chờ văn bản.", "version": 1}

    response = sign_in(work.office).post(url_of("assignment-deadline", work.assignment), data | change)

    assert response.status_code == 422
    assert work.fresh().due_on == DAY


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        ("edit", "committee", 403),
        ("edit", "stranger", 404),
        ("deadline", "head", 403),
        ("deadline", "stranger", 404),
        ("sub-assign", "writer", 403),
        ("sub-assign", "committee", 403),
        ("sub-assign", "stranger", 404),
        ("sub-assign", "head", 200),
        ("sub-assign", "office", 200),
    ],
)
def test_who_opens_a_form(page, who, status, work, sign_in):
    assert sign_in(getattr(work, who)).get(url_of(f"assignment-{page}", work.assignment)).status_code == status


def test_head_passes_work_down(work, sign_in):
    data = {"units": [work.below.pk], "part": "lead", "due_on": "30/09/2024", "cadence": "", "product": "Kế hoạch"}
    set_state(work, S.TAKEN_ON, due_on=datetime.date(2099, 1, 1), due_on_original=DAY)

    response = sign_in(work.head).post(
        url_of("assignment-sub-assign", work.assignment), data | {"due_on": "31/12/2098"}
    )

    child = Assignment.objects.get(parent=work.assignment)
    assert response.status_code == 302
    assert (child.unit, child.product, child.due_on) == (work.below, "Kế hoạch", datetime.date(2098, 12, 31))


def test_nothing_said_of_time_passes_the_deadline_down(work, sign_in):
    day = datetime.date(2099, 1, 1)
    set_state(work, S.TAKEN_ON, due_on=day, due_on_original=day)

    sign_in(work.head).post(
        url_of("assignment-sub-assign", work.assignment), {"units": [work.below.pk], "part": "lead"}
    )

    assert Assignment.objects.get(parent=work.assignment).due_on == day


@pytest.mark.parametrize("units", [[], ["other"], ["9999999"]])
def test_work_is_passed_to_units_below_only(units, work, sign_in):
    chosen = [work.other.pk if one == "other" else one for one in units]
    data = {"units": chosen, "part": "lead", "cadence": "quarter"}

    response = sign_in(work.head).post(url_of("assignment-sub-assign", work.assignment), data)

    assert response.status_code == 422
    assert Assignment.objects.count() == 1
