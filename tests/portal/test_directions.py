"""Pages of directions: given where the committee reads, answered from the home page of who owes, kept in a list."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight.actions import directions as acts
from oversight.deadlines import deadlines
from oversight.enums import DirectionState, DutyKind
from oversight.forms.directions import DUTY
from oversight.models import Direction
from tests.oversight.direction_world import DUE_ON, GIVEN_AT, TEXT, DirectionWorld, on

pytestmark = pytest.mark.django_db
DAY_AFTER = "2024-12-17 09:00+07:00"


@pytest.fixture
def world():
    with on(GIVEN_AT):
        yield DirectionWorld()


def url(direction, name="direction"):
    return reverse(f"portal:{name}", args=[direction.pk])


def give_url(kind, thing):
    return reverse(f"portal:direction-give-{kind}", args=[thing.pk])


def text(response):
    return response.content.decode()


def desk(client):
    found = vars(client.get(reverse("portal:home")).context["desk"])
    return {name: [row.pk for row in rows if row.page == "portal:direction"] for name, rows in found.items()}


def test_committee_gives_one_from_the_page_of_each_thing(sign_in, world):
    client, office = sign_in(world.member), sign_in(world.judge)
    for kind, thing in world.things():
        where = world.plan if kind == "group" else thing
        assert give_url(kind, thing) in text(client.get(where.get_absolute_url()))
        assert give_url(kind, thing) not in text(office.get(where.get_absolute_url()))
        form = client.get(give_url(kind, thing)).context["form"]
        assert form["to_unit"].value() == world.office.pk
        data = {"kind": DUTY, "to_unit": world.office.pk, "due_on": "16/12/2024", "token": form["token"].value()}
        assert client.post(give_url(kind, thing), data).status_code == 422

        response = client.post(give_url(kind, thing), data | {"text": f"{TEXT} {kind}"})

        made = Direction.objects.get(text=f"{TEXT} {kind}")
        assert (response.status_code, response["Location"], made.thing) == (302, url(made), thing)
        # Sent twice, it leads to the same one; and the page of the thing lists it for who may see it.
        assert client.post(give_url(kind, thing), data | {"text": "Bấm lại."})["Location"] == url(made)
        assert url(made) in text(office.get(where.get_absolute_url()))
        assert url(made) not in text(sign_in(world.writer).get(where.get_absolute_url()))


def test_from_the_office_to_the_unit_and_back_to_the_committee(sign_in, world):
    direction = world.give()
    office, writer, member = sign_in(world.judge), sign_in(world.writer), sign_in(world.member)
    assert desk(office)["directed"] == [direction.pk]
    assert office.post(url(direction, "direction-acknowledge"))["Location"] == url(direction)

    passing = {"to_unit": world.unit.pk, "reason": "Việc của phòng.", "due_on": "16/12/2024"}
    assert office.post(url(direction, "direction-pass-on"), passing)["Location"] == url(direction)
    assert (desk(office)["directed"], desk(writer)["directed"]) == ([], [direction.pk])
    assert "Việc của phòng." in text(writer.get(url(direction)))
    refused = office.post(url(direction, "direction-answer"), {"asked_round": 1, "text": "Xin thưa."})
    assert (refused.status_code, "chuyển đơn vị trả lời lúc 09:00" in text(refused)) == (409, True)

    done = {"asked_round": 1, "text": "Đã xong."}
    assert writer.post(url(direction, "direction-answer"), done)["Location"] == url(direction)
    assert (desk(writer)["directed"], desk(member)["to_decide"]) == ([], [direction.pk])
    again = {"answer_round": 1, "reason": "Nêu ngày xong.", "due_on": "20/12/2024"}
    assert member.post(url(direction, "direction-ask-again"), again)["Location"] == url(direction)
    # A page left open since the first question answers nothing that was not read; what was typed is not lost.
    stale = writer.post(
        url(direction, "direction-answer"), {"asked_round": 1, "text": "Lời gõ từ trang đã cũ, chưa gửi được."}
    )
    assert (stale.status_code, "hỏi lại lúc 09:00" in text(stale)) == (409, True)
    assert "Lời gõ từ trang đã cũ, chưa gửi được." in text(stale)
    assert not direction.events.filter(text="Lời gõ từ trang đã cũ, chưa gửi được.").exists()
    asked = {"asked_round": writer.get(url(direction)).context["answer_form"]["asked_round"].value()}
    assert writer.post(url(direction, "direction-answer"), asked | {"text": "Ngày 12."})["Location"] == url(direction)
    stale = member.post(url(direction, "direction-close"), {"answer_round": 1})
    assert (stale.status_code, desk(member)["to_decide"]) == (409, [direction.pk])
    assert member.post(url(direction, "direction-close"), {"answer_round": 2})["Location"] == url(direction)

    direction.refresh_from_db()
    assert (direction.state, desk(member)["to_decide"]) == (DirectionState.CLOSED, [])


@pytest.mark.parametrize(
    ("post", "name", "data"),
    [
        ("judge", "direction-pass-on", {"to_unit": "không", "reason": "Đã gõ.", "due_on": "16/12/2024"}),
        ("writer", "direction-answer", {"asked_round": 1, "text": " "}),
        ("writer", "direction-answer", {"asked_round": "", "text": "Đã gõ."}),
        ("member", "direction-withdraw", {"reason": ""}),
        ("member", "direction-close", {"answer_round": "", "remark": "Đã gõ."}),
        ("member", "direction-ask-again", {"answer_round": 1, "reason": "Đã gõ.", "due_on": "01/01/2020"}),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(sign_in, world, post, name, data):
    direction = world.passed_on()
    if name in {"direction-close", "direction-ask-again"}:
        acts.answer(direction, asked_round=1, text="Đã xong.", by=world.writer)
    before = direction.events.count()

    response = sign_in(getattr(world, post)).post(url(direction, name), data)

    assert response.status_code == 422
    assert response.context["bound"].errors
    assert ("Đã gõ." in text(response)) == ("Đã gõ." in data.values())
    assert direction.events.count() == before


def test_overdue_is_said_on_the_home_page_and_page_and_reminded(sign_in, world):
    direction = world.passed_on()
    with on(DAY_AFTER):
        client = sign_in(world.writer)
        assert "Quá hạn 1 ngày" in text(client.get(reverse("portal:home")))
        assert "chưa trả lời, quá hạn 1 ngày" in text(client.get(url(direction)))
        assert "chưa trả lời, quá hạn 1 ngày" in text(client.get(reverse("portal:direction-list")))

    due = [one for one in deadlines(DUE_ON, units=[world.unit.pk]) if one.kind == DutyKind.DIRECTION]
    assert [(one.object_id, one.due_on) for one in due] == [(direction.pk, DUE_ON)]
    acts.answer(direction, asked_round=1, text="Đã xong.", by=world.writer)
    assert [one for one in deadlines(DUE_ON) if one.kind == DutyKind.DIRECTION] == []


def test_passed_on_after_the_day_the_unit_gets_a_new_one_and_the_lateness_stays_told(sign_in, world):
    direction = world.give()
    with on(DAY_AFTER):
        office, passing = sign_in(world.judge), {"to_unit": world.unit.pk, "reason": "Việc của phòng."}
        assert office.get(url(direction)).context["pass_form"]["due_on"].value() is None
        for day in ("", "16/12/2024"):
            refused = office.post(url(direction, "direction-pass-on"), passing | {"due_on": day})
            assert (refused.status_code, list(refused.context["bound"].errors)) == (422, ["due_on"])
        office.post(url(direction, "direction-pass-on"), passing | {"due_on": "20/12/2024"})

        page = text(sign_in(world.writer).get(url(direction)))
        assert "quá hạn" not in page.partition("Diễn biến")[0]
        assert "Chuyển Phòng Văn hóa trả lời khi đã quá hạn 1 ngày, trả lời trước hết ngày 20/12/2024" in page
        assert "trả lời trước hết ngày 16/12/2024" in page


def test_report_of_another_unit_is_named_but_not_linked(sign_in, world):
    direction = world.passed_on(to_unit=world.stranger)

    assert world.report.get_absolute_url() not in text(sign_in(world.stranger_head).get(url(direction)))
    assert world.report.get_absolute_url() in text(sign_in(world.judge).get(url(direction)))
    assert sign_in(world.below_head).get(url(direction)).status_code == 404


def test_answer_of_the_later_holder_is_not_shown_to_who_held_it_before(sign_in, world):
    direction = world.passed_on(to_unit=world.stranger)
    acts.pass_on(direction, to_unit=world.unit, reason="Chuyển nhầm.", due_on=direction.due_on, by=world.judge)
    acts.answer(direction, asked_round=1, text="Lời của phòng.", by=world.writer)

    def shown_to(post):
        client = sign_in(post)
        export = client.get(reverse("portal:direction-list-export"))
        sheet = load_workbook(io.BytesIO(b"".join(export.streaming_content))).active
        rows = [[value for value in row if value] for row in sheet.iter_rows(values_only=True)]
        page = client.get(url(direction))
        return (
            "Lời của phòng." in text(page),
            any("Lời của phòng." in row for row in rows),
            "Chuyển nhầm." in text(page),
        )

    assert [shown_to(post) for post in (world.writer, world.stranger_head)] == [
        (True, True, True),
        (False, False, True),
    ]


def test_list_is_narrowed_and_taken_away_as_seen(sign_in, world):
    answered = world.answered()
    with on("2024-12-11 09:00+07:00"):
        comment = world.give("plan", world.plan, due_on=None, text="Chúc mừng.")
    client, path = sign_in(world.member), reverse("portal:direction-list")

    def rows(**query):
        return [row.pk for row in client.get(path, query).context["rows"]]

    assert rows() == [comment.pk, answered.pk]
    assert rows(sap="ngay") == [answered.pk, comment.pk]
    assert rows(tinh_trang="da-tra-loi") == rows(ve="report") == rows(don_vi=world.unit.pk) == [answered.pk]
    assert rows(tinh_trang="de-biet") == rows(tu="11/12/2024") == [comment.pk]
    assert rows(tinh_trang="qua-han") == rows(den="09/12/2024") == []
    assert client.get(path, {"ve": "gi"}).status_code == 422
    export = client.get(reverse("portal:direction-list-export"), {"ve": "report"})
    sheet = load_workbook(io.BytesIO(b"".join(export.streaming_content))).active
    values = [value for row in sheet.iter_rows(values_only=True) for value in row]
    assert {TEXT, "Đã làm xong."} <= set(values)
    assert "Chúc mừng." not in values


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "most"), [("direction-list", 8), ("direction", 8), ("home", 10)])
def test_pages_cost_the_same_for_one_direction_and_three(sign_in, world, django_assert_num_queries, name, most, rows):
    for _ in range(rows):
        direction = world.answered()
        acts.ask_again(direction, answer_round=1, reason="Thêm.", due_on=datetime.date(2024, 12, 20), by=world.member)
        acts.acknowledge(direction, by=world.writer)
    client = sign_in(world.writer)
    path = url(direction) if name == "direction" else reverse(f"portal:{name}")
    client.get(path)

    with django_assert_num_queries(most):
        assert client.get(path).status_code == 200
