"""The pages of a letter on paper: its form keeps what was typed, shows nothing of the unit's draft, and everybody sees
afterwards that it was paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress.actions import reports as acts
from progress.enums import ReportState
from progress.models import Submission
from tests.factories import make_indicator
from tests.factories.files import make_pdf
from tests.progress.report_world import ReportWorld, make_letter, register_letter

pytestmark = pytest.mark.django_db

DRAFT = "Câu trong bản nháp của đơn vị."
TYPED = "Đã phát 500 tờ tin tới các thôn."


@pytest.fixture
def world(media_root):
    world = ReportWorld()
    world.line.result, world.line.product = DRAFT, DRAFT
    world.line.save()
    world.report.difficulties = DRAFT
    world.report.save()
    world.indicator = make_indicator(world.line.assignment.task)
    return world


def address(world, name="report-register-paper", *args):
    return reverse(f"portal:{name}", args=[world.report.pk, *args])


def letter(world, **changes):
    line = f"dong-{world.line.pk}"
    data = {
        "number": "12-BC/ĐU",
        "issued_on": "14/12/2024",
        "received_on": "16/12/2024",
        "declared": "on",
        "proposals": "Đề nghị hỗ trợ tài liệu.",
        f"{line}-work_state": "in_progress",
        f"{line}-result": TYPED,
        f"{line}-chi-tieu-{world.indicator.pk}": "1.234,5",
        "scan": SimpleUploadedFile("ban-quet.pdf", make_pdf()),
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_form_shows_nothing_of_the_draft(world, sign_in):
    page = sign_in(world.judge).get(address(world))

    assert page.status_code == 200
    assert DRAFT not in page.text
    assert world.line.task_title in page.text


def test_letter_is_registered_and_told_to_the_next_person(world, sign_in):
    client = sign_in(world.judge)

    answer = client.post(address(world), letter(world), follow=True)

    submission = Submission.objects.get()
    assert answer.redirect_chain == [(world.report.get_absolute_url(), 302)]
    assert "Đã đăng ký bản giấy số 12-BC/ĐU" in answer.text
    assert "Đồng chí đã đăng ký bản giấy này nên không tự xác nhận" in answer.text
    assert reverse("portal:report-confirm", args=[world.report.pk]) not in answer.text
    assert (submission.lines.get().result, str(submission.lines.get().values.get().value)) == (TYPED, "1234.500")


def test_colleague_confirms(world, sign_in):
    register_letter(world)
    client, confirm = sign_in(world.office_head), reverse("portal:report-confirm", args=[world.report.pk])
    offered = confirm in client.get(world.report.get_absolute_url()).text

    own = sign_in(world.judge).post(confirm)
    other = client.post(confirm)

    assert (offered, own.status_code, other.status_code) == (True, 403, 302)
    assert world.fresh().state == ReportState.CONFIRMED


@pytest.mark.parametrize("place", ["report", "report-submission", "report-submission-print", "report-list", "unit"])
def test_unit_sees_that_it_was_paper(world, sign_in, place):
    register_letter(world)
    args = {"report-list": [], "unit": [world.unit.pk], "report": [world.report.pk]}.get(place, [world.report.pk, 1])

    page = sign_in(world.writer).get(reverse(f"portal:{place}", args=args))

    assert "bản giấy" in page.text.lower()


def test_colleague_sees_on_the_home_page_that_it_was_paper(world, sign_in):
    register_letter(world)

    assert "đã tiếp nhận, đăng ký bản giấy lúc" in sign_in(world.office_head).get("/").text


def test_timeline_names_the_letter(world, sign_in):
    register_letter(world)

    page = sign_in(world.writer).get(world.report.get_absolute_url())

    told = [(item.title, item.for_unit, item.text) for item in page.context["timeline"]]
    words = "Văn bản số 12-BC/ĐU ngày 14/12/2024, nhận ngày 16/12/2024."
    assert told == [("Đăng ký bản giấy, lần 1", str(world.office), words)]


def test_unit_asked_for_more_is_not_told_that_its_draft_is_what_was_sent(world, sign_in):
    register_letter(world)
    acts.ask_for_more(world.fresh(), by=world.judge, reason="Cần nêu rõ số buổi.")

    page = sign_in(world.writer).get(world.report.get_absolute_url())

    assert (page.context["unchanged"], page.context["missing"]) == ("", [])
    assert DRAFT in sign_in(world.writer).get(reverse("portal:report-write", args=[world.report.pk])).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", ""),
        ("number", "12-BC/ĐU MẬT"),
        ("issued_on", "31/02/2024"),
        ("issued_on", "14/12/1024"),
        ("issued_on", "14/12/2023"),
        ("received_on", ""),
        ("received_on", "01/01/2099"),
        ("received_on", "13/12/2024"),
        ("scan", None),
        ("declared", None),
        ("difficulties", "a" * 20_001),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(world, sign_in, name, value):
    answer = sign_in(world.judge).post(address(world), letter(world, **{name: value}))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert TYPED in answer.text
    assert "Đề nghị hỗ trợ tài liệu." in answer.text
    assert "1.234,5" in answer.text
    assert (Submission.objects.count(), world.fresh().state) == (0, ReportState.DRAFT)


@pytest.mark.parametrize(
    ("field", "value"), [("work_state", "maybe"), ("result", ""), ("result", "a" * 20_001), ("chi-tieu", "một")]
)
def test_what_is_wrong_in_a_line_is_named_there(world, sign_in, field, value):
    name = f"dong-{world.line.pk}-{field}" + (f"-{world.indicator.pk}" if field == "chi-tieu" else "")

    answer = sign_in(world.judge).post(address(world), letter(world, **{name: value}))

    assert answer.status_code == 422
    assert [(part.line, field_id) for part, field_id, _, _ in answer.context["parts"].errors] != []
    assert "12-BC/ĐU" in answer.text
    assert Submission.objects.count() == 0


def test_letter_that_says_nothing_asks_for_a_line_or_a_reason(world, sign_in):
    line = f"dong-{world.line.pk}"
    empty = {f"{line}-work_state": "not_started", f"{line}-result": "", f"{line}-chi-tieu-{world.indicator.pk}": ""}
    client = sign_in(world.judge)

    refused = client.post(address(world), letter(world, **empty))
    nil = client.post(address(world), letter(world, **empty, nil_reason="Không phát sinh."))

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["nil_reason"])
    assert (nil.status_code, Submission.objects.get().nil_reason) == (302, "Không phát sinh.")


def test_scan_that_is_not_what_its_name_says_is_refused_beside_its_field(world, sign_in):
    wrong = SimpleUploadedFile("ban-quet.pdf", b"MZ\x90\x00")

    answer = sign_in(world.judge).post(address(world), letter(world, scan=wrong))

    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["scan"])
    assert TYPED in answer.text


def test_report_sent_meanwhile_is_told_with_what_was_typed(world, sign_in):
    client = sign_in(world.judge)
    acts.submit_report(world.report, by=world.head)

    shown, answer = client.get(address(world)), client.post(address(world), letter(world))

    assert (shown.status_code, answer.status_code) == (409, 409)
    assert "nên không đăng ký bản giấy được nữa" in answer.text
    assert TYPED in answer.text


def test_double_click_registers_once(world, sign_in):
    client = sign_in(world.judge)

    answers = [client.post(address(world), letter(world)).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_does_not_grow(world, sign_in, django_assert_max_num_queries, more):
    for _ in range(more):
        make_indicator(world.add_line().assignment.task)
    client = sign_in(world.judge)
    client.get(address(world))

    with django_assert_max_num_queries(12):
        client.get(address(world))


def test_document_of_a_letter_says_from_which_paper_it_was_typed(world, sign_in):
    register_letter(world)

    answer = sign_in(world.writer).get(address(world, "report-submission-docx", 1))

    assert answer.status_code == 200


@pytest.mark.parametrize(("draft", "said"), [("Không có việc.", ""), ("", "Không phát sinh.")])
@pytest.mark.parametrize("place", ["report-list", "report-inbox"])
def test_lists_call_it_nil_by_what_the_letter_says(world, sign_in, place, draft, said):
    type(world.report).objects.update(nil_reason=draft)
    register_letter(world, letter=make_letter(nil_reason=said), lines=[] if said else None)
    client = sign_in(world.office_head)

    words = client.get(reverse(f"portal:{place}")).text.lower()
    listed = client.get(reverse("portal:report-list"), {"tinh_trang": "khong-phat-sinh"}).context["rows"]

    in_filter = words.count("đã gửi, không phát sinh")
    assert words.count("không phát sinh") - in_filter == bool(said)
    assert [row.report.pk for row in listed] == [world.report.pk] * bool(said)


def test_unit_finds_its_kept_draft_beside_the_letter_and_nobody_else_does(world, sign_in):
    register_letter(world)
    page, draft = world.report.get_absolute_url(), address(world, "report-draft-docx")

    own, others = sign_in(world.writer).get(page), sign_in(world.judge).get(page)

    words = "Bản đang soạn của đơn vị (chưa gửi)"
    assert [(draft in one.text, words in one.text) for one in (own, others)] == [(True, True), (False, False)]
    assert sign_in(world.writer).get(draft).status_code == 200
    assert sign_in(world.judge).get(draft).status_code == 403


def test_digital_report_keeps_no_draft_apart_from_what_was_sent(world, sign_in):
    acts.submit_report(world.report, by=world.head)

    assert sign_in(world.writer).get(world.report.get_absolute_url()).context["kept_draft"] is False


def test_report_page_is_in_time_by_the_day_the_letter_was_received(world, sign_in):
    late = acts.submit_report(world.report, by=world.head)
    Submission.objects.filter(pk=late.pk).update(submitted_on="2024-12-24")
    acts.ask_for_more(world.fresh(), by=world.office_head, reason="Cần bản có chữ ký.")
    letter = register_letter(world)

    page = sign_in(world.writer).get(world.report.get_absolute_url())

    assert page.context["first"] == letter
    assert "Đã gửi lần đầu đúng hạn" in page.text
