"""Rights, cell by cell: docs/permissions.csv is asked at every address as every post."""

import re

import pytest
from django.urls import reverse

from tests.portal.access_doors import address
from tests.portal.access_table import ANSWERS, Entry, cases, known_names, read_rows, row_of
from tests.portal.access_world import MARKS, POSTS, WITHDRAWN

WITHOUT_PAGE = set()
# Shown inside pages that other rows govern: who may read them is asked by their marks, or with the page itself.
SHOWN_WITHIN = {
    "reminders: what one's unit was reminded of",
    "progress log: read",
    "contribution: read what is being written",
    "contacts: phone and e-mail of people",
    "history: business events of one's unit",
}
# Where a mark could come to light besides the addresses of the matrix.
MORE_PLACES = [
    "/tim/?q=dau",
    "/tim/?q=vướng+mắc&loai=bao-cao",
    "/tim/?q=dau&loai=nhat-ky",
    "/nhat-ky/?q=dau",
    "/quan-tri/progress/submission/?q=dau",
    "/quan-tri/progress/logentry/?q=dau",
    "/quan-tri/progress/reportevent/?q=dau",
    "/quan-tri/units/user/?q=viet",
]


@pytest.mark.parametrize(("entry", "cells"), cases(), ids=str)
def test_each_post_gets_what_its_cell_says(doors, entry, cells):
    answers = {post: doors.answer(post, entry) for post in POSTS}

    assert {post: answer for post, (answer, _) in answers.items()} == cells
    if entry.method == "GET":
        read = {(mark, post) for post, (_, page) in answers.items() for mark in MARKS if mark in page.text_of_page}
        assert read - may_read() == set()


def test_every_address_stands_in_a_row_and_every_row_leads_somewhere():
    assert {entry.name for entry, _ in cases()} == known_names()


def test_no_address_stands_in_two_rows():
    entries = [entry for entry, _ in cases()]

    assert len(entries) == len(set(entries))


def test_cells_hold_known_answers():
    assert {cell for row in read_rows() for cell in row.cells.values()} == ANSWERS


def test_rows_without_a_page_are_known():
    assert {row.action for row in read_rows() if not row.entries} == WITHOUT_PAGE | SHOWN_WITHIN


def test_addresses_answer_no_other_method_than_their_rows_say(doors):
    named = {(entry.method, entry.name) for entry, _ in cases()}
    wrong = []
    for entry, cells in cases():
        other = "POST" if entry.method == "GET" else "GET"
        if not entry.name.startswith("portal:") or (other, entry.name) in named or "yes" not in cells.values():
            continue
        post = next(post for post in reversed(POSTS) if cells[post] == "yes")
        response = doors.ask(post, other, address(doors.world, entry)[0])
        if response.status_code != 405:
            wrong.append((other, str(entry), response.status_code))

    assert wrong == []


def test_wrong_method_is_told_in_a_designed_page(doors):
    response = doors.ask("head", "GET", reverse("portal:report-submit", args=[doors.world.draft.pk]))

    heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.text_of_page, re.DOTALL)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert heading.group(1) == "Địa chỉ này chỉ dùng để bấm nút"


def may_read():
    """Return (mark, post) for each text that a post's row lets it read."""
    return {(mark, post) for mark, action in MARKS.items() for post in row_of(action).posts()}


def test_texts_come_to_light_only_where_their_rows_say(doors):
    """Beside the addresses of the matrix, each of which is held to it by its own cells."""
    read = {(mark, post) for post in POSTS for text in _shown_besides(doors, post) for mark in MARKS if mark in text}

    assert read - may_read() == set()
    assert _not_met(doors, may_read() - read) == set()


def test_what_was_taken_back_is_not_found_by_searching(doors):
    texts = [doors.ask(post, "GET", "/tim/?q=rut").text_of_page for post in POSTS]

    assert [text for text in texts if WITHDRAWN in text] == []


def _not_met(doors, hoped):
    """Return those (mark, post) that no address of the matrix shows; what was met is not looked for any more."""
    for entry, _ in cases():
        if entry.method == "GET":
            for post in {post for _, post in hoped}:
                text = doors.answer(post, entry)[1].text_of_page
                hoped = {(mark, other) for mark, other in hoped if other != post or mark not in text}
    return hoped


def _shown_besides(doors, post):
    for place in MORE_PLACES:
        yield doors.ask(post, "GET", place).text_of_page
    for about in ("draft", "to_office", "of_office"):
        yield doors.answer(post, Entry("GET", "portal:report", about))[1].text_of_page
    withdrawn = reverse("portal:report-submission", args=[doors.world.report.pk, 1])
    yield doors.ask(post, "GET", withdrawn).text_of_page
    yield doors.answer(post, Entry("GET", "portal:unit", "a"))[1].text_of_page
    yield doors.answer(post, Entry("GET", "portal:task", "own_task"))[1].text_of_page
    yield doors.answer(post, Entry("GET", "portal:assignment", "assignment"))[1].text_of_page
