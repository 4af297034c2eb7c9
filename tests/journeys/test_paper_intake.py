"""A signed letter comes by post: the office asks, registers it, and another person confirms; the unit reads along and
keeps its draft, and takes its own .docx."""

import re

import pytest
from playwright.sync_api import expect

from common.clock import today
from tests.common.office import print_pages
from tests.factories.files import make_pdf
from tests.journeys.visitor import PHONE

REPORT = re.compile("^Đảng bộ xã Phú Nghĩa – Quý")
TYPED = "Đã sinh hoạt chuyên đề ở 12 chi bộ, theo văn bản giấy."


def open_report(person):
    person.open("/bao-cao/")
    person.page.get_by_role("link", name=REPORT).first.click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Đảng bộ xã Phú Nghĩa")
    return person


def fill_letter(person):
    day = f"{today():%d/%m/%Y}"
    person.fill("Số, ký hiệu văn bản", "15-BC/ĐU").fill("Ngày văn bản", day).fill("Ngày nhận", day)
    person.page.get_by_label("Tôi cam đoan").check()
    card = person.page.locator("article.line-card").first
    card.get_by_label("đang thực hiện", exact=True).check()
    person.fill("Kết quả thực hiện", TYPED, within=card)


def choose_scan(person):
    scan = {"name": "Bản quét 15-BC-ĐU.pdf", "mimeType": "application/pdf", "buffer": make_pdf()}
    person.page.get_by_label("Bản quét văn bản").set_input_files(scan)


def test_letter_on_paper_is_taken_in_and_confirmed_by_another_person(visitor):
    writer = visitor("tuyengiao")
    open_report(writer).follow("Đề nghị bổ sung")
    writer.fill("Lý do đề nghị bổ sung", "Đề nghị gửi bản có chữ ký.")
    writer.press("Đề nghị bổ sung").sees("Đã đề nghị bổ sung.")

    writer.follow("Đăng ký bản giấy").look("bieu-mau")
    fill_letter(writer)
    writer.press("Đăng ký bản giấy").look("thieu-ban-quet", status=422)
    expect(writer.page.locator("article.line-card").first.get_by_label("Kết quả thực hiện")).to_have_value(TYPED)
    choose_scan(writer)
    writer.press("Đăng ký bản giấy").sees("Đã đăng ký bản giấy số 15-BC/ĐU").look("da-dang-ky")
    writer.sees("nên không tự xác nhận")

    unit = visitor("danguyphunghia", size=PHONE, scheme="dark")
    open_report(unit).sees("Bản giấy số 15-BC/ĐU").look("don-vi-xem")
    unit.open("/thong-bao/").sees("Bản nháp của đơn vị vẫn giữ nguyên.")

    head = visitor("tuyengiao.ld")
    open_report(head).press("Xác nhận").agree("Xác nhận")
    head.sees("Đã xác nhận báo cáo.").look("da-xac-nhan")


@pytest.mark.office
def test_unit_takes_its_report_as_a_document(visitor, tmp_path):
    writer = visitor("danguyphunghia")
    open_report(writer)

    with writer.page.expect_download() as coming:
        writer.follow("Tải .docx")

    file = tmp_path / "tai-ve.docx"
    coming.value.save_as(file)
    assert coming.value.suggested_filename.startswith("Báo cáo Quý")
    pages = print_pages(file.read_bytes(), tmp_path)
    assert "ĐẢNG ỦY XÃ PHÚ NGHĨA" in pages[0]
