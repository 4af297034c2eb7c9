"""The key to the copies in this browser comes late, or not at all: no text that lies there or was typed is lost."""

from playwright.sync_api import expect

from tests.journeys.test_autosave import (
    COPIES,
    OPENED,
    PATIENCE,
    await_key,
    await_last_copy,
    await_saved,
    open_draft,
    result,
    sign_in_again,
    trouble,
)
from tests.journeys.test_autosave_refused import KEPT, KEY, ON_THE_PAGE, SAVING

OLD = "Đã viết từ trước, chưa gửi được. " * 90
OTHER_OLD = f"Bản khác. {OLD}"


class Held:
    """The first request to an address waits until `let_go`; all others go their way."""

    def __init__(self, page, address):
        self.page, self.waiting = page, []
        page.route(address, self._hold)

    def _hold(self, route):
        if self.waiting:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_go(self):
        self.waiting[0].continue_()


def leave_copy(writer, text=OLD):
    """Leave the page with `text` typed into its first line, not sent, and kept in the browser."""
    box = open_draft(writer)
    await_key(writer)
    writer.context.clear_cookies(name="sessionid")
    box.fill(text)
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    await_last_copy(writer, text)
    writer.page.goto("/tai-khoan/dang-nhap/")
    sign_in_again(writer.page, "tuyengiao.ld")


def offer(writer):
    return writer.page.locator("article.line-card").first.locator("[data-aside]")


def await_opened(writer, count):
    writer.wait_until(f"async () => (await ({OPENED})()) === {count}")


def test_copy_is_kept_beside_what_was_typed_before_its_key_came(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    leave_copy(writer)
    writer.page.route(KEY, lambda route: route.abort())
    box = open_draft(writer)
    writer.page.route(SAVING, lambda route: route.abort())
    box.fill("Gõ mới.")
    expect(trouble(writer)).to_contain_text(ON_THE_PAGE, timeout=PATIENCE)

    writer.page.unroute(KEY)

    expect(offer(writer)).to_contain_text(OLD.strip(), timeout=PATIENCE)
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    expect(box).to_have_value("Gõ mới.")
    await_opened(writer, 2)
    # Also for whoever opens the page only tomorrow.
    writer.page.unroute(SAVING)
    writer.page.goto("/")
    box = open_draft(writer)
    expect(box).to_have_value("Gõ mới.", timeout=PATIENCE)
    await_saved(writer)
    expect(offer(writer)).to_contain_text(OLD.strip())


def test_words_of_last_time_come_back_with_the_key_though_nothing_is_typed(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    text = f"Để từ hôm trước. {OLD}"
    leave_copy(writer, text)
    writer.page.route(KEY, lambda route: route.abort())
    with writer.page.expect_event("requestfailed", lambda request: "khoa-ban-nhap" in request.url, timeout=PATIENCE):
        box = open_draft(writer)

    writer.page.unroute(KEY)

    expect(box).to_have_value(text, timeout=PATIENCE)
    await_saved(writer)


def test_copy_is_offered_and_not_put_over_what_was_typed_and_saved(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    text = f"Đưa vào sau. {OLD}"
    leave_copy(writer, text)
    key = Held(writer.page, KEY)
    box = open_draft(writer)
    box.fill("Gõ mới, đã lưu.")
    await_saved(writer)

    key.let_go()

    expect(offer(writer)).to_contain_text(text.strip(), timeout=PATIENCE)
    writer.sees("Trên máy này còn bản soạn trước chưa đưa vào các ô")
    expect(box).to_have_value("Gõ mới, đã lưu.")
    await_opened(writer, 1)
    offer(writer).get_by_role("button", name="Đưa bản này vào các ô").click()
    expect(box).to_have_value(text)
    expect(offer(writer)).to_contain_text("Gõ mới, đã lưu.")
    await_saved(writer)
    offer(writer).get_by_text("Không cần bản này nữa").click()
    offer(writer).get_by_role("button", name="Bỏ hẳn bản này").click()
    expect(offer(writer)).to_have_count(0)
    await_opened(writer, 0)
    expect(open_draft(writer)).to_have_value(text.strip())


def test_offered_copy_is_easy_to_read(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    open_draft(writer)
    await_key(writer)
    writer.page.route(SAVING, lambda route: route.fulfill(status=413))
    result(writer).fill(OTHER_OLD)
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    writer.page.goto("/")
    writer.page.unroute(SAVING)
    key = Held(writer.page, KEY)
    open_draft(writer).fill("Gõ mới khi khóa chưa tới.")
    await_saved(writer)
    key.let_go()
    expect(offer(writer)).to_be_visible(timeout=PATIENCE)

    offer(writer).get_by_text("Không cần bản này nữa").click()
    offer(writer).scroll_into_view_if_needed()

    writer.look("ban-de-rieng")


def test_typing_while_the_server_is_asked_about_a_copy_is_not_written_over(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    leave_copy(writer, OTHER_OLD)
    asked = Held(writer.page, SAVING)
    with writer.page.expect_request(SAVING, timeout=PATIENCE):
        box = open_draft(writer)
    box.fill("Gõ trong lúc hỏi máy chủ.")

    asked.let_go()

    expect(offer(writer)).to_contain_text(OTHER_OLD.strip(), timeout=PATIENCE)
    expect(box).to_have_value("Gõ trong lúc hỏi máy chủ.")
    await_saved(writer)
    expect(open_draft(writer)).to_have_value("Gõ trong lúc hỏi máy chủ.")


def test_saving_does_not_wait_for_a_key_that_hangs(visitor):
    writer = visitor("tuyengiao.ld", fresh=True)
    Held(writer.page, KEY)  # and is never let go
    box = open_draft(writer)
    box.fill("Lưu khi khóa chưa tới.")
    await_saved(writer)
    with writer.page.expect_response(SAVING, timeout=PATIENCE):
        box.fill("Lưu lần nữa khi khóa chưa tới.")
    await_saved(writer)
    writer.page.route(SAVING, lambda route: route.abort())
    box.fill("Giữ trên máy khi khóa tới.")

    # The hanging request is given up, and the key asked for again.
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    assert len(writer.page.evaluate(COPIES)) == 1
