"""One piece of late work, pushed to its end: overdue, urged, answered, given more time, reported, inspected, put right
and closed. Each side sees on its own page what it owes next."""

import re

from playwright.sync_api import expect

from tests.journeys.test_reports import open_draft
from tests.journeys.visitor import PHONE, day_after, minutes

UNIT, OFFICE = "UBND xã Đak Ơ", "Ban Tuyên giáo"
ANSWER = "Còn chờ số liệu của một thôn, sẽ xong trong tháng."
DONE = "Đã tổ chức 4 buổi tại các thôn, 186 người dự; danh mục nội dung kèm theo."
FOUND = "Sổ theo dõi chưa ghi số người dự của hai thôn."
ADVICE = "Bổ sung sổ theo dõi của hai thôn và gửi danh sách người dự."


def test_late_work_is_pushed_until_it_is_closed(visitor):
    office, district = visitor("tuyengiao"), visitor("ubnd.ld", scheme="dark")
    writer, head = visitor("dako", size=PHONE), visitor("dako.ld", size=PHONE, scheme="dark")

    urge(office)
    answer(head)
    give_more_time(district)
    write(writer)
    send(head)
    inspect(office)
    add_finding(office)
    report_remedy(writer)
    close(office)
    see_it_closed(head)


def urge(office):
    office.open("/tong-quan/viec/?o=open_overdue")
    office.page.get_by_label(f"Chọn việc 4.2 của {UNIT}").check()
    office.press("Đôn đốc các dòng đã chọn").press("Gửi đôn đốc").sees("Đã đôn đốc 1 đơn vị.")


def answer(head):
    head.open("/")
    head.region("Được đôn đốc, chờ trả lời").get_by_role("link", name=OFFICE).first.click()
    head.page.get_by_role("textbox", name="Trả lời").fill(ANSWER)
    head.press("Gửi trả lời").sees(f"Đã trả lời {OFFICE}.")


def give_more_time(district):
    """The commune asked for it in the days before; who gave the work decides."""
    district.open("/gia-han/").look("danh-sach-gia-han")
    district.page.get_by_role("row", name=re.compile(UNIT)).get_by_role("link").first.click()
    district.look("de-nghi-gia-han")
    district.press("Gia hạn", exact=True).sees("Đã gia hạn").look("da-gia-han")


def write(writer):
    own = open_draft(writer).filter(has=writer.page.get_by_label("Ngày làm xong"))
    own.first.get_by_label("đã làm xong", exact=True).check()
    writer.fill("Kết quả thực hiện", DONE, within=own.first)
    writer.fill("Ngày làm xong", day_after(0), within=own.first)
    writer.fill("Tỷ lệ hoàn thành", "100", within=own.first)
    own.first.get_by_role("button", name="Lưu và đính kèm").click()
    attach(writer)
    # All lines are filled in one after another: a page that is still coming in would show only the first of them.
    writer.page.wait_for_url("**/soan/**")
    for text in writer.page.get_by_label("Kết quả thực hiện").all():
        if not text.input_value():
            text.fill("Đang làm theo kế hoạch của xã.")
    # The page saves what waits before it is sent, so the answer comes a moment after the press.
    writer.press("Lưu nháp").sees("Đã lưu nháp.").press("Trình lãnh đạo").sees("Đã trình lãnh đạo.")


def attach(writer):
    form = writer.region("Đính kèm tệp")
    form.get_by_label("Tệp minh chứng").set_input_files(minutes())
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Đính kèm tệp").click()
    expect(writer.region("Đã đính kèm").get_by_role("link", name=minutes()["name"])).to_be_visible()
    writer.follow("Quay lại soạn báo cáo")


def send(head):
    head.open("/")
    head.region("Chờ tôi xử lý").get_by_role("link", name=re.compile("^Báo cáo")).first.click()
    head.press("Gửi báo cáo").agree("Gửi báo cáo").sees("Đã gửi báo cáo (lần gửi 1)").look("da-gui")


def inspect(office):
    office.open("/kiem-tra/").look("so-kiem-tra")
    office.follow("Lập kế hoạch").look("lap-ke-hoach")
    form = office.page.locator("form.inspection-form")
    office.fill("Nội dung", "Việc thực hiện nhiệm vụ 4.2 tại xã Đak Ơ", within=form)
    form.get_by_label(UNIT, exact=True).check()
    office.fill("Từ ngày", day_after(0), within=form).fill("Đến ngày", day_after(0), within=form)
    office.press("Lưu kế hoạch").look("thieu-thanh-vien", status=422)
    office.fill("Thành viên đoàn", "Nguyễn Văn An, Phó Trưởng ban, Trưởng đoàn", within=form)
    office.press("Lưu kế hoạch").sees("Đã lập kế hoạch.").look("ke-hoach")
    office.press("Báo cho đơn vị").sees("Đã báo cho các đơn vị được kiểm tra.").look("da-bao")
    office.follow("Ghi kết quả").look("ghi-ket-qua")
    office.fill("Kết luận chung", "Nhiệm vụ đã làm xong, chậm so với hạn ban đầu.")
    office.fill(f"Kết quả tại {UNIT}", "Đủ danh mục nội dung; sổ theo dõi còn thiếu.")
    office.press("Ghi kết quả").sees("Đã ghi kết quả và báo cho đơn vị.").look("da-ghi-ket-qua")


def add_finding(office):
    office.follow("Thêm kiến nghị").look("them-kien-nghi")
    office.fill("Điều phát hiện", FOUND).fill("Kiến nghị", ADVICE)
    office.fill("Khắc phục trước hết ngày", day_after(10))
    office.press("Gửi kiến nghị").sees(f"Đã kiến nghị và báo cho {UNIT}.").look("kien-nghi")


def report_remedy(writer):
    writer.open("/").look("viec-phai-khac-phuc")
    writer.region("Việc phải làm").get_by_role("listitem").filter(has_text=ADVICE).get_by_role("link").first.click()
    writer.fill("Đã khắc phục thế nào", "Đã ghi đủ sổ theo dõi của hai thôn.")
    writer.press("Gửi báo cáo khắc phục").sees("Đã báo cáo khắc phục tới").look("da-bao-cao-khac-phuc")


def close(office):
    office.open("/kiem-tra/kien-nghi/").look("so-kien-nghi")
    office.page.get_by_role("link", name=re.compile(ADVICE[:20])).first.click()
    office.look("xem-xet-khac-phuc")
    office.press("Khép lại", exact=True).sees("Đã khép lại kiến nghị.").look("da-khep-lai")
    office.follow("Mở cuộc kiểm tra").press("Khép lại cuộc kiểm tra")
    office.sees("Đã khép lại cuộc kiểm tra.").look("cuoc-kiem-tra-khep-lai")


def see_it_closed(head):
    head.open("/thong-bao/").sees("khép lại")
