"""The browser is killed outright, as by a power cut or a full memory: what the page called kept is there again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import CHROMIUM
from tests.journeys.own_browser import OwnBrowser
from tests.journeys.test_autosave import COPIES, PATIENCE, await_key, await_saved, open_draft, result, trouble
from tests.journeys.world import PASSWORD

KEPT = "Nội dung được giữ trên máy này"


@pytest.fixture
def own_browser(browser_type, server, tmp_path):
    one = OwnBrowser(browser_type, tmp_path, options={"args": CHROMIUM, "base_url": server})
    yield one
    one.close()


def go_offline(writer):
    writer.context.set_offline(True)


def end_session(writer):
    writer.context.clear_cookies(name="sessionid")


@pytest.mark.parametrize("trouble_first", [go_offline, end_session])
def test_text_called_kept_outlives_the_browser(own_browser, trouble_first):
    text = f"Trình duyệt bị tắt ngang: {own_browser.folder.name}."
    writer = own_browser.start()
    writer.sign_in("tuyengiao", PASSWORD)
    box = open_draft(writer)
    await_key(writer)
    trouble_first(writer)
    box.fill(text)
    expect(trouble(writer)).to_contain_text(KEPT, timeout=PATIENCE)
    own_browser.kill()

    writer = own_browser.start()
    writer.sign_in("tuyengiao", PASSWORD)
    kept = writer.page.evaluate(COPIES)
    open_draft(writer)

    assert len(kept) == 1
    expect(result(writer)).to_have_value(text, timeout=PATIENCE)
    await_saved(writer)
    assert writer.page.evaluate(COPIES) == []


def test_text_called_saved_outlives_the_browser(own_browser):
    writer = own_browser.start()
    writer.sign_in("tuyengiao", PASSWORD)
    open_draft(writer).fill("Đã lưu rồi trình duyệt mới bị tắt ngang.")
    await_saved(writer)
    own_browser.kill()

    writer = own_browser.start()
    writer.sign_in("tuyengiao", PASSWORD)

    expect(open_draft(writer)).to_have_value("Đã lưu rồi trình duyệt mới bị tắt ngang.")
    assert writer.page.evaluate(COPIES) == []
