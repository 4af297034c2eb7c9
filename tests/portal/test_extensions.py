"""Pages of more time: asked where the deadline stands, decided where it waits, read by who follows the work."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight.actions.extensions import ask_for_extension, grant_extension
from oversight.enums import ExtensionState
from oversight.models import Extension
from tests.factories import make_assignment, make_post, make_task
from tests.oversight.extension_world import AFTER, BEFORE, DUE_ON, WISHED_ON, ExtensionWorld, on
from units.enums import Role

pytestmark = pytest.mark.django_db
REASON = "Chờ hướng dẫn của Tỉnh ủy."


@pytest.fixture
def world():
    return ExtensionWorld()


def ask(world, subject=None, at=BEFORE):
    with on(at):
        return ask_for_extension(subject or world.work, wished_on=WISHED_ON, reason=REASON, by=world.head)


def ask_page(subject, name="work"):
    return reverse(f"portal:extension-ask-{name}", args=[subject.pk])


def page(extension, name="extension"):
    return reverse(f"portal:{name}", args=[extension.pk])


def texts_of(export):
    """All that the workbook says."""
    sheet = load_workbook(io.BytesIO(b"".join(export.streaming_content))).active
    return [value for row in sheet.iter_rows(values_only=True) for value in row]


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["work", "report"])
def test_head_asks_where_the_deadline_stands(sign_in, world, name):
    client, subject = sign_in(world.head), getattr(world, name)
    with on(BEFORE):
        assert ask_page(subject, name) in text(client.get(subject.get_absolute_url()))

        response = client.post(ask_page(subject, name), {"wished_on": "31/12/2024", "reason": REASON}, follow=True)

    made = Extension.objects.get()
    assert response.redirect_chain == [(page(made), 302)]
    assert (made.subject, made.wished_on, made.reason) == (subject, WISHED_ON, REASON)
    assert ask_page(subject, name) not in text(client.get(subject.get_absolute_url()))


@pytest.mark.parametrize("name", ["work", "report"])
def test_home_page_says_that_a_request_waits_and_offers_no_second(sign_in, world, name):
    subject, home = getattr(world, name), reverse("portal:home")
    head, writer = sign_in(world.head), sign_in(world.writer)
    offered, silent = text(head.get(home)), text(writer.get(home))

    asked = ask(world, subject)

    waits = f'<a href="{page(asked)}">Đã đề nghị gia hạn, chờ quyết định'
    pages = [text(client.get(home)) for client in (head, writer)]
    assert [ask_page(subject, name) in one for one in (offered, silent, *pages)] == [True, False, False, False]
    assert [waits in one for one in (offered, silent, *pages)] == [False, False, True, True]
    assert head.get(page(asked)).status_code == writer.get(page(asked)).status_code == 200


def test_writer_sees_no_button_that_would_be_refused(sign_in, world):
    client = sign_in(world.writer)

    assert ask_page(world.work) not in text(client.get(world.work.get_absolute_url()))
    assert client.get(ask_page(world.work)).status_code == 403


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"wished_on": "12/12/2024", "reason": REASON}, "Hãy chọn ngày sau 12/12/2024."),
        ({"wished_on": "31/02/2025", "reason": REASON}, "Hãy ghi ngày/tháng/năm có thật, ví dụ 05/12/2024."),
        ({"wished_on": "", "reason": REASON}, "Hãy ghi ngày đơn vị làm xong được."),
        ({"wished_on": "01/01/9999", "reason": REASON}, "Năm không quá 2100."),
        ({"wished_on": "31/12/2024", "reason": " "}, "Hãy ghi rõ lý do đề nghị gia hạn."),
    ],
)
def test_bad_wish_is_told_at_its_field_and_nothing_typed_is_lost(sign_in, world, data, sentence):
    with on(BEFORE):
        response = sign_in(world.head).post(ask_page(world.work), data)

    assert response.status_code == 422
    assert sentence in text(response)
    assert data["reason"].strip() in text(response)
    assert not Extension.objects.exists()


def test_second_request_meets_the_one_that_waits(sign_in, world):
    waiting = ask(world)
    client = sign_in(world.head)
    with on(BEFORE):
        assert page(waiting) in text(client.get(ask_page(world.work)))

        response = client.post(ask_page(world.work), {"wished_on": "31/12/2024", "reason": REASON})

    assert response.status_code == 409
    assert Extension.objects.get() == waiting


def test_late_request_is_told_what_it_can_still_give(sign_in, world):
    with on(AFTER):
        response = sign_in(world.head).get(ask_page(world.work))

    assert "vẫn tính là quá hạn" in text(response)


def test_work_by_cadence_is_sent_to_its_report(sign_in, world):
    response = sign_in(world.head).get(ask_page(world.line.assignment))

    assert "không có thời hạn riêng" in text(response)


def test_head_of_the_office_decides_from_his_home_page(sign_in, world):
    extension = ask(world)
    client = sign_in(world.chief)
    with on(BEFORE):
        assert page(extension) in text(client.get(reverse("portal:home")))

        response = client.post(page(extension, "extension-grant"), {"granted_on": "31/12/2024", "decision": "Đồng ý."})

        home = text(client.get(reverse("portal:home")))
        work = text(client.get(world.work.get_absolute_url()))

    world.work.refresh_from_db()
    extension.refresh_from_db()
    assert response.status_code == 302
    assert (extension.state, world.work.due_on) == (ExtensionState.GRANTED, WISHED_ON)
    assert page(extension) not in home
    assert "được gia hạn tới 31/12/2024" in work


def test_day_that_is_not_later_is_told_at_its_field(sign_in, world):
    extension = ask(world)

    data = {"granted_on": "12/12/2024", "decision": "Đồng ý cho thêm."}
    response = sign_in(world.chief).post(page(extension, "extension-grant"), data)

    assert response.status_code == 422
    assert f"Hãy chọn ngày sau {DUE_ON:%d/%m/%Y}." in text(response)
    assert "Đồng ý cho thêm." in text(response)


def test_refusal_needs_a_reason(sign_in, world):
    extension = ask(world)
    client = sign_in(world.chief)

    response = client.post(page(extension, "extension-refuse"), {"decision": ""})
    assert (response.status_code, "Hãy ghi rõ lý do không gia hạn" in text(response)) == (422, True)

    assert client.post(page(extension, "extension-refuse"), {"decision": "Việc gấp."}).status_code == 302
    extension.refresh_from_db()
    assert (extension.state, extension.decision) == (ExtensionState.REFUSED, "Việc gấp.")


def test_who_comes_second_is_told_who_was_first(sign_in, world):
    extension = ask(world)
    grant_extension(Extension.objects.for_page().get(), granted_on=WISHED_ON, by=world.chief)

    response = sign_in(world.head).post(page(extension, "extension-withdraw"))

    assert response.status_code == 409
    assert str(world.chief.user) in text(response)


def test_list_is_narrowed_and_taken_away_as_seen(sign_in, world):
    granted, waiting = ask(world), ask(world, world.report)
    grant_extension(Extension.objects.for_page().get(pk=granted.pk), granted_on=WISHED_ON, by=world.chief)
    client, address = sign_in(world.chief), reverse("portal:extension-list")

    everything = text(client.get(address))
    narrowed = text(client.get(address, {"cho_toi": "on"}))

    assert (page(granted) in everything, page(waiting) in everything) == (True, True)
    assert (page(granted) in narrowed, page(waiting) in narrowed) == (False, True)
    export = client.get(reverse("portal:extension-list-export"), {"cho_toi": "on"})
    texts = texts_of(export)
    assert texts.count(f"Báo cáo {world.report.period} của {world.unit}") == 1
    assert str(world.work.task) not in texts


def test_unknown_filter_is_told_at_its_field(sign_in, world):
    response = sign_in(world.chief).get(reverse("portal:extension-list"), {"tinh_trang": "la"})

    assert response.status_code == 422


@pytest.mark.parametrize(("name", "most"), [("extension-list", 15), ("extension", 15), ("home", 17)])
def test_pages_cost_the_same_for_one_request_and_three(sign_in, world, django_assert_max_num_queries, name, most):
    extension = ask(world)
    address = reverse(f"portal:{name}", args=[extension.pk] if name == "extension" else [])
    costs = []
    for more in [0, 2]:
        for _ in range(more):
            ask(world, make_assignment(make_task(group=world.group), world.unit, due_on=DUE_ON))
        client = sign_in(world.chief)
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_head_of_the_unit_above_decides_about_what_it_passed_down(sign_in, world):
    giver = make_assignment(make_task(group=world.group))
    world.work.parent = giver
    world.work.save()
    extension = ask(world)
    chief = make_post(giver.unit, Role.HEAD)

    assert sign_in(chief).get(page(extension)).status_code == 404
    granted_on = (WISHED_ON + datetime.timedelta(days=2)).strftime("%d/%m/%Y")
    response = sign_in(world.chief).post(page(extension, "extension-grant"), {"granted_on": granted_on})
    assert response.status_code == 302
