"""Writing and sending under bad luck: a double click, a session that ended, two writers, no mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import DESK, PHONE
from tests.journeys.world import PASSWORD


def open_draft(person):
    """Open the write page of the current period's report from home."""
    person.open("/")
    person.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last.click()
    expect(person.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    person.arrive()
    return person.page.locator("article.line-card")


def test_double_click_sends_once_and_the_head_takes_it_back_as_nil(visitor):
    head = visitor("vhtt.ld", size=PHONE, scheme="dark")
    head.open("/")
    head.region("Chờ tôi xử lý").get_by_role("link").first.click()
    head.press("Gửi báo cáo")
    head.page.locator("#hoi-lai").get_by_role("button", name="Gửi báo cáo").dblclick()
    head.sees("Đã gửi báo cáo (lần gửi 1)").look("da-gui")
    assert head.region("Diễn biến").get_by_role("link", name="Gửi báo cáo, lần").count() == 1

    head.press("Rút lại").agree("Rút lại")
    head.sees("Đã rút lại.").look("da-rut")
    head.follow("Soạn báo cáo")
    # All lines are counted at once: a page that is still coming in would show only the first of them.
    head.page.wait_for_url("**/soan/")
    for answer in head.page.get_by_label("chưa thực hiện", exact=True).all():
        answer.check()
    head.page.get_by_label("Báo cáo không phát sinh (").check()
    head.press("Gửi báo cáo").agree("Gửi báo cáo")
    # The page saves what waits before it is sent, so the answer comes a moment after the press.
    head.sees("Có chỗ chưa lưu được, cần sửa").look("thieu-ly-do", status=422)
    head.fill("Lý do không phát sinh", "Trong kỳ không có nội dung được giao phải triển khai.")
    head.press("Gửi báo cáo").agree("Gửi báo cáo")

    head.sees("Đã gửi báo cáo (lần gửi 2)").look("khong-phat-sinh")
    head.sees("Trong kỳ không có nội dung được giao phải triển khai.")


def test_head_of_the_receiver_reopens_what_was_confirmed(visitor):
    district = visitor("ubnd.ld", scheme="dark")
    district.open("/bao-cao/").look("danh-sach")
    district.page.get_by_role("link", name=re.compile("^Đài truyền thanh huyện – Quý")).first.click()
    district.unfold("Mở lại")
    form = district.page.locator("details[open].ask-reason form")
    form.get_by_role("button").click()
    district.look("thieu-ly-do", status=422)
    district.page.get_by_label("Lý do mở lại").fill("Số liệu tháng cuối quý chưa tính.")
    district.page.locator("details[open].ask-reason form").get_by_role("button").click()

    district.sees("Đã mở lại báo cáo.").look("da-mo-lai")
    district.sees("Số liệu tháng cuối quý chưa tính.")


def test_second_of_two_plain_savers_sees_both_texts(visitor):
    one, other = (visitor("tuyengiao", script=False, fresh=True) for _ in range(2))
    first, second = open_draft(one).first, open_draft(other).first
    one.fill("Kết quả thực hiện", "Bản của người thứ nhất.", within=first)
    other.fill("Kết quả thực hiện", "Bản của người thứ hai.", within=second)

    one.press("Lưu nháp").sees("Đã lưu nháp.")
    other.press("Lưu nháp").look("hai-nguoi-cung-sua", status=409)

    conflict = other.page.locator(".conflict")
    expect(conflict).to_contain_text("Bản của người thứ nhất.")
    expect(conflict).to_contain_text("Bản của người thứ hai.")
    other.press("Lưu nháp").sees("Đã lưu nháp.")
    expect(open_draft(one).first.get_by_label("Kết quả thực hiện")).to_have_value("Bản của người thứ hai.")


def test_one_line_is_saved_without_leaving_the_page(visitor):
    writer = visitor("tuyengiao", size=PHONE)
    cards = open_draft(writer)
    writer.fill("Kết quả thực hiện", "Dòng này lưu riêng.", within=cards.nth(1))

    cards.nth(1).get_by_role("button", name="Lưu dòng này").click()

    expect(cards.nth(1)).to_contain_text("Đã lưu dòng này lúc")
    writer.look("luu-mot-dong")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_report_is_written_by_keyboard_alone(visitor, size):
    writer = visitor(size=size)
    writer.open("/tai-khoan/dang-nhap/")
    tab_to(writer, writer.page.get_by_label("Tên đăng nhập"))
    writer.page.keyboard.type("tuyengiao")
    tab_to(writer, writer.page.get_by_label("Mật khẩu"))
    writer.page.keyboard.type(PASSWORD)
    writer.page.keyboard.press("Enter")
    expect(writer.page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    writer.arrive()

    tab_to(writer, writer.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last)
    writer.page.keyboard.press("Enter")
    expect(writer.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    writer.arrive()
    tab_to(writer, writer.page.get_by_label("Kết quả thực hiện").first)
    writer.page.keyboard.press("End")
    writer.page.keyboard.type(f" Ghi bằng bàn phím, khổ {size['width']}.")
    tab_to(writer, writer.page.get_by_role("button", name="Lưu nháp"))
    writer.page.keyboard.press("Enter")

    writer.sees("Đã lưu nháp.")


FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""


def tab_to(person, target):
    """Press Tab until the target has the focus; on the way every stop must show that it has it."""
    for _ in range(200):
        person.page.keyboard.press("Tab")
        assert person.page.evaluate(FOCUS), person.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if target.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"Không tới được bằng bàn phím: {target}")
