"""The committee follows how the plan goes from period to period, down to what each unit sent, and takes the figures
of a period away; a commune sees its own part on the phone."""

import io

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE


def test_committee_reads_the_series_and_takes_the_workbook_away(visitor, world):
    committee = visitor("bcd.ld")

    read_trend(committee)
    open_matrix(committee)
    read_indicators(committee)
    take_workbook(committee, world)


def test_commune_sees_its_own_series_without_script(visitor):
    commune = visitor("dako", size=PHONE, scheme="dark")
    plain = visitor("dako", size=PHONE, script=False)

    commune.open("/tong-quan/dien-bien/").look("dien-bien-xa")
    plain.open("/tong-quan/chi-tieu/").sees("Mục tiêu năm")
    plain.open("/tong-quan/bo-so-lieu/").press("Lập bộ số liệu").sees("Đã ghi yêu cầu lập bộ số liệu")
    plain.follow("Xem đã lập đến đâu").sees("đang chờ lập")


def read_trend(committee):
    committee.open("/tong-quan/").follow("Diễn biến").look("dien-bien")
    committee.page.locator(".chart-point").last.click()
    committee.sees("Con số này được tính thế nào").open("/tong-quan/dien-bien/").follow("Nhóm 1", exact=True)
    committee.look("dien-bien-nhom")


def open_matrix(committee):
    committee.open("/tong-quan/")
    committee.region("Ma trận đơn vị và nhóm nhiệm vụ").get_by_role("link", name="Nhóm 1", exact=True).click()
    committee.sees("Mỗi cột là một nhiệm vụ").look("ma-tran-nhiem-vu")
    committee.page.locator("tfoot a").first.click()
    committee.sees("Con số này được tính thế nào")


def read_indicators(committee):
    committee.open("/tong-quan/chi-tieu/").look("chi-tieu")
    committee.region("Chỉ tiêu: Nhóm 1").locator("tbody td a").first.click()
    committee.sees("được tính").look("so-lieu-chi-tieu")


def take_workbook(committee, world):
    committee.open("/tong-quan/bo-so-lieu/").press("Lập bộ số liệu").look("dang-lap-bo-so-lieu")
    world.manage("db_worker", "--batch", "--interval", "0", "--no-reload", "--verbosity", "0")
    # The page asks again by itself: nobody has to press anything.
    link = committee.page.get_by_role("link", name="Tải về").first
    expect(link).to_be_visible()
    committee.look("da-lap-bo-so-lieu")
    with committee.page.expect_download() as taken:
        link.click()

    sheets = load_workbook(io.BytesIO(taken.value.path().read_bytes())).sheetnames
    assert sheets == ["Tổng hợp", "Theo nhóm", "Theo đơn vị", "Chỉ tiêu", "Quá hạn", "Dòng báo cáo"]
