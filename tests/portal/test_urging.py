"""The urging ledger on its pages: overdue rows are ticked, urged about, acknowledged, answered and accounted for."""

import datetime
import io
import uuid
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight.actions.urging import answer
from oversight.enums import UrgingChannel
from oversight.models import Urging
from oversight.wording import usual_wording
from progress.actions import reports
from tests.factories import make_unit, take_part
from tests.oversight.urging_world import TEXT, UrgingWorld, make_urging

pytestmark = pytest.mark.django_db
SEND, LEDGER = "/don-doc/gui/", "/don-doc/"


@pytest.fixture
def world():
    return UrgingWorld()


def form_for(*values, **changes):
    said = {"level": "1", "channel": "portal", "answer_days": "5", "text": TEXT, "token": str(uuid.uuid4())}
    return {"chon": list(values), "tiep": "gui"} | said | changes


def ticks(response):
    return [line.tick.value for line in response.context["listing"].lines if line.tick]


# Ticking ---------------------------------------------------------------------------------------------------


def test_overdue_reports_can_be_ticked_by_whoever_may_urge(world, sign_in):
    reports.submit_report(world.report, by=world.head)

    office, head = (sign_in(post).get("/bao-cao/") for post in (world.judge, world.head))

    assert ticks(office) == [f"r-{world.other_report.pk}"]
    assert ticks(head) == []
    assert b"viec-duoc-chon" in office.content
    assert b"viec-duoc-chon" not in head.content


def test_overdue_duties_can_be_ticked(world, sign_in):
    client = sign_in(world.judge)

    duties = client.get("/tong-quan/viec/?o=open_overdue")
    missing = client.get("/tong-quan/bao-cao/?o=missing")

    # The quarterly work is late with its report.
    assert sorted(ticks(duties)) == sorted([f"a-{world.work.pk}", f"r-{world.report.pk}"])
    assert sorted(ticks(missing)) == sorted([f"r-{world.report.pk}", f"r-{world.other_report.pk}"])


def test_duties_that_are_done_are_not_ticked(world, sign_in):
    response = sign_in(world.judge).get("/tong-quan/viec/?o=dated")

    assert ticks(response) == ticks(sign_in(world.judge).get("/tong-quan/viec/?o=open_overdue"))


def test_late_units_are_offered(world, sign_in):
    response = sign_in(world.judge).get(SEND)

    offered = [(late.unit, len(late.subjects), proposal.level) for late, _, proposal in response.context["rows"]]
    assert offered == [(world.unit, 2, 1), (world.other, 1, 1)]


@pytest.mark.parametrize("units", [1, 3])
def test_late_units_query_count(world, sign_in, units, django_assert_max_num_queries):
    for _ in range(units):
        world.add_work(make_unit())
    client = sign_in(world.judge)

    with django_assert_max_num_queries(11):
        response = client.get(SEND)

    assert len(response.context["rows"]) == 2 + units


# The form --------------------------------------------------------------------------------------------------


def test_form_shows_who_is_urged_about_what_and_the_wording(world, sign_in):
    response = sign_in(world.judge).get(SEND, {"chon": [f"r-{world.other_report.pk}", f"a-{world.work.pk}"]})

    chosen = response.context["chosen"]
    assert [(one.unit, one.values) for one in chosen.units] == [
        (world.unit, [f"a-{world.work.pk}"]),
        (world.other, [f"r-{world.other_report.pk}"]),
    ]
    assert response.context["form"]["text"].value() == usual_wording(1, "portal").text
    assert response.context["form"]["level"].value() == 1


def test_whole_units_are_chosen_with_all_their_overdue_work(world, sign_in):
    response = sign_in(world.judge).get(SEND, {"don_vi": [world.unit.pk]})

    (unit,) = response.context["chosen"].units
    assert unit.values == [f"a-{world.work.pk}", f"r-{world.report.pk}"]


