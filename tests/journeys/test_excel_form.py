"""The report filled in away from the portal, by a real spreadsheet program, and sent back."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE
from tests.libreoffice import type_into

CODE = "TC3.3"
TYPED = "Đã in 2.000 tờ gấp giới thiệu địa phương, phát tại 8 thôn."
NEXT = "Hoàn thiện bộ ảnh giới thiệu địa phương."


def open_excel_page(person):
    """Open the Excel page of the current period's report from home."""
    person.open("/")
    person.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last.click()
    expect(person.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    return person.follow("Biểu Excel")


def take_away(person):
    with person.page.expect_download() as download:
        person.follow("Tải biểu Excel")
    return Path(download.value.path()).read_bytes()


def send_back(person, content, folder):
    file = folder / "bieu.xlsx"
    file.write_bytes(content)
    person.page.get_by_label("Tệp biểu đã ghi").set_input_files(file)
    return person.press("Xem trước thay đổi")


def row_of(form, code):
    return next(cell.row for cell in load_workbook(io.BytesIO(form))["Báo cáo"]["B"] if cell.value == code)


@pytest.mark.office
def test_form_is_filled_in_by_a_spreadsheet_program_and_written_into_the_report(visitor, tmp_path):
    writer = visitor("tuyengiao", size=PHONE, scheme="dark")
    open_excel_page(writer).look("bieu-excel")
    form = take_away(writer)
    at = row_of(form, CODE)

    mistaken = type_into(form, [("Báo cáo", f"F{at}", "")], tmp_path)
    send_back(writer, mistaken, tmp_path).look("o-sai", status=422)
    writer.sees(f"Báo cáo, ô F{at}")

    cells = [("Báo cáo", f"F{at}", "đang thực hiện"), ("Báo cáo", f"I{at}", TYPED), ("Phần chung", "C7", NEXT)]
    send_back(writer, type_into(form, cells, tmp_path), tmp_path).look("xem-truoc")
    writer.sees(TYPED).sees(NEXT)
    writer.press("Ghi vào báo cáo").sees("Đã ghi biểu Excel vào báo cáo: 2 phần thay đổi.").arrive()

    assert TYPED in [box.input_value() for box in writer.page.locator("textarea").all()]
    assert NEXT in [box.input_value() for box in writer.page.locator("textarea").all()]


def test_form_sent_back_as_it_was_changes_nothing(visitor, tmp_path):
    writer = visitor("tuyengiao")
    open_excel_page(writer)

    send_back(writer, take_away(writer), tmp_path).sees("Biểu không có gì thay đổi").look("khong-doi")
