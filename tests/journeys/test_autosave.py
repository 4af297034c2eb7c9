"""Nothing typed is ever lost: the session ends, the network goes, the server is started again, two people
write the same line, the next person sits down at the PC."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import DESK, PHONE
from tests.journeys.world import PASSWORD, Server

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
SENTENCE = "Đã tuyên truyền tại thôn Bù Lư, 120 người dự, phát 60 tờ gấp. "
LONG_TEXT = (SENTENCE * 50)[:3000]
PATIENCE = 40_000
# Every copy in the browser, as [name, letters of what is sealed].
COPIES = """async () => {
  const request = indexedDB.open("ban-nhap", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("ban-nhap");
  const base = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  const shelf = base.transaction("ban-nhap").objectStore("ban-nhap");
  const all = (what) => new Promise((done) => (what.onsuccess = () => done(what.result)));
  const [names, values] = [await all(shelf.getAllKeys()), await all(shelf.getAll())];
  base.close();
  return names.map((name, place) => [name, new TextDecoder("latin1").decode(values[place].sealed)]);
}"""
# How many copies the key of whoever is signed in now opens.
OPENED = """async () => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const given = await (await fetch("/tai-khoan/khoa-ban-nhap/")).json();
  const key = await crypto.subtle.importKey("raw", bytes(given.key).slice(0, 32), "AES-GCM", false, ["decrypt"]);
  const request = indexedDB.open("ban-nhap", 1);
  const base = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  const shelf = base.transaction("ban-nhap").objectStore("ban-nhap").getAll();
  const copies = await new Promise((done) => (shelf.onsuccess = () => done(shelf.result)));
  base.close();
  const tries = copies.map(({ iv, sealed }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
  return (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled").length;
}"""


def open_draft(person, address=""):
    """Open the write page of the current period's report; return the field of its first line's result."""
    person.page.goto(f"{address}/")
    person.region("Việc phải làm").get_by_role("link", name=re.compile("^Báo cáo")).last.click()
    expect(person.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    expect(status(person)).to_be_visible()
    # What saves must be there before the connection may be lost.
    person.arrive()
    return result(person)


def result(person, place=0):
    return person.page.locator("article.line-card").nth(place).get_by_label("Kết quả thực hiện")


def status(person):
    return person.page.locator("#tu-luu")


def trouble(person):
    return person.page.locator("#tu-luu-loi")


def await_saved(person):
    expect(status(person)).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d"), timeout=PATIENCE)
    expect(trouble(person)).to_be_hidden()


def await_key(person):
    """Wait until the page has the key to its copies: a session or a network that ends before leaves it without any."""
    expect(person.page.locator("input[name=giu-tren-may]")).to_have_value("1", timeout=PATIENCE)


def await_copy(person):
    """Wait until the browser holds a copy of what was typed."""
    await_copies(person, "(copies) => copies.length > 0")


def await_last_copy(person, text):
    """Wait until the copy of `text` is the one that is written when the server has refused it: it holds the text twice,
    as it stands in the fields and as it went off. The one before it, of the fields alone, is gone over by it."""
    await_copies(person, f"(copies) => copies.some(([, sealed]) => sealed.length > {2 * len(text.encode())})")


def await_copies(person, those):
    """Wait until `those`, a function of the page, is content with the copies that the browser holds."""
    person.wait_until(f"async () => ({those})(await ({COPIES})())")


def sign_in_again(page, account):
    page.get_by_label("Tên đăng nhập").fill(account)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("dang-nhap"))


def in_sight(person, what):
    box, height = what.bounding_box(), person.page.viewport_size["height"]
    return box["y"] >= 0 and box["y"] + box["height"] <= height


# The session ends -------------------------------------------------------------------------------------------


@SIZES
def test_session_ends_while_typing_three_thousand_letters(visitor, size):
    writer = visitor("tuyengiao", size=size, fresh=True)
    box = open_draft(writer)
    box.fill("")
    writer.page.keyboard.type(LONG_TEXT[:1500])
    writer.context.clear_cookies(name="sessionid")
    writer.page.keyboard.type(LONG_TEXT[1500:])

    expect(trouble(writer)).to_contain_text("Phiên làm việc đã hết.", timeout=PATIENCE)
    assert in_sight(writer, trouble(writer))
    assert box.evaluate("node => node === document.activeElement")
    writer.look("phien-da-het")
    with writer.context.expect_page() as opened:
        trouble(writer).get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    sign_in_again(opened.value, "tuyengiao")
    opened.value.close()
    box.press("End")
    writer.page.keyboard.type(" Hết.")

    await_saved(writer)
    assert box.input_value() == f"{LONG_TEXT} Hết."
    expect(open_draft(writer)).to_have_value(f"{LONG_TEXT} Hết.")


@SIZES
def test_page_closed_after_the_session_ended_gives_the_text_back(visitor, size):
    writer = visitor("tuyengiao", size=size, fresh=True)
    box = open_draft(writer)
    await_key(writer)
    writer.context.clear_cookies(name="sessionid")
    box.fill(f"Chưa kịp lưu, khổ {size['width']}.")
    expect(trouble(writer)).to_contain_text("Phiên làm việc đã hết.", timeout=PATIENCE)
    await_copy(writer)

    writer.page.goto("/tai-khoan/dang-nhap/")
    sign_in_again(writer.page, "tuyengiao")
    box = open_draft(writer)

    expect(box).to_have_value(f"Chưa kịp lưu, khổ {size['width']}.", timeout=PATIENCE)
    writer.sees("Đã đưa lại vào các ô nội dung soạn lúc")
    await_saved(writer)
    writer.look("da-dua-lai")
    assert writer.page.evaluate(COPIES) == []


def test_button_pressed_after_the_session_ended_leads_back_to_the_page(visitor):
    writer = visitor("tuyengiao", fresh=True)
    box = open_draft(writer)
    box.fill("Một câu đủ dài để đáng được hiện lại trên trang báo hết phiên.")
    await_saved(writer)
    await_key(writer)
    writer.context.clear_cookies(name="sessionid")

    writer.press("Lưu nháp").sees("Nội dung được giữ trên máy này.")
    writer.look("bam-luu-khi-het-phien", status=403)
    writer.follow("Đăng nhập lại")
    sign_in_again(writer.page, "tuyengiao")

    expect(result(writer)).to_have_value("Một câu đủ dài để đáng được hiện lại trên trang báo hết phiên.")


# The network, the server, the browser ------------------------------------------------------------------------


@SIZES
def test_network_goes_and_comes_back(visitor, size):
    writer = visitor("tuyengiao", size=size)
    box = open_draft(writer)
    writer.context.set_offline(True)
    box.fill(f"Viết lúc mất mạng, khổ {size['width']}.")

    expect(trouble(writer)).to_contain_text("Mất kết nối mạng.", timeout=PATIENCE)
    assert in_sight(writer, trouble(writer))
    # What the button sends off must have failed before the network is back.
    with writer.page.expect_event("requestfailed", lambda request: "luu-tung-phan" in request.url):
        writer.press("Lưu nháp")
    expect(writer.page.get_by_role("heading", name="Soạn báo cáo")).to_be_visible()
    writer.context.set_offline(False)

    await_saved(writer)
    assert box.input_value() == f"Viết lúc mất mạng, khổ {size['width']}."
    expect(open_draft(writer)).to_have_value(f"Viết lúc mất mạng, khổ {size['width']}.")


@pytest.fixture
def own_server(world):
    one = Server(world)
    one.start()
    yield one
    one.stop()


@SIZES
def test_server_is_started_again_while_somebody_types(visitor, own_server, size):
    writer = visitor("tuyengiao", size=size)
    box = open_draft(writer, own_server.address)
    own_server.stop()
    box.fill(f"Viết lúc máy chủ khởi động lại, khổ {size['width']}.")
    expect(trouble(writer)).to_contain_text("Chưa kết nối được với máy chủ.", timeout=PATIENCE)

    own_server.start()

    await_saved(writer)
    expect(open_draft(writer, own_server.address)).to_have_value(
        f"Viết lúc máy chủ khởi động lại, khổ {size['width']}."
    )


# Two people -------------------------------------------------------------------------------------------------


def test_two_people_write_different_lines_and_sections(visitor):
    one, other = visitor("tuyengiao"), visitor("tuyengiao.ld", size=PHONE)
    open_draft(one)
    other.open(one.page.url)

    result(one, 1).fill("Dòng thứ hai, người thứ nhất.")
    result(other, 2).fill("Dòng thứ ba, người thứ hai.")
    one.page.get_by_label("II. Khó khăn, vướng mắc").fill("Khó khăn do người thứ nhất ghi.")
    other.page.get_by_label("IV. Kiến nghị, đề xuất").fill("Kiến nghị do người thứ hai ghi.")
    await_saved(one)
    await_saved(other)

    one.page.reload()
    expect(result(one, 1)).to_have_value("Dòng thứ hai, người thứ nhất.")
    expect(result(one, 2)).to_have_value("Dòng thứ ba, người thứ hai.")
    expect(one.page.get_by_label("II. Khó khăn, vướng mắc")).to_have_value("Khó khăn do người thứ nhất ghi.")
    expect(one.page.get_by_label("IV. Kiến nghị, đề xuất")).to_have_value("Kiến nghị do người thứ hai ghi.")


@SIZES
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_people_write_the_same_line(visitor, size, choice):
    one, other = visitor("tuyengiao"), visitor("tuyengiao.ld", size=size)
    theirs, mine = f"Bản đến trước {choice} {size['width']}.", f"Bản đến sau {choice} {size['width']}."
    first = open_draft(one)
    other.open(one.page.url)
    expect(status(other)).to_be_visible()
    first.fill(theirs)
    await_saved(one)
    second = result(other)
    second.fill(mine)

    expect(trouble(other)).to_contain_text("người khác hoặc thẻ khác vừa lưu phần này", timeout=PATIENCE)
    assert second.evaluate("node => node === document.activeElement")
    assert second.input_value() == mine
    trouble(other).get_by_role("link", name="Chọn bản giữ lại").click()
    conflict = other.page.locator(".conflict")
    expect(conflict).to_contain_text(theirs)
    expect(conflict).to_contain_text(mine)
    other.look("hai-ban")
    if choice == "theirs":
        conflict.get_by_label("Lấy bản đang lưu").check()
    conflict.get_by_role("button", name="Lưu bản đã chọn").click()

    expect(conflict).to_have_count(0)
    await_saved(other)
    one.page.reload()
    kept = mine if choice == "mine" else theirs
    expect(result(one)).to_have_value(kept)
    expect(result(other)).to_have_value(kept)


def test_wrong_number_is_told_beside_its_line_and_saved_when_mended(visitor):
    writer = visitor("tuyengiao", size=PHONE)
    open_draft(writer)
    number = writer.page.locator("input[name*=chi-tieu]").first
    number.fill("mười hai")

    expect(trouble(writer)).to_contain_text("có ô cần sửa", timeout=PATIENCE)
    expect(
        writer.page.locator("[data-part-told]").get_by_text("Hãy ghi một số, ví dụ 1.234 hoặc 12,5.")
    ).to_be_visible()
    writer.look("o-can-sua")
    assert number.input_value() == "mười hai"
    number.fill("12")

    await_saved(writer)


# The same PC ------------------------------------------------------------------------------------------------


def test_next_person_at_the_pc_reads_nothing_and_signing_out_wipes(visitor):
    writer = visitor("tuyengiao", fresh=True)
    box = open_draft(writer)
    await_key(writer)
    writer.context.clear_cookies(name="sessionid")
    text = "Nội dung chỉ của người soạn. " * 20
    box.fill(text)
    expect(trouble(writer)).to_contain_text("Phiên làm việc đã hết.", timeout=PATIENCE)
    await_last_copy(writer, text)
    own = writer.page.evaluate(COPIES)

    writer.page.goto("/tai-khoan/dang-nhap/")
    sign_in_again(writer.page, "vhtt")
    found = writer.page.evaluate(COPIES)

    assert found == own
    assert [name for name, _ in found if not re.fullmatch("[0-9a-f]{64}", name)] == []
    assert [sealed for _, sealed in found if "người" in sealed or "fields" in sealed or "dong-" in sealed] == []
    assert writer.page.evaluate(OPENED) == 0
    writer.page.locator("details.menu-account > summary").click()
    writer.press("Đăng xuất")
    expect(writer.page).to_have_url(re.compile("dang-nhap"))
    assert writer.page.evaluate(COPIES) == []


def test_leaving_a_saved_page_asks_nothing(visitor):
    writer = visitor("tuyengiao")
    asked = []
    writer.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    box = open_draft(writer)
    box.fill("Đã lưu thì rời trang không bị hỏi.")
    await_saved(writer)

    writer.open("/")

    assert asked == []
