"""The words found are marked as they were written, and a unit finds its own working text, which nobody else does."""

import re
import unicodedata

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.folding import fold
from portal.search.snippets import marked, snippet
from progress.enums import ReportState
from progress.models import Report
from tests.factories import make_line, make_period, make_post, make_report
from tests.portal.test_search import found
from tests.progress.report_world import ReportWorld
from units.enums import Role


def searched(pieces):
    return [letters for letters, is_searched in pieces if is_searched]


@pytest.mark.parametrize(
    ("text", "words", "marks"),
    [
        ("Đăk Ơ là xã biên giới", ["dak"], ["Đăk"]),
        ("Uỷ ban, Ủy ban", ["uy"], ["Uỷ", "Ủy"]),
        (unicodedata.normalize("NFD", "hoà hợp"), ["hoa"], [unicodedata.normalize("NFD", "hoà")]),
        ("tuyên truyền", ["tuyen", "truyen"], ["tuyên", "truyền"]),
        ("100% và a_b", ["100%", "a_b"], ["100%", "a_b"]),
        ("không có gì", ["dak"], []),
        ("bb bbb abb", ["bb"], ["bb", "bb"]),
    ],
)
def test_words_are_marked_as_they_were_written(text, words, marks):
    pieces = marked(text, words)

    assert searched(pieces) == marks
    assert "".join(letters for letters, _ in pieces) == text


@given(st.text(alphabet="aăâáấđĐ .\u0301\u0323ơƯ\n", max_size=60), st.text(alphabet="aduo", min_size=1, max_size=3))
def test_marking_loses_no_letter_and_marks_only_what_was_searched(text, word):
    pieces = marked(text, [word])

    assert "".join(letters for letters, _ in pieces) == text
    assert bool(searched(pieces)) == any(part.startswith(word) for part in re.findall("[a-z0-9]+", fold(text)))
    assert [letters for letters in searched(pieces) if word not in fold(letters)] == []


def test_snippet_is_cut_between_words_round_the_first_place():
    pieces = snippet(["mở đầu " * 40 + "biên giới " + "kết thúc " * 60, "không có"], ["bien", "gioi"])
    text = "".join(letters for letters, _ in pieces)

    assert searched(pieces) == ["biên", "giới"]
    assert text.startswith(("… mở ", "… đầu "))
    assert text.endswith((" kết …", " thúc …"))
    assert len(text) < 240


def test_snippet_of_nothing_is_empty():
    assert snippet([], ["a"]) == snippet(["", "b"], ["a"]) == []


@pytest.mark.django_db
def test_page_marks_the_words_whatever_marks_were_typed(sign_in):
    world = ReportWorld()

    page = sign_in(world.writer).get(reverse("portal:search"), {"q": "NOI chuyen", "loai": "dang-soan"})

    assert "<mark>nói</mark> <mark>chuyện</mark>" in page.text


@pytest.mark.django_db
def test_working_text_is_found_by_its_unit_alone(sign_in):
    world = ReportWorld()
    world.add_line()
    posts = {
        "writer": world.writer,
        "head": world.head,
        "reader": make_post(world.unit, Role.READER),
        "office": world.judge,
        "administrator": make_post(world.unit, Role.ADMINISTRATOR),
        "stranger": make_post(),
    }

    seen = {who for who, post in posts.items() if "dang-soan" in found(sign_in(post), "noi chuyen")}

    assert seen == {"writer", "head", "reader"}


@pytest.mark.django_db
def test_a_line_is_found_by_its_text_and_its_task_but_not_when_empty(sign_in):
    world = ReportWorld()
    world.add_line()
    client = sign_in(world.writer)

    by_both = found(client, f"{world.line.task_code} nói chuyện")["dang-soan"]
    by_title = found(client, world.line.task_title)

    assert [draft.place for draft in by_both] == [str(world.line)]
    assert "dang-soan" not in by_title


@pytest.mark.django_db
def test_what_was_sent_is_no_longer_found_as_working_text(sign_in):
    world = ReportWorld()
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=world.period.opened_at)

    assert "dang-soan" not in found(sign_in(world.writer), "noi chuyen")


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [1, 3])
def test_working_text_costs_the_same_for_one_line_and_three(sign_in, lines, django_assert_max_num_queries):
    world = ReportWorld()
    for number in range(lines):
        make_report(make_period(world.plan, year=2025, number=number + 1), world.unit, difficulties="Khó khăn lạ.")
        make_line(world.report, result="Khó khăn lạ.")
    client = sign_in(world.writer)

    with django_assert_max_num_queries(14):
        assert len(found(client, "khó khăn lạ")["dang-soan"]) == min(2 * lines, 5)