def test_what_was_done_meanwhile_is_told_before_sending(world, sign_in):
    reports.submit_report(world.report, by=world.head)

    response = sign_in(world.judge).get(SEND, {"chon": [f"r-{world.report.pk}", f"a-{world.work.pk}"]})

    (unit,) = response.context["chosen"].units
    assert [line.obstacle for line in unit.lines] == ["", "báo cáo đã được gửi."]
    assert "Không đôn đốc: báo cáo đã được gửi." in response.content.decode()


def test_units_of_different_levels_are_offered_apart(world, sign_in):
    world.urge(world.report)

    response = sign_in(world.judge).get(SEND, {"don_vi": [world.unit.pk, world.other.pk]})

    apart = [(level, [one.unit for one in units]) for level, units, _ in response.context["levels"]]
    assert apart == [(1, [world.other]), (2, [world.unit])]
    assert response.context["form"]["level"].value() == 1
    assert unquote(response.context["levels"][0][2]) == f"{SEND}?chon=r-{world.other_report.pk}"


def test_sending_urges_and_tells_of_each_unit(world, sign_in):
    reports.submit_report(world.report, by=world.head)
    values = [f"r-{world.report.pk}", f"a-{world.work.pk}", f"r-{world.other_report.pk}"]

    response = sign_in(world.judge).post(SEND, form_for(*values, channel="letter"))

    assert [outcome.unit for outcome in response.context["outcomes"]] == [world.unit, world.other]
    page = response.content.decode()
    assert "Đã đôn đốc 2 đơn vị." in page
    assert "Báo cáo Quý IV/2024: báo cáo đã được gửi." in page
    urgings = Urging.objects.order_by("pk")
    assert list(urgings.values_list("unit", "channel", "text")) == [
        (world.unit.pk, "letter", TEXT),
        (world.other.pk, "letter", TEXT),
    ]
    assert all(reverse("portal:urging-letter", args=[urging.pk]) in page for urging in urgings)


def test_double_click_urges_once(world, sign_in):
    client, form = sign_in(world.judge), form_for(f"r-{world.report.pk}")

    answers = [client.post(SEND, form).status_code for _ in range(2)]

    assert (answers, Urging.objects.count()) == ([200, 200], 1)


def test_bad_form_keeps_what_was_typed(world, sign_in):
    response = sign_in(world.judge).post(SEND, form_for(f"r-{world.report.pk}", answer_days="0", text="Lời riêng."))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["answer_days"]
    assert response.context["form"]["text"].value() == "Lời riêng."
    assert not Urging.objects.exists()


def test_wording_of_what_was_chosen_is_fetched_without_sending(world, sign_in):
    form = form_for(f"r-{world.report.pk}", level="2", channel="telephone", tiep="mau")

    response = sign_in(world.judge).post(SEND, form)

    wanted = usual_wording(2, "telephone")
    shown = response.context["form"]
    assert (shown["text"].value(), shown["answer_days"].value()) == (wanted.text, "3")
    assert (response.status_code, dict(shown.errors), Urging.objects.count()) == (200, {}, 0)


def test_wording_of_another_level_is_never_sent(world, sign_in):
    form = form_for(f"r-{world.report.pk}", level="3", text=usual_wording(1, "portal").text)

    response = sign_in(world.judge).post(SEND, form)

    assert (response.status_code, Urging.objects.count()) == (422, 0)
    assert response.context["form"]["text"].value() == usual_wording(3, "portal").text


@pytest.mark.parametrize("query", ["chon=x-1", "chon=r-", "don_vi=abc", "chon=r-1%00", "don_vi=-1"])
def test_choice_that_cannot_be_read_is_told(world, sign_in, query):
    response = sign_in(world.judge).get(f"{SEND}?{query}")

    assert response.status_code == 422
    assert "Có lựa chọn không đọc được." in response.content.decode()


