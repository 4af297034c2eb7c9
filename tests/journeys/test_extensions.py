"""More time is asked for where "quá hạn" stands, decided by whoever gave the work, and stands in its history."""

import datetime

from common.clock import today
from tests.journeys.visitor import PHONE

UNIT, TASK = "UBND xã Đak Ơ", "4.2"
REASON = "Còn chờ số liệu của hai thôn ở xa."


def test_more_time_is_asked_for_decided_and_remembered(visitor):
    head = visitor("dako.ld", size=PHONE)

    withdraw_the_earlier_one(head)
    ask(head)
    decide(visitor("ubnd.ld"))
    read_the_history(visitor("dako", size=PHONE, scheme="dark"))


def withdraw_the_earlier_one(head):
    head.open("/gia-han/?tinh_trang=asked").follow(f"{TASK}.").look("dang-cho")
    head.press("Rút đề nghị").agree("Rút đề nghị").sees("Đã rút đề nghị gia hạn.")


def ask(head):
    head.open("/")
    row = head.region("Việc phải làm").get_by_role("listitem").filter(has_text=f"{TASK}.").filter(has_text="quá hạn")
    row.get_by_role("link", name="Đề nghị gia hạn").click()
    head.sees("Được gia hạn thì đơn vị có ngày mới để làm").look("de-nghi")
    head.press("Gửi đề nghị").look("thieu-ngay-va-ly-do", status=422)
    wished_on = today() + datetime.timedelta(days=30)
    head.fill("Đề nghị gia hạn tới ngày", f"{wished_on:%d/%m/%Y}").fill("Lý do", REASON)
    head.press("Gửi đề nghị").sees("Đã gửi đề nghị gia hạn.").look("da-de-nghi")


def decide(giver):
    giver.open("/")
    giver.region("Chờ tôi xử lý").get_by_role("link", name=f"{UNIT} đề nghị gia hạn").first.click()
    giver.sees(REASON).look("xem-de-nghi")
    giver.press("Gia hạn", exact=True).sees("Đã gia hạn tới").look("da-quyet-dinh")


def read_the_history(writer):
    writer.open("/gia-han/?tinh_trang=granted").look("danh-sach").follow(f"{TASK}.")
    writer.sees("Các lần đề nghị khác").region("Đề nghị gia hạn tới")
    writer.page.get_by_role("definition").get_by_role("link").first.click()
    writer.sees("đề nghị sau hạn, vẫn tính quá hạn").look("phan-viec")
