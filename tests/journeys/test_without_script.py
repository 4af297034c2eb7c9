"""Every step of a report with scripts switched off: sign in, write, save, send, judge."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE


@pytest.fixture
def plain(visitor):
    return lambda account: visitor(account, script=False, fresh=True, size=PHONE)


def test_report_is_written_sent_and_judged_without_script(plain):
    writer = plain("dako")
    writer.open("/")
    writer.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last.click()
    for card in writer.arrive().page.locator("article.line-card").all():
        complete(card)
    writer.fill("II. Khó khăn, vướng mắc", "Đường xa.")
    writer.press("Lưu nháp").sees("Đã lưu nháp.")
    writer.sees("Đã đủ nội dung để gửi.")
    writer.press("Trình lãnh đạo").sees("Đã trình lãnh đạo.").look("da-trinh")

    head = plain("dako.ld")
    head.open("/")
    head.region("Chờ tôi xử lý").get_by_role("link").first.click()
    head.press("Gửi báo cáo").sees("Đã gửi báo cáo").look("da-gui")

    district = plain("ubnd.ld")
    district.open("/")
    district.region("Chờ tôi xử lý").get_by_role("link", name=re.compile("^Báo cáo .*UBND xã Đak Ơ$")).last.click()
    district.press("Tiếp nhận").sees("Đã tiếp nhận.")
    district.press("Xác nhận").sees("Đã xác nhận báo cáo.").look("da-xac-nhan")


def complete(card):
    """Fill in what the line still lacks."""
    if not card.get_by_role("radio", checked=True).count():
        card.get_by_label("đang thực hiện", exact=True).check()
    for box in card.get_by_role("textbox").all():
        if not box.input_value() and not re.search("done_on", box.get_attribute("name")):
            box.fill("1" if "chi-tieu" in box.get_attribute("name") else "Đã làm theo kế hoạch.")
    percent = card.get_by_label("Tỷ lệ hoàn thành")
    if percent.count() and not percent.input_value():
        percent.fill("50")
    expect(card.get_by_role("radio", checked=True)).to_have_count(1)
