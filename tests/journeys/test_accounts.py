"""A new account: made in the admin, its first password changed, a second factor set up; and the admin's other door."""

import base64
import hashlib
import hmac
import re
import struct
import time
from urllib.parse import quote

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

FIRST, OWN = "cap-lan-dau-9274", "suoi-dak-quyt-mua-mua-46"


def totp(secret, at):
    """The six figures that an authenticator shows for `secret` at that second (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_new_account_from_first_password_to_second_factor(visitor):
    administrator = visitor("quantri", fresh=True)
    make_account(administrator)

    person = visitor(size=PHONE, scheme="dark")
    person.open("/tai-khoan/dang-nhap/").look("dang-nhap")
    person.sign_in("khanhlinh", FIRST)
    person.look("phai-doi-mat-khau")
    person.open("/bao-cao/").look("van-phai-doi")
    change_password(person)

    secret = set_up_second_factor(person)
    sign_out(person)
    sign_in_with_code(person, secret)
    expect(person.page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    person.look("viec-cua-toi")


def make_account(administrator):
    administrator.open("/quan-tri/units/user/add/")
    administrator.fill("Tên đăng nhập", "khanhlinh").fill("Họ và tên", "Nông Khánh Linh")
    administrator.fill("Mật khẩu lần đầu", FIRST)
    administrator.page.get_by_role("button", name="Lưu lại", exact=True).click()
    administrator.open("/quan-tri/units/membership/add/")
    # The lists that fill themselves get their names a moment after the page has come.
    for field in ["user", "unit"]:
        box = administrator.page.locator(f".field-{field} .select2-selection")
        expect(box).to_have_attribute("aria-labelledby", f"nhan-id_{field}")
    administrator.check_access()
    choose(administrator, "user", "Khánh Linh")
    choose(administrator, "unit", "xã Phú Nghĩa", option="UBND xã Phú Nghĩa")
    administrator.page.get_by_label("Vai trò").select_option(label="chuyên viên")
    administrator.fill("Chức vụ:", "Công chức Văn hóa - Xã hội")
    administrator.page.get_by_role("button", name="Lưu lại", exact=True).click()
    administrator.sees("Công chức Văn hóa - Xã hội, UBND xã Phú Nghĩa")


def choose(administrator, field, text, option=""):
    """Pick from the list that fills itself as one types."""
    page = administrator.page
    page.locator(f".field-{field} .select2-selection").click()
    # The list of before one typed goes away under the pointer.
    with page.expect_response(lambda response: f"term={quote(text)}" in response.url):
        page.locator(".select2-search__field").last.fill(text)
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    page.locator(".select2-results__option", has_text=option or text).first.click()
    expect(page.locator(f".field-{field} .select2-selection")).to_contain_text(option or text)


def change_password(person):
    person.fill("Mật khẩu hiện tại", FIRST)
    person.page.get_by_label("Mật khẩu mới").first.fill("123456")
    person.page.get_by_label("Mật khẩu mới").last.fill("123456")
    person.press("Đổi mật khẩu").look("mat-khau-qua-ngan")
    person.fill("Mật khẩu hiện tại", FIRST)
    person.page.get_by_label("Mật khẩu mới").first.fill(OWN)
    person.page.get_by_label("Mật khẩu mới").last.fill(OWN)
    person.press("Đổi mật khẩu")
    expect(person.page.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def set_up_second_factor(person):
    person.open("/tai-khoan/").look("tai-khoan")
    person.follow("Xác thực hai bước").look("hai-buoc")
    person.follow("Bật xác thực hai bước").look("dung-la-minh")
    person.fill("Mật khẩu", OWN).press("Xác nhận")
    person.look("bat-hai-buoc")
    person.unfold("Không quét được hình")
    secret = person.page.locator(".secret").inner_text()
    enter_code(person, secret, "Bật")
    person.look("ma-du-phong")
    return secret


def sign_out(person):
    person.open("/")
    person.unfold("Mở mục tài khoản")
    person.press("Đăng xuất")
    expect(person.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def sign_in_with_code(person, secret):
    person.fill("Tên đăng nhập", "khanhlinh").fill("Mật khẩu", OWN)
    person.press("Đăng nhập").look("nhap-ma")
    person.page.get_by_label("Mã").first.fill("000000")
    person.press("Đăng nhập").look("ma-sai")
    enter_code(person, secret, "Đăng nhập")


def enter_code(person, secret, button):
    """Type the code of now; it lives half a minute, and one that ran out on the way is typed again."""
    started = time.time()
    person.page.get_by_label("Mã").first.fill(totp(secret, started))
    person.press(button).arrive()
    if int(started) // 30 != int(time.time()) // 30 and person.page.get_by_text("Mã không đúng.").count():
        enter_code(person, secret, button)


def test_office_confirms_a_report_in_the_admin(visitor):
    office = visitor("tuyengiao.ld")
    office.open("/quan-tri/progress/report/")
    office.page.locator("#searchbar").fill("phu nghia")
    office.press("Tìm kiếm")
    office.page.get_by_role("row", name=re.compile("^Đảng bộ xã Phú Nghĩa .* đã tiếp nhận")).get_by_role(
        "link"
    ).first.click()

    office.page.get_by_role("button", name="Xác nhận", exact=True).click()

    office.sees("Đã xác nhận.").sees("đã xác nhận")
    office.open("/bao-cao/").page.get_by_role("link", name=re.compile("^Đảng bộ xã Phú Nghĩa – Quý")).first.click()
    office.sees("Xác nhận").look("da-xac-nhan")

    for address in ["/quan-tri/", "/quan-tri/progress/report/", "/quan-tri/units/unit/"]:
        office.open(address).check_access()
