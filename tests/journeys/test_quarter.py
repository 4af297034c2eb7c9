"""A whole quarter: a commune mends its report, its head sends it, the district judges it, the figures move."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE, day_after, minutes

UNIT = "UBND xã Phú Nghĩa"
MENDED = "Đã tổ chức 3 buổi tại nhà văn hóa trung tâm, 214 người dự; ảnh và danh sách kèm theo."


@pytest.fixture
def writer(visitor):
    return visitor("phunghia", size=PHONE)


@pytest.fixture
def head(visitor):
    return visitor("phunghia.ld", size=PHONE, scheme="dark")


@pytest.fixture
def district(visitor):
    return visitor("ubnd.ld")


@pytest.fixture
def office(visitor):
    return visitor("tuyengiao", scheme="dark")


def test_whole_quarter(writer, head, district, office):
    before = figures_seen_by(office)

    mend_and_ask(writer)
    hand_back(head)
    mend_again(writer)
    send(head)
    ask_for_more(district)
    mend_again(writer)
    send(head)
    confirm(district)

    after = figures_seen_by(office)
    assert after["confirmed"] == before["confirmed"] + 1
    assert after["done_on_time"] == before["done_on_time"] + 1
    assert after["open_in_time"] == before["open_in_time"] - 1
    drill_down(office, after["done_on_time"])


def test_committee_reads_and_cannot_write(visitor):
    committee = visitor("bcd.ld")

    committee.open("/tong-quan/").look("tong-quan", picture="tong-quan-sang")
    dark = visitor("bcd.ld", scheme="dark").open("/tong-quan/").look("tong-quan-toi", picture="tong-quan-toi")

    dark.open("/bao-cao/")
    dark.page.get_by_role("link", name=re.compile("– Quý")).last.click()
    dark.look("bao-cao-da-gui")
    assert dark.page.locator("main form[method=post]").count() == 0
    dark.open(f"{dark.page.url}soan/").look("khong-duoc-soan", status=403)


def figures_seen_by(person):
    person.open("/tong-quan/").look("tong-quan")
    names = ["confirmed", "done_on_time", "open_in_time"]
    return {name: number(person.page.locator(f"main table a[href$='o={name}']").first.inner_text()) for name in names}


def number(text):
    return int(re.search(r"[\d.]+", text).group().replace(".", ""))


def mend_and_ask(writer):
    writer.open("/").look("viec-cua-toi", picture="viec-cua-toi-dien-thoai")
    writer.region("Cần bổ sung").get_by_role("link").first.click()
    writer.look("soan-bao-cao", picture="soan-bao-cao-dien-thoai")

    remarked = writer.page.locator("article.line-card", has=writer.page.locator(".remark")).first
    writer.fill("Kết quả thực hiện", MENDED, within=remarked)
    finish_own_work(writer)
    attach_minutes(writer)

    # The page saves what waits before it is sent, so the answer comes a moment after the press.
    writer.press("Lưu nháp").sees("Đã lưu nháp.")
    writer.press("Trình lãnh đạo").sees("Đã trình lãnh đạo.").look("da-trinh")


def finish_own_work(writer):
    """The part of task 4.2 that the district passed down is done; its page of evidence opens."""
    own = writer.page.locator("article.line-card", has=writer.page.get_by_label("Ngày làm xong"))
    own.get_by_label("đã làm xong", exact=True).check()
    writer.fill("Ngày làm xong", day_after(0), within=own)
    writer.fill("Tỷ lệ hoàn thành", "100", within=own)
    own.get_by_role("button", name="Lưu và đính kèm").click()
    expect(writer.page.get_by_role("heading", name="Minh chứng", level=1)).to_be_visible()


def attach_minutes(writer):
    writer.look("minh-chung")
    form = writer.region("Đính kèm tệp")
    form.get_by_label("Tệp minh chứng").set_input_files(minutes())
    form.get_by_role("button", name="Đính kèm tệp").click()
    writer.look("minh-chung-chua-cam-ket", status=422)

    form.get_by_label("Tệp minh chứng").set_input_files(minutes())
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Đính kèm tệp").click()
    expect(writer.region("Đã đính kèm").get_by_role("link", name="Danh mục nội dung.docx")).to_be_visible()
    writer.follow("Quay lại soạn báo cáo")


def hand_back(head):
    head.open("/").look("viec-cua-toi")
    head.region("Chờ tôi xử lý").get_by_role("link").first.click()
    head.look("cho-duyet")
    head.unfold("Trả về chuyên viên")
    head.fill("Điều chuyên viên cần sửa", "Ghi thêm số thôn đã tổ chức.")
    head.press("Trả về chuyên viên")
    head.sees("Đã trả về chuyên viên").look("da-tra-ve")


def mend_again(writer):
    writer.open("/")
    writer.region("Cần bổ sung").get_by_role("link").first.click()
    result = writer.page.locator("article.line-card").first.get_by_label("Kết quả thực hiện")
    result.fill(result.input_value() + " Tổ chức ở 5 thôn.")
    writer.press("Trình lãnh đạo").sees("Đã trình lãnh đạo.")


def send(head):
    head.open("/")
    head.region("Chờ tôi xử lý").get_by_role("link").first.click()
    head.press("Gửi báo cáo").agree("Gửi báo cáo")
    head.sees("Đã gửi báo cáo").look("da-gui")


def ask_for_more(district):
    open_from_home(district)
    district.press("Tiếp nhận").sees("Đã tiếp nhận.")
    district.look("xem-xet", picture="xem-xet-bao-cao")
    district.follow("Đề nghị bổ sung").look("de-nghi-bo-sung")
    district.press("Đề nghị bổ sung").look("thieu-ly-do", status=422)
    district.fill("Lý do", "Cần ghi rõ thôn nào đã tổ chức.")
    district.fill("Góp ý", "Nêu tên 5 thôn.")
    district.press("Đề nghị bổ sung")
    district.sees("Đã đề nghị bổ sung.").look("da-de-nghi")


def confirm(district):
    open_from_home(district)
    district.press("Xác nhận").agree("Xác nhận")
    district.sees("Đã xác nhận báo cáo.").look("da-xac-nhan")


def open_from_home(district):
    district.open("/")
    district.region("Chờ tôi xử lý").get_by_role("link", name=re.compile(f"^Báo cáo .*{UNIT}$")).last.click()


def drill_down(office, count):
    office.page.locator("main table a[href$='o=done_on_time']").first.click()
    office.look("viec-xong-dung-han")
    office.sees(re.compile(rf"trong {count} việc"))
    turn_pages_until(
        office, office.page.get_by_role("row", name=re.compile(rf"^4\.2\..*{UNIT}.*đã hoàn thành đúng hạn"))
    )


def turn_pages_until(office, row):
    following = office.page.get_by_role("link", name="Trang sau")
    while not row.count() and following.count():
        address = office.page.url
        following.click()
        expect(office.page).not_to_have_url(address)
        office.arrive()
    expect(row).to_be_visible()
