"""Writing from what is known: a text of last period is copied, marked, mended; what will be signed is read on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_reports import open_draft
from tests.journeys.visitor import DESK, PHONE

MARK = re.compile("^Chép từ .* – hãy sửa cho đúng kỳ này")


def card_with_last_period(cards):
    """Return a card of the draft that has a confirmed text of last period to copy from."""
    return cards.filter(has_text="Kỳ trước đã xác nhận").first


def open_last_period(card):
    known = card.locator("details", has_text="Kỳ trước đã xác nhận")
    if known.get_attribute("open") is None:
        known.locator("summary").click()
    return known


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_text_of_last_period_is_copied_marked_and_mended(visitor, size, scheme):
    writer = visitor("dako", size=size, scheme=scheme)
    card = card_with_last_period(open_draft(writer))
    field, known = card.get_by_label("Kết quả thực hiện"), open_last_period(card)
    last = known.locator(".keep-lines").first.inner_text()
    field.fill("Ghi thêm.")

    known.get_by_role("button", name="Chép vào ô Kết quả").first.click()
    expect(field).to_have_value(f"Ghi thêm.\n{last}")
    field.fill("")
    known.get_by_role("button", name="Chép vào ô Kết quả").first.click()
    expect(field).to_have_value(last)
    expect(card.get_by_text(MARK)).to_be_visible()
    card.get_by_role("button", name="Lưu dòng này").click()
    expect(card).to_contain_text("Đã lưu dòng này lúc")
    expect(writer.region("Còn thiếu")).to_contain_text("kết quả giống hệt")
    writer.page.reload()
    expect(card.get_by_text(MARK)).to_be_visible()
    open_last_period(card)
    writer.page.evaluate("window.scrollTo(0, 0)")
    writer.look("da-chep")
    field.fill("Kỳ này đã tổ chức thêm hai buổi ở thôn Bù Gia Phúc.")

    expect(card.get_by_text(MARK)).to_be_hidden()
    card.get_by_role("button", name="Lưu dòng này").click()
    expect(card).to_contain_text("Đã lưu dòng này lúc")
    expect(writer.region("Còn thiếu")).not_to_contain_text("kết quả giống hệt")


def test_running_total_follows_what_is_typed(visitor):
    writer = visitor("dako")
    card = open_draft(writer).filter(has=writer.page.locator("[data-rule=sum]")).first
    number = card.locator("[data-rule=sum]").first
    earlier = [float(one) for one in (number.get_attribute("data-numbers") or "0").split(";")]

    card.locator(f"#{number.get_attribute('data-field')}").fill("1.000")

    expect(number.locator("[data-becomes]")).to_have_text(f"{sum(earlier) + 1000:,.0f}".replace(",", "."))


def test_page_to_sign_is_read_and_printed(visitor):
    head = visitor("dako.ld", size=PHONE)
    open_draft(head)
    head.page.locator(".to-panel a").click()
    expect(head.region("Còn thiếu")).to_be_in_viewport()
    head.region("Còn thiếu").get_by_role("link", name="Bản để ký").click()
    expect(head.page.get_by_role("heading", name=re.compile("^Báo cáo tiến độ"))).to_be_visible()
    head.sees("Bản để ký: đúng những gì sẽ được gửi").look("ban-de-ky")

    head.page.emulate_media(media="print")

    expect(head.page.get_by_role("button", name="In trang này")).to_be_hidden()
    expect(head.page.get_by_text("Lãnh đạo đơn vị")).to_be_visible()


def test_unit_above_reads_and_quotes_the_units_below(visitor):
    head = visitor("ubnd.ld")
    head.open("/bao-cao/")
    head.page.get_by_role("link", name=re.compile("^UBND huyện – Quý")).first.click()
    head.follow("Soạn báo cáo").arrive()
    cards = head.page.locator("article.line-card")
    card = cards.filter(has=head.page.locator(".known-below [data-copy-from]")).first
    below = card.locator(".known-below")
    if below.get_attribute("open") is None:
        below.locator("summary").first.click()
    unit = below.locator(".known-unit strong").first.inner_text()
    number = card.locator("input[id*=chi-tieu]").first.input_value()

    below.get_by_role("button", name="Chép vào ô Kết quả").first.click()

    field = card.get_by_label("Kết quả thực hiện")
    expect(field).to_have_value(re.compile(f"\nTheo báo cáo của {re.escape(unit)}: "))
    expect(card.locator("input[id*=chi-tieu]").first).to_have_value(number)
    head.page.evaluate("window.scrollTo(0, 0)")
    head.look("don-vi-duoi")
