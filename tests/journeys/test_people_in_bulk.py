"""An administrator adds people from a workbook; one of them sets his password by the link and signs in."""

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

OWN = "suoi-dak-quyt-mua-mua-46"
BAD = ["Điểu Minh", "Điểu Minh", "", "", "khong-co", "phó phòng", "Phó Chủ tịch", "31/02/2026", ""]
GOOD = ["Điểu Minh", "dieuminh", "dieuminh@example.vn", "0271 399 002", "xa-dak-o", "lãnh đạo đơn vị", "Phó Chủ tịch"]
OTHER = ["Thị Hương", "thihuong", "", "", "xa-dak-o", "Chuyên viên", "Công chức Văn hóa - Xã hội"]


def fill(template, to, rows):
    workbook = load_workbook(template)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            workbook.worksheets[0].cell(number, place).value = value or None
    workbook.save(to)


def send(administrator, path, button):
    administrator.page.set_input_files("input[type=file]", path)
    administrator.press(button, exact=True)


def test_people_come_from_a_workbook_and_set_their_passwords(visitor, tmp_path):
    administrator = visitor("quantri")
    administrator.open("/don-vi/").follow("Nhập danh sách người dùng").look("nhap-danh-sach")
    with administrator.page.expect_download() as download:
        administrator.follow("Tải tệp mẫu")
    download.value.save_as(tmp_path / "mau.xlsx")

    fill(tmp_path / "mau.xlsx", tmp_path / "sai.xlsx", [BAD])
    send(administrator, tmp_path / "sai.xlsx", "Xem trước")
    administrator.sees("ô H2: “31/02/2026” không phải một ngày").look("danh-sach-sai", status=422)

    fill(tmp_path / "mau.xlsx", tmp_path / "dung.xlsx", [GOOD, OTHER])
    send(administrator, tmp_path / "dung.xlsx", "Xem trước lại")
    administrator.sees("Sẽ tạo 2 tài khoản").look("danh-sach-xem-truoc")
    administrator.press("Xác nhận, ghi 2 dòng").look("danh-sach-da-ghi")
    link = administrator.page.locator(".link-address").first.inner_text()

    person = visitor(size=PHONE)
    set_password(person, link)
    person.sign_in("dieuminh", OWN)
    expect(person.page.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def set_password(person, link):
    person.open(link).look("dat-mat-khau")
    person.fill("Mật khẩu mới", "ngan").fill("Ghi lại mật khẩu mới", "ngan").press("Đặt mật khẩu")
    person.look("mat-khau-ngan", status=422)
    person.fill("Mật khẩu mới", OWN).fill("Ghi lại mật khẩu mới", OWN).press("Đặt mật khẩu")
    person.sees("Đã đặt mật khẩu").look("da-dat-mat-khau")
    person.open(link).look("lien-ket-da-dung", status=404)
