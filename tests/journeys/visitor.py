"""Somebody with a browser: signs in, presses, types, and looks at every page with a careful eye."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories.files import make_docx

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "anh"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# What Chromium says when a page answers 4xx: the status is looked at by itself.
REFUSED = "Failed to load resource: the server responded with a status of 4"

# A busy machine of two cores answers late, not wrongly: how long a page may take, in milliseconds.
PATIENT = 30_000
expect.set_options(timeout=PATIENT / 2)
UNTIL = """async () => {
  const ask = %(ask)s;
  let told = "không";
  for (const end = Date.now() + %(most)d; Date.now() < end; ) {
    try {
      if (await ask()) {
        return "";
      }
    } catch (error) {
      told = `${error}`;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return told;
}"""


def new_context_args(*, size=DESK, scheme="light", script=True):
    return {
        "viewport": size,
        "color_scheme": scheme,
        "java_script_enabled": script,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "reduced_motion": "reduce",
    }


def opposite(size, scheme):
    return (PHONE if size == DESK else DESK), ("dark" if scheme == "light" else "light")


def day_after(days):
    """The day so many days from today in the office, as one writes it."""
    return f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')) + timedelta(days=days):%d/%m/%Y}"


def minutes():
    """Return what a person picks as a file to attach: the minutes of a meeting."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "Danh mục nội dung.docx", "mimeType": kind, "buffer": make_docx()}


class Visitor:
    """One person's browser. `look` is called on every page that a journey passes."""

    def __init__(self, context, *, folder, size=DESK, scheme="light", script=True):
        self.context, self.page = context, context.new_page()
        self.folder = folder
        self.size, self.scheme = size, scheme
        self.script = script
        self.complaints = []
        self.status = None
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page.on("response", self._note_status)
        self.page.set_default_timeout(PATIENT)

    def _hear(self, message):
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(message.text)

    def _note_status(self, response):
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    def sign_in(self, account, password):
        self.page.goto("/tai-khoan/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(account)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).not_to_have_url(re.compile("dang-nhap"))

    def open(self, address):
        self.page.goto(address)
        return self

    def arrive(self):
        """Wait until the page that has just come is there to its last line, and so are its scripts: what is counted
        or taken as a whole would else be a part of it, and a key or a button of a script would do nothing."""
        self.page.wait_for_load_state()
        return self

    def press(self, label, **options):
        """Press the button of that name, once the page's scripts are there that may ask before it acts."""
        button = self.page.get_by_role("button", name=label, **options).first
        button.wait_for(state="attached")
        self.arrive()
        button.click()
        return self

    def agree(self, label):
        """Press yes in the question that the page asks."""
        self.page.locator("#hoi-lai").get_by_role("button", name=label).click()
        return self

    def follow(self, label, **options):
        self.page.get_by_role("link", name=label, **options).first.click()
        return self

    def sees(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def fill(self, label, text, within=None):
        (within or self.page).get_by_label(label).first.fill(text)
        return self

    def region(self, name):
        return self.page.get_by_role("region", name=name)

    def wait_until(self, ask, seconds=40):
        """Wait until `ask`, an asynchronous function of the page, answers yes. Playwright's own wait takes any promise
        for a yes: it would wait for none."""
        assert self.page.evaluate(UNTIL % {"ask": ask, "most": seconds * 1000}) == "", f"{seconds} giây: {ask}"

    def unfold(self, label):
        """Open the part of the page that stands folded behind that label."""
        self.page.locator("summary", has_text=label).first.click()
        return self

    def look(self, name, *, status=200, picture=""):
        """Check the page that is open: its answer, its console, its width and its access for all, in the visitor's
        own size and colours and in the opposite ones; keep a picture of each."""
        expect(self.page.locator("h1").first).to_be_visible()
        # Words can be seen before the last stylesheet has come: without it every link is too small.
        self.arrive()
        assert self.status == status, f"{self.page.url}: {self.status}"
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        if not self.script:
            return self
        if picture and os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=PICTURES / f"{picture}.png")
        for size, scheme in [opposite(self.size, self.scheme), (self.size, self.scheme)]:
            self._wear(size, scheme)
            self.check_width()
            self.check_access()
            # A long page is a big picture, and a busy machine takes its time over it.
            place = self.folder / f"{name}-{size['width']}-{scheme}.png"
            self.page.screenshot(path=place, full_page=True, timeout=60_000)
        return self

    def _wear(self, size, scheme):
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)
        # A page that follows the system's colours hears of them with its next picture only: till then half of it is
        # still in the old ones. A sheet to be printed does not follow.
        unlike = "light" if scheme == "dark" else "dark"
        late = f"html[data-bs-theme={unlike}]:has(script[src*='js/theme.'])"
        expect(self.page.locator(late)).to_have_count(0)

    def check_width(self):
        inside = self.page.evaluate("document.documentElement.clientWidth")
        expect(self.page.locator("html"), f"rộng hơn màn hình: {self.page.url}").to_have_js_property(
            "scrollWidth", inside
        )

    def check_access(self):
        # From the top, so that each visit asks the same: a target that a bar happens to cut at this height of
        # scrolling is told as too small, though the page scrolls on. What stays under a bar when it gets the focus is
        # not seen from here; that is what test_focus.py goes through, on the page with the tallest bars.
        self.page.evaluate("window.scrollTo(0, 0)")
        found = Axe().run(self.page, options=RULES).response["violations"]
        told = [f"{one['id']}: {node['html'][:200]} {node['any'][:1]}" for one in found for node in one["nodes"]]
        assert told == [], f"{self.page.url} {self.page.viewport_size}:\n" + "\n".join(told[:12])
