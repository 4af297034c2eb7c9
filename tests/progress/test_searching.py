"""Sent text is found by its words: on PostgreSQL, where an index finds them, each must begin a word of the text."""

import pytest
from django.db import connection
from django.db.models import Q

from common.searching import holds_words
from progress.models import LogEntry
from tests.factories import make_assignment, make_user

pytestmark = pytest.mark.django_db

TEXTS = ["Tuyên truyền biên giới", "Đã in 1.200 tờ rơi (26/261-KH/HU)", "a_b, 100%, d'Ơ", "thanhtruyen"]


@pytest.fixture
def entries():
    work, by = make_assignment(), make_user()
    said = {"assignment": work, "happened_on": work.starts_on, "at": "2024-10-01 08:00+07:00", "by": by}
    return [LogEntry.objects.create(text=text, for_unit=work.unit, **said) for text in TEXTS]


@pytest.mark.parametrize(
    ("words", "begins", "inside"),
    [
        (["truyen", "bien"], [0], [0]),
        (["tru", "bi"], [0], [0]),
        (["truyen"], [0], [0, 3]),
        (["261-kh/hu"], [1], [1]),
        (["26", "1.200"], [1], [1]),
        (["100%"], [2], [2]),
        (["a_b"], [2], [2]),
        (["%%"], [], []),
        (["d'o"], [2], [2]),
        (["khong", "truyen"], [], []),
    ],
)
def test_words_are_found(entries, words, begins, inside):
    found = LogEntry.objects.filter(holds_words(words))

    expected = begins if connection.vendor == "postgresql" else inside
    assert [entries.index(entry) for entry in found.order_by("pk")] == expected


def test_what_does_not_hold_the_words_is_the_rest(entries):
    rest = LogEntry.objects.exclude(holds_words(["tuyen", "truyen"]) | Q(text__startswith="a_b"))

    assert [entries.index(entry) for entry in rest.order_by("pk")] == [1, 3]
