"""Whoever goes through the long forms by keyboard sees where he is: the bars that stay in sight never lie over it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_autosave import PATIENCE, open_draft, trouble
from tests.journeys.visitor import DESK, PHONE

# What has the focus while a bar lies over it: its first letters, and how many of its points can be seen; else "". Of a
# text of many rows the browser shows the row that is written in: enough. Of everything else nothing is covered.
HIDDEN = """() => {
  const node = document.activeElement;
  const bars = Array.from(document.querySelectorAll(".topbar, .save-bar, .bottombar"));
  if (node === document.body || node.matches(".skip-link") || bars.some((bar) => bar.contains(node))) {
    return "";
  }
  const box = node.getBoundingClientRect();
  const isSeen = (y) => {
    const met = y >= 0 && y < innerHeight && document.elementFromPoint(box.left + box.width / 2, y);
    return met && !bars.some((bar) => bar.contains(met));
  };
  const points = Array.from({ length: Math.max(1, Math.floor(box.height - 2)) }, (_, step) => box.top + 1 + step);
  const seen = points.filter(isSeen).length;
  const enough = node.matches("textarea") ? Math.min(20, points.length) : points.length;
  return seen >= enough ? "" : `${seen}/${points.length}: ${node.outerHTML.slice(0, 100)}`;
}"""
MOST = 500


def tab_through(person, key):
    """Press `key` from field to field until the page has been left; return the stops, and what could not be seen."""
    hidden = []
    for stops in range(1, MOST):
        person.page.keyboard.press(key)
        hidden += [told for told in [person.page.evaluate(HIDDEN)] if told]
        if person.page.evaluate("document.activeElement === document.body"):
            return stops, hidden
    pytest.fail(f"Sau {MOST} lần bấm vẫn chưa qua hết trang.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_bar_lies_over_what_has_the_focus_on_the_write_page(visitor, size):
    writer = visitor("tuyengiao", size=size)
    box = open_draft(writer)
    texts = writer.page.locator("textarea:visible").count()
    # In trouble the bar at the foot is at its tallest.
    writer.context.set_offline(True)
    box.fill("Đi qua trang bằng bàn phím.")
    expect(trouble(writer)).to_be_visible(timeout=PATIENCE)
    writer.page.locator(".brand").first.focus()

    there, hidden = tab_through(writer, "Tab")
    back, hidden_back = tab_through(writer, "Shift+Tab")

    assert hidden + hidden_back == []
    assert min(there, back) > texts
