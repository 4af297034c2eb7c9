"""A request for more with a suggested wording: asked, taken over by one press, taken back, sent again, confirmed."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

SUGGESTED = "Đã quán triệt tại 12 chi bộ, 214 đảng viên dự; danh sách kèm theo."
UNIT = "Đảng bộ xã Phú Nghĩa"


def test_suggestion_is_asked_for_accepted_answered_and_confirmed(visitor):
    office = visitor("tuyengiao")
    writer = visitor("danguyphunghia", size=PHONE, scheme="dark")

    ask_with_a_suggestion(office)
    accept_and_take_back(writer)
    send_again(visitor("danguyphunghia.ld", size=PHONE))
    confirm(office)


def ask_with_a_suggestion(office):
    open_from_home(office)
    office.follow("Đề nghị bổ sung").arrive()
    card = office.page.locator(".judge-card").first
    card.get_by_label("Góp ý cho").fill("Nêu rõ số chi bộ và số đảng viên dự.")
    card.locator("summary", has_text="Gợi ý cách ghi").click()
    sent = card.locator("p[id^=noi-dung-]").inner_text()
    card.get_by_role("button", name="Sửa từ bản đã gửi").click()
    box = card.get_by_label("Gợi ý cách ghi cho")
    expect(box).to_have_value(sent)
    office.press("Đề nghị bổ sung").look("thieu-ly-do", status=422)
    expect(box).to_have_value(sent)
    box.fill(SUGGESTED)
    office.fill("Lý do đề nghị bổ sung", "Cần số liệu cụ thể.")
    office.look("de-nghi-bo-sung", status=422)
    office.press("Đề nghị bổ sung").sees("Đã đề nghị bổ sung.").look("da-de-nghi")


def accept_and_take_back(writer):
    writer.open("/")
    writer.region("Cần bổ sung").get_by_role("link").first.click()
    expect(writer.page.get_by_role("heading", name="các dòng được góp ý")).to_be_visible()
    card = writer.page.locator("article.line-card").first
    result = card.get_by_label("Kết quả thực hiện")
    before = result.input_value()
    writer.fill("II. Khó khăn, vướng mắc", "Đường vào hai thôn ngập.")
    writer.look("dong-duoc-gop-y")

    card.get_by_role("button", name="Dùng cách ghi này").click()
    writer.sees("Đã dùng cách ghi được gợi ý.")
    expect(result).to_have_value(SUGGESTED)
    writer.look("da-dung-goi-y")
    card.get_by_role("button", name="Lấy lại bản trước").click()
    writer.sees("Đã lấy lại bản trước")
    expect(result).to_have_value(before)
    card.get_by_role("button", name="Dùng cách ghi này").click()
    writer.sees("Đã dùng cách ghi được gợi ý.")

    expect(writer.page.get_by_label("II. Khó khăn, vướng mắc")).to_have_value("Đường vào hai thôn ngập.")
    writer.press("Trình lãnh đạo").sees("Đã trình lãnh đạo.")


def send_again(head):
    head.open("/")
    head.region("Chờ tôi xử lý").get_by_role("link").first.click()
    head.press("Gửi báo cáo").agree("Gửi báo cáo")
    head.sees("Đã gửi báo cáo (lần gửi 2)").look("da-gui-lai")


def confirm(office):
    open_from_home(office)
    office.sees("Nêu rõ số chi bộ và số đảng viên dự.").sees("Đã ghi đúng theo gợi ý").look("xem-lai")
    office.press("Xác nhận").agree("Xác nhận")
    office.sees("Đã xác nhận báo cáo.").look("da-xac-nhan")


def open_from_home(office):
    office.open("/")
    office.region("Chờ tôi xử lý").get_by_role("link", name=re.compile(rf"^Báo cáo .*{UNIT}$")).last.click()
