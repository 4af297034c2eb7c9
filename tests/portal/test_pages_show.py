"""Every page opens for somebody, is whole, and offers nothing that would be refused."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.portal.access_doors import undone
from tests.portal.access_table import Entry, cases
from tests.portal.access_world import POSTS

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#][^"]*)"')
FORM = re.compile(r'<form\b[^>]*?\saction="([^"]+)"')
NO_PAGE = {  # answers that are no page of their own
    "portal:healthz",
    "portal:readyz",
    "portal:calendar-feed",
    "portal:account-data",
    "portal:account-draft-key",
    "portal:evidence-file",
    "portal:evidence-picture",
    "portal:evidence-thumbnail",
    "portal:report-draft-docx",
    "portal:report-submission-docx",
    "portal:report-excel-download",
    "portal:report-list-export",
    "portal:report-inbox-export",
    "portal:evidence-list-export",
    "portal:log-list-export",
    "portal:contribution-list-export",
    "portal:extension-list-export",
    "portal:reminder-list-export",
    "portal:direction-list-export",
    "portal:assignment-list-export",
    "portal:period-list-export",
    "portal:duty-list-export",
    "portal:dashboard-report-list-export",
    "portal:dashboard-extension-list-export",
    "portal:dashboard-workbook-file",
    "portal:dashboard-indicator-list-export",
    "portal:dashboard-indicators-export",
    "portal:dashboard-waiting-list-export",
    "portal:dashboard-declined-list-export",
    "portal:dashboard-silent-list-export",
    "portal:dashboard-export",
    "portal:dashboard-briefing-export",
    "portal:dashboard-today-export",
    "portal:dashboard-trend-export",
    "portal:dashboard-matrix-export",
    "portal:dashboard-duty-change-list-export",
    "portal:dashboard-report-change-list-export",
    "portal:urging-list-export",
    "portal:urging-account",
    "portal:urging-letter",
    "portal:inspection-list-export",
    "portal:finding-list-export",
    "portal:review-list-export",
    "portal:review-docx",
    "portal:inspection-minutes",
    "portal:inspection-conclusion",
    "portal:unit-list-export",
    "portal:notice-list-export",
    "portal:people-template",
    "admin:jsi18n",
    "admin:autocomplete",
    "account_logout",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_generate_recovery_codes",
    "mfa_activate_totp",
}
SHOWN = [(entry, cells) for entry, cells in cases() if entry.method == "GET" and entry.name.startswith("portal:")]
# The world has a single plan, so its list leads straight to it; the report sent is not written any more.
ABOUT = {
    "portal:report-write": "draft",
    "portal:report-to-sign": "draft",
    "portal:report-excel": "draft",
    "portal:report-ask-for-more": "",
}


@pytest.mark.parametrize(("entry", "cells"), SHOWN, ids=str)
def test_page_opens_for_somebody_and_is_whole(doors, entry, cells):
    if entry.name in ABOUT and not entry.about:
        entry = Entry("GET", entry.name, ABOUT[entry.name])
    pages = [doors.answer(post, entry)[1] for post in POSTS if cells[post] == "yes"]
    shown = [page for page in pages if page.status_code == 200]

    if entry.name == "portal:plan-list":
        assert {page["Location"] for page in pages} == {doors.world.plan.get_absolute_url()}
        return
    assert shown != [] or "yes" not in cells.values()
    if entry.name not in NO_PAGE:
        for page in shown:
            assert page.text_of_page.count("<h1") == 1
            assert '<html lang="vi"' in page.text_of_page


@pytest.mark.parametrize("post", POSTS)
def test_pages_offer_nothing_that_is_refused(doors, post):
    pages = {str(entry): doors.answer(post, entry)[1] for entry, cells in SHOWN if cells[post] == "yes"}
    links = {}
    for name, page in pages.items():
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            for link in LINK.findall(page.text_of_page):
                links.setdefault(unescape(link), name)

    refused = {
        (link, name, status)
        for link, name in links.items()
        if link.startswith("/") and not link.startswith(("/static/", "/tai-khoan/dang-xuat/"))
        if (status := doors.ask(post, "GET", link).status_code) >= 400
    }

    assert refused == set()


@pytest.mark.parametrize("post", POSTS)
def test_forms_lead_somewhere(doors, post):
    pages = [doors.answer(post, entry)[1] for entry, cells in SHOWN if cells[post] == "yes"]
    actions = {unescape(action) for page in pages for action in FORM.findall(page.text_of_page)}

    assert [action for action in actions if not _is_known(action)] == []
    with undone():
        refused = {
            (action, status)
            for action in actions
            if action.startswith("/") and (status := _pressed(doors, post, action)) in {403, 404}
        }
    assert refused == set()


def _pressed(doors, post, action):
    response = doors.ask(post, "POST", action)
    return 0 if response.status_code == 405 else response.status_code


def _is_known(action):
    try:
        resolve(urlsplit(action).path or "/")
    except Resolver404:
        return False
    return True
