"""A lead asks a supporting unit for a paragraph; it is written, sent, quoted, and its author sees what became of it."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

GIVEN = "Trang thông tin điện tử xã đăng 9 tin, bài; nhóm cộng đồng của 7 thôn chia sẻ lại."
UNIT, TASK = "UBND xã Đak Ơ", "2.4"


def test_paragraph_is_asked_given_and_quoted(visitor):
    lead = visitor("tuyengiao")
    giver = visitor("dako", size=PHONE, scheme="dark")

    ask(lead)
    give(giver)
    quote(lead)

    giver.open(giver.page.url)
    giver.sees("đã góp, chờ đơn vị chủ trì viết báo cáo").look("da-gop")


def test_request_is_withdrawn_before_it_is_answered(visitor):
    lead = visitor("tuyengiao")
    lead.open("/")
    open_report(lead)
    line_of(lead, "1.3").get_by_role("link", name=re.compile("gửi Phòng")).click()
    lead.sees("chờ trả lời").look("de-nghi-qua-han")
    lead.press("Rút đề nghị").agree("Rút đề nghị")

    lead.sees("Đã rút đề nghị.").arrive()
    assert line_of(lead, "1.3").get_by_role("link", name=re.compile("gửi Phòng")).count() == 0


def ask(lead):
    lead.open("/")
    open_report(lead)
    line_of(lead, TASK).get_by_role("link", name="Đề nghị đơn vị phối hợp góp nội dung").click()
    lead.look("de-nghi")
    lead.press("Gửi đề nghị").look("thieu", status=422)
    lead.page.get_by_label(UNIT).check()
    lead.fill("Nội dung cần góp", "Số tin, bài về mô hình tốt ở xã.")
    lead.fill("Hạn trả lời", "25/12/2099")
    lead.press("Gửi đề nghị").sees(f"Đã đề nghị {UNIT} góp nội dung.")


def give(giver):
    giver.open("/").look("viec-cua-toi")
    giver.region("Việc phải làm").get_by_role("link", name=re.compile(f"^Góp nội dung {TASK}")).first.click()
    giver.look("tra-loi")
    giver.press("Gửi đóng góp").look("thieu-noi-dung", status=422)
    giver.fill("Nội dung đóng góp", GIVEN)
    giver.press("Lưu nháp").sees("Đã lưu nháp.")
    giver.press("Gửi đóng góp").sees("Đã gửi đóng góp")


def quote(lead):
    lead.open("/")
    open_report(lead)
    card = line_of(lead, TASK)
    expect(card).to_contain_text(GIVEN)
    card.get_by_role("button", name=re.compile("Dẫn vào kết quả")).click()
    expect(card.get_by_label("Kết quả thực hiện")).to_have_value(re.compile(re.escape(f"Theo {UNIT}: {GIVEN}")))
    # The page saves what waits before it is sent, so the answer comes a moment after the press.
    with lead.page.expect_navigation():
        lead.press("Lưu nháp")
    lead.look("da-dan")


def open_report(lead):
    lead.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last.click()
    expect(lead.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    lead.arrive()


def line_of(lead, task):
    code = lead.page.locator("h3 .line-code", has_text=re.compile(f"^{re.escape(task)}$"))
    return lead.page.locator("article.line-card", has=code)
