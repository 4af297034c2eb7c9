"""The report as a .docx: the unit's draft to be signed, and what was sent, each for those who may read it."""

import io
import re
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse

from progress.actions.reports import ask_for_more, receive_report, submit_report, withdraw_report
from progress.enums import WorkState
from progress.models import ReportLine, ReportValue
from tests.common.office import look_of, paragraphs, part, print_pages
from tests.factories import make_indicator
from tests.progress.report_world import ReportWorld, cite_document

pytestmark = pytest.mark.django_db

DRAFT = "Câu còn trong bản nháp."


@pytest.fixture
def world():
    world = ReportWorld()
    world.unit.issuing_name, world.unit.document_symbol = "Ban Văn hóa", "BVH"
    world.unit.place_name = "Bù Gia Mập"
    world.unit.save()
    world.finished = world.add_finished_line(product="Kế hoạch 12.", cited=False)
    world.evidence = cite_document(world.finished)
    indicator = make_indicator(world.finished.assignment.task, name="Số kế hoạch", unit_of_measure="kế hoạch")
    ReportValue.objects.create(line=world.finished, indicator=indicator, value="1234.5")
    world.report.proposals = "Đề nghị tập huấn."
    world.report.save()
    return world


def draft_of(client, report):
    return client.get(reverse("portal:report-draft-docx", args=[report.pk]))


def sent_of(client, report, number):
    return client.get(reverse("portal:report-submission-docx", args=[report.pk, number]))


def said(response):
    return paragraphs(part(response.content))


def test_draft_says_what_the_unit_wrote(world, sign_in):
    response = draft_of(sign_in(world.writer), world.fresh())

    text = said(response)
    assert response.status_code == 200
    assert text[:4] == ["BAN VĂN HÓA", "*", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số     -BC/BVH"]
    order = ["I- KẾT QUẢ", "II- KHÓ KHĂN, VƯỚNG MẮC", "III- NHIỆM VỤ KỲ TỚI", "IV- KIẾN NGHỊ, ĐỀ XUẤT"]
    assert [line for line in text if re.match("[IV]+- ", line)] == order
    assert f"1- Nhóm 1: {world.group.title}" in text
    assert f"{world.line.task_code}. {world.line.task_title}. Đã tổ chức 3 buổi nói chuyện." in text
    assert "(chủ trì; đã làm xong ngày 01/12/2024; minh chứng [1].)" in text
    assert {"Số kế hoạch", "1.234,5", "[1]", str(world.evidence), "Đề nghị tập huấn."} <= set(text)
    assert "PHỤ LỤC" in text
    assert "Mã băm" in text


def test_state_body_gets_the_state_form(sign_in):
    world = ReportWorld(kind="commune")

    body = part(draft_of(sign_in(world.head), world.fresh()).content)

    assert look_of(body, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == (13, {"b"})
    assert "TM. ỦY BAN NHÂN DÂN" in paragraphs(body)


def test_file_has_a_vietnamese_name(world, sign_in):
    response = draft_of(sign_in(world.writer), world.fresh())

    name = unquote(re.search("filename\\*=utf-8''(.+)", response["Content-Disposition"]).group(1))
    assert name == "Báo cáo Quý IV-2024 - Phòng Văn hóa (bản nháp).docx"
    assert response["Cache-Control"] == "private, no-store"


def test_submission_is_as_it_was_sent(world, sign_in):
    submit_report(world.report, by=world.head)
    receive_report(world.report, by=world.judge)
    ask_for_more(world.report, by=world.judge, reason="Cần nêu rõ số buổi.")
    ReportLine.objects.filter(pk=world.line.pk).update(result=DRAFT)

    text = " ".join(said(sent_of(sign_in(world.judge), world.fresh(), 1)))

    assert "Đã tổ chức 3 buổi nói chuyện." in text
    assert world.head.user.full_name in text
    assert DRAFT not in text
    assert DRAFT in " ".join(said(draft_of(sign_in(world.writer), world.fresh())))


def test_what_was_taken_back_is_handed_out_to_the_unit_alone(world, sign_in):
    submit_report(world.report, by=world.head)
    withdraw_report(world.report, by=world.head)

    answers = [sent_of(sign_in(post), world.report, 1) for post in (world.writer, world.judge)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert "Đơn vị đã rút lại lần gửi này" in answers[1].content.decode()


def test_nil_report_says_why(world, sign_in):
    world.report.lines.update(result="", work_state=WorkState.NOT_STARTED, done_on=None, percent=None)
    world.report.nil_reason = "Không có việc phát sinh."
    world.report.save()
    submit_report(world.report, by=world.head)

    text = said(sent_of(sign_in(world.judge), world.fresh(), 1))

    assert "Trong kỳ không phát sinh. Lý do: Không có việc phát sinh." in text


def test_signs_that_a_document_cannot_hold_do_not_break_it(world, sign_in):
    ReportLine.objects.filter(pk=world.line.pk).update(result="Một\x0b\x01\x1f hai\tba\ufffe")

    response = draft_of(sign_in(world.writer), world.fresh())

    assert f"{world.line.task_code}. {world.line.task_title}. Một hai ba" in said(response)


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_does_not_grow(world, sign_in, django_assert_max_num_queries, more):
    for _ in range(more):
        world.add_finished_line()
    submit_report(world.report, by=world.head)
    client = sign_in(world.writer)
    draft_of(client, world.report)

    with django_assert_max_num_queries(17):
        draft_of(client, world.report)
    with django_assert_max_num_queries(17):
        sent_of(client, world.report, 1)


def test_pages_offer_the_document(world, sign_in):
    writer, judge = sign_in(world.writer), sign_in(world.judge)
    address = reverse("portal:report-draft-docx", args=[world.report.pk])
    places = [reverse(name, args=[world.report.pk]) for name in ("portal:report", "portal:report-write")]
    before = [writer.get(place).content.decode().count(f'href="{address}"') for place in places]
    submit_report(world.report, by=world.head)

    sent = reverse("portal:report-submission-docx", args=[world.report.pk, 1])
    pages = [
        reverse("portal:report", args=[world.report.pk]),
        reverse("portal:report-submission", args=[world.report.pk, 1]),
    ]
    after = [judge.get(place).content.decode().count(f'href="{sent}"') for place in pages]
    assert (before, after) == ([1, 1], [1, 1])


@pytest.mark.office
def test_an_office_program_prints_the_report(world, sign_in, tmp_path):
    world.report.difficulties = "Còn thiếu kinh phí cho tuyên truyền ở thôn. " * 60
    world.report.save()

    content = draft_of(sign_in(world.writer), world.fresh()).content
    pages = print_pages(content, tmp_path)

    assert len(docx.Document(io.BytesIO(content)).tables) == 4
    assert "BAN VĂN HÓA" in pages[0]
    assert "Đề nghị tập huấn." in "".join(pages)
    assert "Danh mục minh chứng kèm theo báo cáo" in pages[-1]
    assert len(pages) == 3
