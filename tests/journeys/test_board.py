"""The figures as their readers meet them: the committee before a meeting, the office at work, a unit on its phone."""

import re

from tests.journeys.visitor import PHONE


def test_committee_reads_the_briefing_before_a_meeting(visitor):
    committee = visitor("bcd.ld")

    committee.open("/tong-quan/").sees("Quá hạn bao lâu").look("tong-quan")
    committee.follow("Tin nhanh", exact=True).follow("90 ngày qua").sees("Đang vướng, ai phải quyết định").look(
        "tin-nhanh"
    )
    committee.region("Số liệu trước và sau").get_by_role("link").last.click()
    committee.sees("Con số này được tính thế nào").look("tin-nhanh-danh-sach")


def test_office_works_through_what_waits_and_looks_at_a_closed_period(visitor):
    office = visitor("tuyengiao", scheme="dark")

    office.open("/tong-quan/").follow("Việc hôm nay", exact=True).sees("Báo cáo chờ xem xét").look("viec-hom-nay")
    office.region("Báo cáo chờ xem xét").get_by_role("link").first.click()
    office.sees("Con số này được tính thế nào").look("bao-cao-cho-xem-xet")
    office.follow("Trở về Việc hôm nay").follow("Tổng quan", exact=True)
    # The last but one has closed, whatever day it is.
    office.page.get_by_label("Kỳ báo cáo").select_option(index=3)
    office.press("Xem", exact=True).sees("Cập nhật đến nay").look("ky-da-dong")
    office.follow(re.compile("Xem cả trang theo số liệu hôm nay")).sees("Quá hạn bao lâu")
    office.open("/tong-quan/thay-doi/viec/?o=changed&so_voi=01/01/2026").look("viec-doi-tinh-trang")


def test_unit_reads_its_own_timeline_on_the_phone(visitor):
    head = visitor("phunghia.ld", size=PHONE)

    head.open("/tong-quan/").sees("Báo cáo của đơn vị qua các kỳ").look("tong-quan-cua-xa")
    head.region("Báo cáo của đơn vị qua các kỳ").get_by_role("link").first.click()
    head.sees("UBND xã Phú Nghĩa")
