"""A reviewer's morning: from the inbox to the next report by keyboard, what was changed in three submissions, and the
rest confirmed at once."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

INBOX = "/bao-cao/xem-xet/"
THRICE = "Đảng bộ xã Đak Ơ – Quý"


def heading(person):
    return person.page.get_by_role("heading", level=1).inner_text()


def position(person):
    return re.search(r"\d+/\d+", person.page.locator(".judge-place").inner_text()).group()


def press_key(person, key):
    address = person.arrive().page.url
    person.page.keyboard.press(key)
    expect(person.page).not_to_have_url(address)
    expect(person.page.locator(".judge-place")).to_be_visible()


def test_reviewer_goes_through_the_inbox_and_confirms_the_rest_at_once(visitor):
    office = visitor("tuyengiao", scheme="dark")
    office.open("/bao-cao/").follow(re.compile("báo cáo chờ xem xét$")).look("cho-xem-xet")
    total = office.page.locator(".inbox-rows > li").count()

    walk_by_keyboard(office, total)
    compare_three(office)
    confirm_one_and_go_on(office)
    confirm_the_rest(office)


def walk_by_keyboard(office, total):
    office.page.locator(".inbox-rows .row-title").first.click()
    assert position(office) == f"1/{total}"
    first = heading(office)
    office.look("xem-xet")

    press_key(office, "j")
    assert position(office) == f"2/{total}"
    press_key(office, "ArrowLeft")
    assert heading(office) == first
    office.unfold("Phím tắt").sees("báo cáo đứng sau").look("phim-tat")
    # Keys that are switched off stay off, and say nothing while one types.
    office.page.get_by_label("Dùng phím tắt trên máy này").uncheck()
    office.page.locator("main").focus()
    office.page.keyboard.press("j")
    office.open(office.page.url)
    office.page.keyboard.press("ArrowRight")
    assert heading(office) == first
    office.unfold("Phím tắt").page.get_by_label("Dùng phím tắt trên máy này").check()
    office.page.get_by_role("searchbox").first.focus()
    office.page.keyboard.type("jk")
    assert heading(office) == first


def compare_three(office):
    office.open(INBOX)
    office.page.get_by_role("link", name=re.compile(f"^{THRICE}")).first.click()
    office.sees("Đơn vị đã sửa gì so với lần gửi 2").look("xem-xet-lan-ba")
    assert office.page.locator(".diff ins").count() == 1

    office.follow("So sánh lần gửi khác").look("so-sanh")
    office.page.get_by_label("Lần gửi trước").select_option("1")
    office.press("So sánh").sees("Từ lần gửi 1 đến lần gửi 3").look("so-sanh-1-3")
    expect(office.page.locator(".diff ins")).to_contain_text("96 người dự. Ảnh và danh sách")


def confirm_one_and_go_on(office):
    office.open(INBOX)
    links = office.page.locator(".inbox-rows .row-title")
    second = links.nth(1).inner_text().split(" – ")[0]
    links.first.click()
    office.press("Xác nhận").agree("Xác nhận")
    office.sees("Đã xác nhận báo cáo.").look("sang-bao-cao-sau")
    assert heading(office).endswith(f"của {second}")


def confirm_the_rest(office):
    """Who registered a letter on paper does not confirm it: the preview says so, and the rest goes on."""
    office.open(INBOX)
    waiting = office.page.locator(".inbox-rows > li").count()
    office.page.get_by_label("Chọn cả trang này").check()
    office.press("Xác nhận các báo cáo đã chọn").look("xac-nhan-nhieu")
    ticks = office.page.locator("main input[name=chon]")
    expect(office.page.get_by_text("Không xác nhận được:")).to_have_count(waiting - ticks.count())
    # One is left for a closer look.
    confirmed = ticks.count() - 1
    ticks.last.uncheck()
    office.press("Xác nhận các báo cáo đã đánh dấu")
    office.sees(f"Đã xác nhận {confirmed} báo cáo.").look("ket-qua-xac-nhan")
    office.follow("Xem tiếp các báo cáo đang chờ")
    expect(office.page.locator(".inbox-rows > li")).to_have_count(waiting - confirmed)


def test_filtered_inbox_on_a_phone_without_a_match(visitor):
    district = visitor("ubnd.ld", size=PHONE)
    district.open(f"{INBOX}?qua_han=on&tinh_trang=submitted").look("loc-cho-xem-xet")

    assert district.page.get_by_label("Tình trạng").input_value() == "submitted"
