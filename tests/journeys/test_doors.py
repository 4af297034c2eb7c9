"""Every demo post opens every page of its navigation: it answers, reads well, speaks Vietnamese."""

import re

import pytest

from portal.demo.cast import CAST
from tests.journeys.visitor import DESK, PHONE

ENGLISH = re.compile(
    r"\b(Submit|Required|This field|Delete|Save|Select|Choose|Add|Change|History|None|True|False|Search|Yes|No file)\b"
)
# One account for each kind of post: the others open the same pages, only their rows differ.
LOOKED_AT = ["phunghia", "tuyengiao", "quantri", "bcd.ld", "ubnd.ld"]
PICTURES = {"tuyengiao": {"/ke-hoach/": "cay-ke-hoach", "/phan-cong/": "ma-tran-phan-cong"}}


@pytest.mark.parametrize("account", CAST)
def test_post_opens_every_page_of_its_navigation(visitor, account):
    person = visitor(account, size=PHONE if account.endswith(".ld") else DESK)
    person.open("/")
    links = person.page.locator("nav a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(links) > 4

    for link in dict.fromkeys(["/", *links]):
        person.open(link)

        if account in LOOKED_AT:
            name = link.strip("/").replace("/", "-") or "trang-chu"
            person.look(name, picture=PICTURES.get(account, {}).get(link, ""))
        assert person.status == 200
        person.check_width()
        assert ENGLISH.findall(person.page.locator("body").inner_text()) == []
