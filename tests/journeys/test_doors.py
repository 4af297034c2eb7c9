"""Every demo post opens every page of its navigation: it answers, reads well, speaks Vietnamese."""

import re

import pytest

from portal.demo.cast import CAST
from tests.journeys.visitor import PHONE

ENGLISH = re.compile(
    r"\b(Submit|Required|This field|Delete|Save|Select|Choose|Add|Change|History|None|True|False|Search|Yes|No file)\b"
)
# The same pages with the same layout for each: axe runs at the first account that opens one.
WRITES_FIRST = ["phunghia", "tuyengiao", "tuyengiao.ld", "quantri", "bcd.ld", "ubkt", "ubnd.ld"]


@pytest.mark.parametrize("account", CAST)
def test_post_opens_every_page_of_its_navigation(visitor, account):
    careful = account in WRITES_FIRST
    person = visitor(account, size=PHONE if account.endswith(".ld") else None or {"width": 1280, "height": 900})
    person.open("/")
    links = person.page.locator("nav a[href^='/']").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))")

    for link in dict.fromkeys(["/", *links]):
        person.open(link)

        name = link.strip("/").replace("/", "-") or "trang-chu"
        if careful:
            person.look(name)
        else:
            assert person.status == 200
            person.check_width()
        assert ENGLISH.findall(person.page.locator("body").inner_text()) == []
