"""Evidence: a clerk cites again from the shelf and is warned, pictures are looked at, secret content is removed."""

import re

from playwright.sync_api import expect

from tests.journeys.test_reports import open_draft
from tests.journeys.visitor import PHONE

GONE = re.compile(r"Nội dung đã được gỡ khẩn cấp ngày \d\d/\d\d/\d{4}")


def test_clerk_cites_from_the_shelf_and_is_warned(visitor):
    clerk = visitor("phunghia", size=PHONE)
    clerk.open("/minh-chung/").look("kho")
    clerk.page.get_by_label("Từ cần tìm").fill("anh hoat dong")
    clerk.press("Lọc")
    expect(clerk.page).to_have_url(re.compile(r"q=anh"))
    first = clerk.page.locator(".file-picture img").first
    first.scroll_into_view_if_needed()
    expect(first).to_have_js_property("naturalWidth", 320)

    cards = open_draft(clerk)
    code = cards.nth(1).locator(".line-code").inner_text()
    cards.nth(1).get_by_role("button", name="Lưu và đính kèm").click()
    clerk.fill("Tìm theo tên tệp, số, trích yếu", "hoat dong").press("Tìm trong kho")
    offered = clerk.region("Chọn từ kho minh chứng").locator("li")
    old = offered.filter(has_text="Đã dùng ở").first
    old.get_by_role("checkbox").check()
    clerk.look("chon-tu-kho")
    clerk.press("Dẫn các mục đã chọn")

    clerk.sees(f"Đã dẫn 1 minh chứng trong kho vào {code}.").sees("Lưu ý, nơi nhận cũng thấy điều này.")
    clerk.look("da-dan")
    clerk.page.locator(".files .file-picture").first.click()
    expect(clerk.page.locator("img")).to_have_js_property("naturalWidth", 960)


def test_head_of_the_office_removes_secret_content(visitor):
    head = visitor("tuyengiao.ld", scheme="dark")
    head.open("/bao-cao/?tinh_trang=da-gui")
    head.page.get_by_role("link", name=re.compile("^UBND xã Đức Hạnh – Quý")).first.click()
    report = head.page.url
    head.sees("Ảnh hoạt động").look("bao-cao-co-anh")
    head.follow("Gỡ khẩn cấp nội dung mật")
    head.press("Gỡ khẩn cấp").agree("Gỡ hẳn")
    head.sees("Chưa gỡ được, cần sửa các chỗ sau").look("thieu-ly-do", status=422)
    head.page.get_by_role("checkbox").nth(1).check()
    head.fill("Lý do gỡ", "Có số liệu thuộc phạm vi bí mật nhà nước.")
    head.page.get_by_label("Tôi hiểu nội dung mất hẳn").check()
    head.press("Gỡ khẩn cấp").agree("Gỡ hẳn")
    head.sees("Đã gỡ khẩn cấp phần đã chọn").sees("Có số liệu thuộc phạm vi bí mật nhà nước.").look("cac-lan-go")

    head.open(report)
    expect(head.page.get_by_text(GONE).first).to_be_visible()
    head.follow("Gỡ khẩn cấp nội dung mật")
    head.region("Minh chứng của các lần gửi").get_by_role("link").first.click()
    head.look("go-minh-chung")
    head.fill("Lý do gỡ", "Ảnh chụp tài liệu mật.")
    head.page.get_by_label("Tôi hiểu nội dung mất hẳn").check()
    head.press("Gỡ khẩn cấp").agree("Gỡ hẳn")
    head.sees("Đơn vị liên quan đã được báo.")

    head.open(f"{report}lan-gui/1/in/").sees("Phụ lục: minh chứng")
    expect(head.page.locator(".paper-annex").get_by_text(GONE)).to_be_visible()


def test_head_of_the_office_finds_a_file_by_its_hash_and_an_entry_of_the_log(visitor):
    head = visitor("tuyengiao.ld", size=PHONE)
    code = head.open("/minh-chung/").page.locator("code").first.inner_text()
    head.open("/go-khan-cap/").look("go-khan-cap")
    head.fill("Mã băm của tệp", code).press("Tìm tệp")
    head.sees("Xem và gỡ").look("tim-theo-ma-bam")
    head.page.get_by_role("link", name=re.compile("^Xem và gỡ")).first.click()
    head.sees("Sẽ gỡ").look("go-tep")

    head.open("/nhat-ky/")
    head.page.get_by_role("link", name=re.compile("^Gỡ khẩn cấp dòng ngày")).first.click()
    head.sees("Sẽ gỡ: dòng ngày").look("go-dong-nhat-ky")
