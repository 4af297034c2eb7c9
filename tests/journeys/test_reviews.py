"""A review from the schedule to a commune's phone: the office plans it, begins a draft, writes with autosave, merges,
cuts, brings the figures up to date; the head issues it; the commune reads it and takes the document."""

import re
import zipfile

from playwright.sync_api import expect

from tests.journeys.test_autosave import await_saved
from tests.journeys.visitor import PHONE, day_after

TYPED = "Công tác chỉ đạo được thực hiện kịp thời, có trọng tâm."
ADDED = "Ban Chỉ đạo đã họp hai phiên chuyên đề."


def test_review_goes_from_the_schedule_to_a_communes_phone(visitor):
    office = visitor("tuyengiao")
    plan(office)
    begin(office)
    write(office)
    merge_and_cut(office)
    refresh(office)

    head = visitor("tuyengiao.ld", scheme="dark")
    issue(head)

    commune = visitor("dako", size=PHONE, scheme="dark")
    read(commune)


def plan(office):
    office.open("/tong-ket/").look("lich")
    office.follow("Đưa vào lịch")
    office.press("Đưa vào lịch").look("thieu-ngay", status=422)
    office.page.get_by_label("Loại báo cáo").select_option(label="Báo cáo sơ kết")
    office.fill("Từ ngày", day_after(-120)).fill("Đến ngày", day_after(-1))
    office.fill("Phải xong trước hết ngày", day_after(5)).press("Đưa vào lịch").sees("Đã đưa vào lịch.").look(
        "da-lap-lich"
    )
    office.open("/")
    office.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo sơ kết")).first.click()


def begin(office):
    office.follow("Lập bản nháp")
    office.fill("Số liệu tính đến hết ngày", day_after(-30)).look("lap-ban-nhap")
    office.press("Lập bản nháp").sees("Đã lập bản nháp.").look("ban-soan")


def write(office):
    first = passage(office)
    first.get_by_label("Đoạn 1").fill(TYPED)
    await_saved(office)
    office.page.reload()
    expect(first.get_by_label("Đoạn 1")).to_have_value(TYPED)
    section = office.page.locator("section.review-section").first
    section.locator("summary", has_text="Thêm một đoạn").click()
    section.get_by_label("Nội dung đoạn mới").fill(ADDED)
    section.get_by_role("button", name="Thêm đoạn").click()
    expect(passage(office, 1).get_by_label("Đoạn 2")).to_have_value(ADDED)


def passage(office, place=0):
    return office.page.locator("section.review-section").first.locator("article.review-passage").nth(place)


def merge_and_cut(office):
    passage(office, 1).get_by_role("button", name="Gộp lên").click()
    expect(passage(office).get_by_label("Đoạn 1")).to_have_value(f"{TYPED}\n{ADDED}")
    passage(office).get_by_role("button", name="Cắt bỏ").click()
    section = office.page.locator("section.review-section").first
    section.locator("summary", has_text="Đã cắt bỏ: 2 đoạn").click()
    section.get_by_role("button", name="Đưa trở lại").first.click()
    expect(passage(office).get_by_label("Đoạn 1")).to_have_value(f"{TYPED}\n{ADDED}")


def refresh(office):
    office.region("Cập nhật số liệu").get_by_label("Số liệu tính đến hết ngày").fill(day_after(0))
    office.press("Cập nhật", exact=True).sees("Số liệu thay đổi").look("da-cap-nhat")
    office.follow("Về bàn soạn").sees(TYPED)
    news = office.page.locator("details.review-news").first
    news.locator("summary").click()
    expect(news.get_by_role("button", name="Dùng lời mới")).to_be_visible()


def issue(head):
    head.open("/tong-ket/")
    head.page.get_by_role("row").filter(has_text="Báo cáo sơ kết").get_by_role("link").first.click()
    head.follow("Ban hành…").look("truoc-khi-ban-hanh")
    head.press("Ban hành", exact=True).sees("Đã ban hành.")


def read(commune):
    commune.open("/tong-ket/").look("lich-cua-xa")
    commune.follow(re.compile("^Báo cáo sơ kết")).sees(ADDED).look("doc-tren-dien-thoai")
    with commune.page.expect_download() as waiting:
        commune.follow("Tải văn bản (.docx)")
    with zipfile.ZipFile(waiting.value.path()) as document:
        assert ADDED in document.read("word/document.xml").decode()
