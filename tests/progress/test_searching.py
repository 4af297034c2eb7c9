"""Every database finds the same rows: each word begins a syllable, be the text read or found by an index."""

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from common.folding import fold
from common.searching import MOST_LETTERS, holds_words, holds_words_indexed, spans
from progress.models import LogEntry
from tests.factories import make_assignment, make_user

pytestmark = pytest.mark.django_db

TEXTS = ["Tuyên truyền biên giới", "Đã in 1.200 tờ rơi (26/261-KH/HU)", "a_b, 100%, d'Ơ", "thanhtruyen", "Đội 7b1e2a"]
WAYS = [holds_words, holds_words_indexed]


@pytest.fixture
def entries():
    work, by = make_assignment(), make_user()
    said = {"assignment": work, "happened_on": work.starts_on, "at": "2024-10-01 08:00+07:00", "by": by}
    return [LogEntry.objects.create(text=text, for_unit=work.unit, **said) for text in TEXTS]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["truyen", "bien"], [0]),
        (["bien", "tuyen", "gioi"], [0]),
        (["tru", "bi"], [0]),
        (["truyen"], [0]),
        (["ruyen"], []),
        (["ien"], []),
        (["thanhtruyen"], [3]),
        (["261-kh/hu"], [1]),
        (["61-kh/hu"], []),
        (["-kh"], [1]),
        (["26", "1.200"], [1]),
        (["200"], [1]),
        (["00"], []),
        (["100%"], [2]),
        (["00%"], []),
        (["%"], [2]),
        (["a_b"], [2]),
        (["%%"], []),
        (["d'o"], [2]),
        (["7b", "doi"], [4]),
        (["7b1e2a"], [4]),
        (["1e2a"], []),
        (["khong", "truyen"], []),
    ],
)
def test_words_are_found(entries, way, words, expected):
    found = LogEntry.objects.filter(way(words))

    assert [entries.index(entry) for entry in found.order_by("pk")] == expected
    assert [n for n, text in enumerate(TEXTS) if all(spans(word, fold(text)) for word in words)] == expected


def test_what_does_not_hold_the_words_is_the_rest(entries):
    rest = LogEntry.objects.exclude(holds_words_indexed(["tuyen", "truyen"]) | Q(text__startswith="a_b"))

    assert [entries.index(entry) for entry in rest.order_by("pk")] == [1, 3, 4]


def test_what_stands_far_behind_is_not_found_by_its_words(entries):
    LogEntry.objects.filter(pk=entries[0].pk).update(search_text="a " * (MOST_LETTERS // 2) + "truyen")

    assert not LogEntry.objects.filter(holds_words_indexed(["truyen"])).exists()


@given(st.text("ab1. ", max_size=12), st.text("ab1.", min_size=1, max_size=3))
def test_a_word_begins_where_no_letter_or_digit_stands_before_it(text, word):
    places = [at for at in range(len(text)) if text.startswith(word, at)]
    begins = [at for at in places if not (word[0].isalnum() and at and text[at - 1].isalnum())]

    found = [first for first, _behind in spans(word, text)]

    assert bool(found) == bool(begins)
    assert sorted(set(found) - set(begins)) == []