def test_nothing_chosen_is_told(world, sign_in):
    response = sign_in(world.judge).post(SEND, form_for())

    assert response.status_code == 422
    assert "Chưa chọn đơn vị nào." in response.content.decode()


def test_unseen_work_is_not_found_and_unowned_is_refused(world, sign_in):
    below = make_unit("Xã Đăk Ơ")
    take_part(world.plan, below, reports_to=world.unit)
    work = world.add_work(below)
    client = sign_in(world.head)

    answers = [
        client.get(SEND, {"chon": [value]}).status_code
        for value in (f"a-{work.pk}", f"a-{world.work.pk}", f"r-{world.other_report.pk}")
    ]

    assert answers == [200, 403, 404]


@pytest.mark.parametrize("units", [1, 3])
def test_form_query_count(world, sign_in, units, django_assert_max_num_queries):
    work = [world.add_work(make_unit()) for _ in range(units)]
    client = sign_in(world.judge)

    with django_assert_max_num_queries(12):
        response = client.get(SEND, {"chon": [f"a-{one.pk}" for one in work]})

    assert len(response.context["chosen"].units) == units


# The ledger ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?muc=2", 1),
        ("?hinh_thuc=letter", 1),
        ("?tinh_trang=cho-tiep-nhan", 1),
        ("?tinh_trang=da-tra-loi", 1),
        ("?tinh_trang=chua-xong", 2),
        ("?tinh_trang=da-xong", 0),
        ("?tinh_trang=qua-han", 0),
        ("?tu=01/01/2025", 2),
        ("?den=01/01/2025", 0),
    ],
)
def test_ledger_is_narrowed_by_its_address(world, sign_in, query, found):
    make_urging(world, world.other_report, level=2, channel=UrgingChannel.LETTER)
    answer(make_urging(world), text="Sẽ xong.", by=world.head)

    response = sign_in(world.judge).get(LEDGER + query)

    assert (response.status_code, len(response.context["rows"])) == (200, found)


def test_wrong_filter_is_told_at_its_field(world, sign_in):
    response = sign_in(world.judge).get(f"{LEDGER}?muc=9&tu=31/02/2024")

    assert (response.status_code, set(response.context["form"].errors)) == (422, {"muc", "tu"})


def test_unit_sees_its_own_rows_alone(world, sign_in):
    own, _ = make_urging(world), make_urging(world, world.other_report)

    response = sign_in(world.writer).get(LEDGER)

    assert [row.urging for row in response.context["rows"]] == [own]


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_query_count(world, sign_in, rows, django_assert_max_num_queries):
    for _ in range(rows):
        make_urging(world, world.add_work(make_unit()))
    client = sign_in(world.judge)

    with django_assert_max_num_queries(12):
        response = client.get(LEDGER)

    assert len(response.context["rows"]) == rows


def test_workbook_accounts_for_who_when_what_and_what_became_of_it(world, sign_in):
    urging = make_urging(world, level=2)
    answer(urging, text="Sẽ xong.", by=world.head)
    reports.submit_report(world.report, by=world.head)

    response = sign_in(world.judge).get(f"{LEDGER}tai-ve/")

    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    head, row = book.active.iter_rows(values_only=True)
    kept = dict(zip(head, row, strict=True))
    assert (kept["Đơn vị"], kept["Mức"], kept["Hình thức"]) == ("Phòng Văn hóa", "Mức 2", "trên cổng")
    assert (kept["Người trả lời"], kept["Nội dung trả lời"]) == (str(world.head.user), "Sẽ xong.")
    assert kept["Về việc"].split("\n")[1].startswith("Báo cáo Quý IV/2024 (quá hạn ")
    work, report = kept["Kết quả đến nay"].split("\n")
    assert work.startswith("Chưa xong, quá hạn ")
    assert report.startswith("Đã gửi ngày ")


# One urging ------------------------------------------------------------------------------------------------


