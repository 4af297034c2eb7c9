"""Work is passed down, declined and moved to another unit; a period's date changes; the log is kept."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE


def day(offset):
    return (datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(days=offset)).strftime("%d/%m/%Y")


def open_work(person, task, unit):
    """Open the page of that unit's assignment by way of the plan."""
    person.open("/ke-hoach/")
    person.page.get_by_role("link", name=re.compile(rf"^{re.escape(task)}\b")).first.click()
    person.look(f"nhiem-vu-{task}")
    person.page.locator("main").get_by_role("link", name=unit, exact=True).first.click()
    expect(person.page.get_by_role("heading", name="“6 rõ”")).to_be_visible()


def test_district_passes_work_down_and_a_unit_declines(visitor):
    district, unit = visitor("ubnd.ld"), visitor("vhtt.ld", size=PHONE, scheme="dark")
    open_work(district, "4.2", "Ủy ban nhân dân huyện Bù Gia Mập")
    district.look("phan-cong")

    district.follow("Giao thêm").look("giao-lai")
    district.press("Lưu").look("giao-lai-thieu", status=422)
    district.page.get_by_label("Phòng Văn hóa và Thông tin").check()
    district.fill("Thời hạn", day(20))
    district.fill("Người phụ trách", "Ngô Thị Kim Oanh")
    district.page.get_by_label("Định kỳ").select_option("")
    district.press("Lưu").sees("Đã giao phần việc cho 1 đơn vị.")

    unit.open("/")
    unit.page.get_by_role("link", name=re.compile(r"^4\.2\.")).first.click()
    unit.look("viec-moi-giao")
    unit.unfold("Từ chối")
    decline = unit.page.locator("details[open] form")
    decline.get_by_role("button").click()
    unit.look("tu-choi-thieu-ly-do", status=422)
    unit.page.locator("details[open] textarea").fill("Nội dung này do Văn phòng làm đầu mối.")
    unit.page.locator("details[open] form").get_by_role("button").click()
    unit.sees("Đã từ chối").look("da-tu-choi")


def test_office_moves_declined_work_to_another_unit(visitor):
    office = visitor("tuyengiao.ld", scheme="dark")
    office.open("/").look("viec-cua-toi")
    office.region("Chờ tôi xử lý").get_by_role("link", name=re.compile(r"^2\.2\.")).first.click()
    office.look("bi-tu-choi")

    office.unfold("Chuyển")
    form = office.page.locator("details[open] form")
    form.get_by_label("Chuyển cho đơn vị").select_option(label="Phòng Nội vụ")
    form.locator("textarea").fill("Nội dung gắn với cải cách hành chính.")
    form.get_by_role("button").click()

    office.sees("Đã chuyển cho Phòng Nội vụ.").look("da-chuyen")


def test_head_of_the_office_changes_the_date_of_a_period(visitor):
    office = visitor("tuyengiao.ld", size=PHONE)
    office.open("/ky-bao-cao/").look("ky-bao-cao")
    office.page.get_by_role("link", name=re.compile("^Quý")).first.click()
    office.look("ky")
    office.page.locator("main a[href$='/sua/']").first.click()
    due = office.page.get_by_label("Hạn gửi của đơn vị cấp 1")
    planned = datetime.strptime(due.input_value(), "%d/%m/%Y")  # noqa: DTZ007
    moved = planned + timedelta(days={4: 3, 5: 2}.get(planned.weekday(), 1))

    due.fill(moved.strftime("%d/%m/%Y"))
    office.press("Lưu").look("thieu-ly-do", status=422)
    office.fill("Lý do thay đổi", "Dồn lịch họp Ban Thường vụ.")
    office.press("Lưu")

    office.sees("Đã sửa ngày của kỳ.").look("ky-da-sua")
    office.sees("Dồn lịch họp Ban Thường vụ.").sees(moved.strftime("%d/%m/%Y"))


def test_log_is_kept_and_corrected(visitor):
    writer = visitor("dako", size=PHONE, scheme="dark")
    writer.open("/nhat-ky/").look("nhat-ky")
    writer.open("/nhat-ky/ghi/").look("ghi-nhat-ky")
    writer.press("Ghi nhật ký").look("ghi-nhat-ky-thieu", status=422)
    writer.page.get_by_label("Việc được giao").select_option(index=1)
    writer.fill("Ngày làm", day(-1))
    writer.fill("Nội dung đã làm", "Phát 4 buổi trên loa truyền thanh thôn.")
    writer.press("Ghi nhật ký").sees("Đã ghi nhật ký.")

    writer.page.get_by_role("link", name=re.compile("Đính chính")).first.click()
    writer.fill("Nội dung đã làm", "Phát 5 buổi trên loa truyền thanh thôn.")
    writer.press("Ghi nhật ký").sees("Đã ghi nhật ký.")

    writer.sees("Phát 4 buổi trên loa truyền thanh thôn.").sees("Phát 5 buổi trên loa truyền thanh thôn.")
    writer.look("nhat-ky-da-dinh-chinh")
