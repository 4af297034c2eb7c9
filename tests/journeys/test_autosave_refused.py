"""What the write page says when the server does not take the text: why, what helps, and where the text is."""

from playwright.sync_api import expect

from tests.journeys.test_autosave import OPENED, PATIENCE, await_key, await_saved, open_draft, result, status, trouble
from tests.journeys.visitor import PHONE

KEPT, ON_THE_PAGE = "Nội dung được giữ trên máy này", "Nội dung vẫn còn trên trang này"
READER_ELSEWHERE = """
from common.clock import today
from units.models import Membership, Unit, User
unit, user = Unit.objects.get(code="ubkt-hu"), User.objects.get(username="tuyengiao")
Membership.objects.create(user=user, unit=unit, role="reader", title="Ủy viên kiêm nhiệm", valid_from=today())
"""
SAVING, KEY = "**/luu-tung-phan/", "**/khoa-ban-nhap/"
FULL_DISK = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...words) {
    const request = put.apply(this, words);
    this.transaction.abort();
    return request;
  };
}"""


def choose_post(page, title):
    page.get_by_role("button", name=title).click()
    expect(page.get_by_text(f"Đang làm việc với chức vụ {title}").first).to_be_visible()


def test_post_changed_in_another_tab_is_told_and_changed_back(visitor, world):
    world.manage("shell", "-c", READER_ELSEWHERE)
    writer = visitor("tuyengiao", size=PHONE)
    box = open_draft(writer)
    other = writer.context.new_page()
    other.goto("/tai-khoan/chuc-vu/")
    choose_post(other, "Ủy viên kiêm nhiệm")
    box.fill("Viết sau khi đã đổi chức vụ ở thẻ khác.")

    expect(trouble(writer)).to_contain_text("chỉ chuyên viên, lãnh đạo của Ban Tuyên giáo soạn được", timeout=PATIENCE)
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    expect(trouble(writer)).not_to_contain_text("Phiên làm việc đã hết")
    writer.look("doi-chuc-vu-o-the-khac")
    with writer.context.expect_page() as opened:
        trouble(writer).get_by_role("link", name="Đổi chức vụ ở thẻ mới").click()
    choose_post(opened.value, "Chuyên viên Ban Tuyên giáo")
    box.press("End")
    writer.page.keyboard.type(" Xong.")

    await_saved(writer)
    expect(open_draft(writer)).to_have_value("Viết sau khi đã đổi chức vụ ở thẻ khác. Xong.")


def test_text_too_long_for_the_door_is_told_and_saved_when_shortened(visitor):
    writer = visitor("tuyengiao.ld")
    box = open_draft(writer)
    # What nginx answers before the portal hears of it.
    writer.page.route(SAVING, lambda route: route.fulfill(status=413))
    box.fill("Một phần rất dài.")
    expect(trouble(writer)).to_contain_text("quá dài nên máy chủ không nhận. Hãy rút gọn", timeout=PATIENCE)
    writer.page.unroute(SAVING)
    box.fill("Đã rút gọn.")

    await_saved(writer)
    expect(open_draft(writer)).to_have_value("Đã rút gọn.")


def test_kept_here_is_said_only_of_what_is_written(visitor):
    writer = visitor("tuyengiao.ld")
    open_draft(writer)
    await_key(writer)
    # The disk is full: the writing begins, and is undone by the browser.
    writer.page.evaluate(FULL_DISK)
    writer.context.set_offline(True)
    result(writer).fill("Trình duyệt không giữ được câu này.")

    expect(trouble(writer)).to_contain_text(f"Mất kết nối mạng. {ON_THE_PAGE}", timeout=PATIENCE)
    expect(status(writer)).to_have_text("Chưa lưu lên máy chủ")
    expect(trouble(writer)).not_to_contain_text(KEPT)


def test_key_that_did_not_come_at_first_is_asked_for_again(visitor):
    writer = visitor("tuyengiao.ld")
    writer.page.route(KEY, lambda route: route.abort())
    box = open_draft(writer)
    writer.page.route(SAVING, lambda route: route.abort())
    box.fill("Viết lúc mạng chập chờn.")
    expect(trouble(writer)).to_contain_text(ON_THE_PAGE, timeout=PATIENCE)

    writer.page.unroute(KEY)

    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    assert writer.page.evaluate(OPENED) == 1
