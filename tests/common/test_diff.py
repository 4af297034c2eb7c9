"""A diff is right when it gives back both texts; and quick whatever it is given."""

import random
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.diff import Kind, comparable, is_same_text, word_diff

WORDS = st.sampled_from(
    ["họp", "Họp", "buổi", "3", "12", "thôn", ",", ".", "–", "Đăk Ơ", "hoà", "  ", "\n", "\r\n", "%"]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=80)
LONG = 20_000


def told(old, new):
    return [(segment.kind, segment.text) for segment in word_diff(old, new)]


def put_together(segments, kind):
    return "".join(segment.text for segment in segments if segment.kind in {Kind.SAME, kind})


def check(old, new):
    segments = word_diff(old, new)

    assert put_together(segments, Kind.REMOVED) == comparable(old)
    assert put_together(segments, Kind.ADDED) == comparable(new)
    assert all(segment.text for segment in segments)
    kinds = [segment.kind for segment in segments]
    assert [pair for pair in pairwise(kinds) if pair[0] == pair[1]] == []
    assert (Kind.ADDED, Kind.REMOVED) not in list(pairwise(kinds))
    return segments


@given(TEXTS, TEXTS)
def test_diff_gives_back_both_texts(old, new):
    check(old, new)


@given(TEXTS)
def test_text_against_itself_is_one_unchanged_segment(text):
    assert [segment.kind for segment in word_diff(text, text)] == ([Kind.SAME] if text else [])


@given(TEXTS)
def test_composed_and_decomposed_letters_are_the_same_words(text):
    apart = unicodedata.normalize("NFD", text)

    assert {segment.kind for segment in word_diff(apart, text)} <= {Kind.SAME}


def test_changed_words_stand_together():
    assert told("Đã tổ chức ba buổi nói chuyện.", "Đã tổ chức năm cuộc nói chuyện, 120 người dự.") == [
        (Kind.SAME, "Đã tổ chức "),
        (Kind.REMOVED, "ba buổi "),
        (Kind.ADDED, "năm cuộc "),
        (Kind.SAME, "nói chuyện"),
        (Kind.ADDED, ", 120 người dự"),
        (Kind.SAME, "."),
    ]


def test_added_line_is_told_with_its_line_end():
    assert told("Một.\nBa.", "Một.\nHai.\nBa.") == [
        (Kind.SAME, "Một.\n"),
        (Kind.ADDED, "Hai.\n"),
        (Kind.SAME, "Ba."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Đã họp.", " Đã  họp.\r\n", True),
        (unicodedata.normalize("NFD", "Đã họp ở Đăk Ơ."), "Đã họp ở Đăk Ơ.", True),
        ("Đã họp.", "Đã họp", False),
        ("", None, True),
    ],
)
def test_blanks_do_not_make_another_text(old, new, same):
    assert is_same_text(old, new) is same


def long_pairs():
    dice = random.Random(261)
    vocabulary = [f"từ{number}" for number in range(400)]
    prose = [dice.choice(vocabulary) for _ in range(LONG // 6)]
    mended = [word if dice.random() > 0.2 else "mới" for word in prose]
    lines = [f"Dòng {number}: đã làm." for number in range(LONG // 18)]
    return {
        "one word over and over": ("dài " * (LONG // 4), "x " + "dài " * (LONG // 5) + "y"),
        "two words in turn": ("a b " * (LONG // 4), "b a a " * (LONG // 6)),
        "few words at random": tuple(" ".join(dice.choices("abcde", k=LONG // 2)) for _ in range(2)),
        "prose mended in places": (" ".join(prose), " ".join(mended)),
        "every second word changed": tuple(
            " ".join(f"n{at} {mark}{at}" for at in range(LONG // 10)) for mark in ("x", "y")
        ),
        "lines turned round": ("\n".join(lines), "\n".join(reversed(lines))),
        "lines set in over and over": ("  dài dài\n" * (LONG // 10), "dài dài \n" * (LONG // 11) + "   dài"),
        "one long word": ("a" * LONG, "b" * LONG),
        "only marks": (".," * (LONG // 2), ",." * (LONG // 2)),
        "empty against long": ("", "dài " * (LONG // 4)),
    }


@pytest.mark.parametrize("name", long_pairs())
def test_long_texts_take_no_time_worth_speaking_of(name):
    old, new = long_pairs()[name]
    begun = time.process_time()

    check(old, new)

    assert time.process_time() - begun < 2
