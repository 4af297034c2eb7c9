"""Overdue work is ticked, its unit urged by letter, acknowledges on the phone, and its head answers."""

from tests.journeys.visitor import PHONE

UNIT, OFFICE = "UBND xã Đak Ơ", "Ban Tuyên giáo"
ANSWER = "Còn chờ số liệu của một thôn, sẽ xong trước ngày 28."


def test_overdue_work_is_urged_acknowledged_and_answered(visitor):
    office = visitor("tuyengiao")

    tick_and_urge(office)
    acknowledge(visitor("dako", size=PHONE, scheme="dark"))
    answer(visitor("dako.ld", size=PHONE))
    see_the_answer(office)


def tick_and_urge(office):
    office.open("/don-doc/gui/").sees("còn việc quá hạn").look("chon-don-vi")
    office.open("/tong-quan/viec/?o=open_overdue")
    office.page.get_by_label(f"Chọn việc 4.2 của {UNIT}").check()
    office.look("viec-qua-han")
    office.press("Đôn đốc các dòng đã chọn").sees("Chưa gửi gì.").look("xem-truoc")
    office.page.get_by_role("combobox", name="Hình thức").select_option("letter")
    office.page.get_by_role("textbox", name="Nội dung").fill("Đề nghị xã cử người làm việc với Ban tuần này.")
    office.press("Gửi đôn đốc").sees("Đã đôn đốc 1 đơn vị.").look("ket-qua")
    office.follow(UNIT).sees("Đề nghị xã cử người").look("lan-don-doc")


def acknowledge(writer):
    writer.open("/")
    writer.look("viec-cua-toi")
    writer.region("Được đôn đốc, chờ trả lời").get_by_role("link", name=OFFICE).first.click()
    writer.press("Tiếp nhận").sees("Đã tiếp nhận. Hạn trả lời").look("da-tiep-nhan")


def answer(head):
    head.open("/")
    head.region("Được đôn đốc, chờ trả lời").get_by_role("link", name=OFFICE).first.click()
    head.press("Gửi trả lời").sees("Hãy ghi nội dung trả lời.").look("thieu-tra-loi", status=422)
    head.page.get_by_role("textbox", name="Trả lời").fill(ANSWER)
    head.press("Gửi trả lời").sees(f"Đã trả lời {OFFICE}.").look("da-tra-loi")


def see_the_answer(office):
    office.open("/don-doc/?tinh_trang=da-tra-loi").look("so-don-doc")
    office.follow(UNIT).sees(ANSWER).sees("đã trả lời, việc chưa xong")
    office.open("/don-doc/mau/").look("loi-mau")
    office.page.get_by_role("link", name="Sửa").first.click()
    office.look("sua-loi-mau")
