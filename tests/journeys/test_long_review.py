"""A review that is opened part by part: words that have not reached the server lie in the browser with their part, and
whoever opens another part is told of them."""

import re

from playwright.sync_api import expect

from tests.journeys.test_autosave import PATIENCE, await_copies, await_key, sign_in_again, trouble
from tests.journeys.test_autosave_refused import KEPT

TYPED = "Huyện đã mở ba lớp bồi dưỡng."
# Two headings of which each fills a part.
MAKE = """
from tasks.models import Plan
from tests.factories import make_passage, make_review, make_section
review = make_review(Plan.objects.get())
for _ in range(2):
    section = make_section(review)
    make_passage(section, text="Ngắn.", proposed="Ngắn.")
    make_passage(section, text="Xã đã tổ chức. " * 5500, proposed="Xã đã tổ chức. " * 5500)
"""


def test_words_left_in_another_part_are_told_of_and_found_again(visitor, world):
    world.manage("shell", "--command", MAKE)
    office = visitor("tuyengiao", fresh=True)
    open_review(office)
    second = contents(office).get_by_role("link", name=re.compile("^Phần 2"))
    second_part = second.get_attribute("href")
    await_key(office)
    office.context.clear_cookies(name="sessionid")
    first_box(office).fill(TYPED)
    # The mark of the part lies in the browser before its words do: only then are they called kept.
    expect(trouble(office)).to_contain_text(KEPT, timeout=PATIENCE)

    # The page is left all the same; after signing in another part is opened first.
    office.page.on("dialog", lambda dialog: dialog.accept())
    office.open(second_part)
    sign_in_again(office.page, "tuyengiao")

    notice = office.page.locator("[data-unsaved-elsewhere]")
    expect(notice).to_be_visible(timeout=PATIENCE)
    office.look("con-chu-o-phan-khac")
    notice.get_by_role("link", name="Phần 1").click()
    expect(first_box(office)).to_have_value(TYPED, timeout=PATIENCE)
    # What was put back is saved, and said to be.
    expect(office.page.locator("#tu-luu")).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d"), timeout=PATIENCE)
    office.page.reload()
    expect(first_box(office)).to_have_value(TYPED)
    await_copies(office, "(copies) => copies.length === 0")

    second.click()
    expect(first_box(office)).to_have_value("Ngắn.")
    await_key(office)
    expect(notice).to_be_hidden()


def open_review(office):
    office.open("/tong-ket/")
    office.page.get_by_role("link", name=re.compile("^Báo cáo sơ kết")).first.click()
    expect(first_box(office)).to_be_visible()


def first_box(office):
    return office.page.locator("article.review-passage").first.get_by_role("textbox").first


def contents(office):
    return office.page.get_by_role("navigation", name="Đề cương")