def test_unit_acknowledges_and_answers(world, sign_in):
    urging, client = make_urging(world), sign_in(world.writer)
    path = reverse("portal:urging", args=[urging.pk])

    opened = client.get(path)
    received = client.post(f"{path}tiep-nhan/", follow=True)
    answered = client.post(f"{path}tra-loi/", {"text": "Xong ngày 28."}, follow=True)

    for response, buttons in [(opened, ["Tiếp nhận", "Gửi trả lời"]), (received, ["Gửi trả lời"])]:
        main = response.content.decode().partition("<dialog")[0]
        assert [one for one in ["Tiếp nhận", "Gửi trả lời"] if f"</i>{one}" in main] == buttons
        assert main.count("btn-primary") == 1
    assert "Đã tiếp nhận. Hạn trả lời" in received.content.decode()
    page = answered.content.decode()
    assert "Đã trả lời Ban Tuyên giáo." in page
    assert [step.title for step in answered.context["steps"]] == ["Trả lời", "Tiếp nhận", "Đôn đốc mức 1, trên cổng"]
    assert answered.context["answer_form"] is None


def test_second_answer_is_told_and_keeps_what_was_typed(world, sign_in):
    urging = make_urging(world)
    answer(urging, text="Xong ngày 28.", by=world.head)

    response = sign_in(world.writer).post(f"{urging.get_absolute_url()}tra-loi/", {"text": "Câu gõ dở."})

    assert response.status_code == 409
    assert "đã trả lời lúc" in response.content.decode()
    assert response.context["answer_form"]["text"].value() == "Câu gõ dở."


def test_empty_answer_is_told_at_its_field(world, sign_in):
    response = sign_in(world.head).post(f"{make_urging(world).get_absolute_url()}tra-loi/", {"text": " "})

    assert (response.status_code, list(response.context["answer_form"].errors)) == (422, ["text"])


@pytest.mark.parametrize("subjects", [1, 3])
def test_page_query_count(world, sign_in, subjects, django_assert_max_num_queries):
    urging = make_urging(world, *[world.add_work() for _ in range(subjects)])
    client = sign_in(world.writer)

    with django_assert_max_num_queries(11):
        response = client.get(urging.get_absolute_url())

    assert len(response.context["subjects"]) == subjects


def test_number_of_the_letter_is_noted(world, sign_in):
    urging, client = make_urging(world, channel=UrgingChannel.LETTER), sign_in(world.judge)
    path = f"{urging.get_absolute_url()}so-cong-van/"

    wrong = client.post(path, {"number": "", "letter_on": "31/12/2999"})
    client.post(path, {"number": "15-CV/BTGHU", "letter_on": "02/01/2025"})

    assert (wrong.status_code, set(wrong.context["letter_form"].errors)) == (422, {"number", "letter_on"})
    urging.refresh_from_db()
    assert (urging.letter_number, urging.letter_on) == ("15-CV/BTGHU", datetime.date(2025, 1, 2))


# The wording -----------------------------------------------------------------------------------------------


def test_office_changes_the_usual_wording(world, sign_in):
    client = sign_in(world.judge)
    path = reverse("portal:urging-wording", args=[world.plan.pk, 1, "portal"])
    data = {"text": "Lời của Ban.", "answer_days": "4", "version": "0"}

    first, second = client.post(path, data), client.post(path, data | {"text": "Lời khác."})

    assert (first.status_code, second.status_code) == (302, 409)
    form = client.get(SEND, {"chon": [f"r-{world.report.pk}"]}).context["form"]
    assert (form["text"].value(), form["answer_days"].value()) == ("Lời của Ban.", 4)


@pytest.mark.parametrize("place", [(9, "portal"), (1, "chim")])
def test_wording_of_no_level_or_channel_is_not_found(world, sign_in, place):
    path = reverse("portal:urging-wording", args=[world.plan.pk, *place])

    assert sign_in(world.judge).get(path).status_code == 404
