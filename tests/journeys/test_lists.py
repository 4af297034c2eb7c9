"""A clerk of the office sorts a list, filters it, takes it away, and searches without marks."""

import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE


def rows_of(visitor):
    return visitor.page.locator(".list-table tbody tr")


def take_away(visitor, tmp_path):
    """Press the button and return the rows of the workbook, its head first."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Tải về Excel").click()
    download.value.save_as(tmp_path / "danh-sach.xlsx")
    return list(load_workbook(tmp_path / "danh-sach.xlsx").active.iter_rows(values_only=True))


def test_reports_are_sorted_filtered_and_taken_away(visitor, tmp_path):
    office = visitor("tuyengiao")
    office.open("/bao-cao/").look("bao-cao")

    office.page.get_by_role("columnheader", name="Hạn gửi").get_by_role("link").click()
    expect(office.page.get_by_role("columnheader", name="Hạn gửi")).to_have_attribute("aria-sort", "ascending")
    office.page.get_by_label("Tình trạng").select_option(label="Chưa gửi")
    office.press("Lọc")
    expect(office.page).to_have_url(re.compile("sap=han.*tinh_trang=[^&]|tinh_trang=[^&].*sap=han"))
    office.look("bao-cao-da-loc")
    expect(office.page.get_by_label("Chọn cả trang này")).to_be_visible()
    told = int(office.page.locator(".pages").inner_text().split(" trong ")[1].split()[0])
    head, *rows = take_away(office, tmp_path)

    assert head[:2] == ("Đơn vị", "Kỳ")
    assert len(rows) == told
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    assert {row[-1] for row in rows} <= {"chưa gửi", "nháp"}


def test_lists_are_sorted_on_a_phone_as_well(visitor):
    writer = visitor("phunghia", size=PHONE)
    writer.open("/nhat-ky/").unfold("Sắp xếp")
    writer.page.locator(".list-sort-ways").get_by_role("link", name=re.compile("^Ngày")).click()
    writer.sees("Ngày, tăng dần").look("nhat-ky-sap-xep")
    writer.open("/phan-cong/danh-sach/").look("phan-cong-danh-sach")
    assert rows_of(writer).count() > 0
    for address in [
        "/don-vi/?sap=ten",
        "/ky-bao-cao/?sap=mo",
        "/thong-bao/?sap=luc",
        "/tong-quan/viec/?o=dated&sap=-han",
    ]:
        writer.open(address).look(re.sub(r"\W+", "-", address))


def test_on_paper_a_table_is_a_table_however_narrow_the_sheet(visitor):
    office = visitor("tuyengiao")
    for address in ["/bao-cao/", "/tong-quan/dien-bien/", "/tong-quan/tin-nhanh/"]:
        office.open(address)
        # About what a browser takes for the width of an upright sheet.
        office.page.set_viewport_size({"width": 680, "height": 900})
        office.page.emulate_media(media="print")

        table = office.page.locator(".table-cards").first
        assert table.evaluate("it => getComputedStyle(it).display") == "table", address
        assert table.locator("thead").evaluate("it => getComputedStyle(it).position") == "static", address
        office.page.emulate_media(media="screen")


def test_search_marks_the_words_and_finds_what_one_is_writing(visitor):
    writer = visitor("tuyengiao")
    writer.open("/tim/?q=TUYEN+truyen").look("tim")

    expect(writer.page.locator("mark", has_text="tuyên").first).to_be_visible()
    expect(writer.page.get_by_role("heading", name="Đơn vị đang soạn")).to_be_visible()
    writer.follow("Báo cáo đã gửi").look("tim-bao-cao")
    writer.page.locator(".rows .row-title").first.click()
    writer.sees("tuyên truyền")
