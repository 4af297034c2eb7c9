import unicodedata

import pytest

from common.folding import fold, fold_blanks, fold_with_places, person_sort_key, sort_key


@pytest.mark.parametrize(("text", "folded"), [(" Đã\r\n\n làm\txong ", "Đã làm xong"), ("", ""), (None, "")])
def test_runs_of_blanks_are_one_space(text, folded):
    assert fold_blanks(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăk Ơ", "dak o"),
        ("UỶ BAN", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("hoà  \n hợp", "hoa hop"),
        ("a\0b", "ab"),
        ("", ""),
        ("Straße", "strasse"),
    ],
)
def test_text_is_folded_for_search(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_names_sort_by_letters_then_tones():
    words = ["đa", "da", "dã", "dạ", "dá", "dả", "dà", "ăn", "an", "ân", "ơ", "o", "ô", "2", "a b", "ab"]

    assert sorted(words, key=sort_key) == sorted(
        ["2", "a b", "ab", "an", "ăn", "ân", "da", "dà", "dả", "dã", "dá", "dạ", "đa", "o", "ô", "ơ"], key=sort_key
    )
    assert sorted(["đa", "dạ", "da"], key=sort_key) == ["da", "dạ", "đa"]
    assert sorted(["ân", "an", "ăn"], key=sort_key) == ["an", "ăn", "ân"]
    assert sorted(["dá", "dạ", "dà", "dã", "dả", "da"], key=sort_key) == ["da", "dà", "dả", "dã", "dá", "dạ"]


def test_people_sort_by_given_name():
    people = ["Trần Thị Bình", "Nguyễn Văn An", "Lê An", "Điểu"]

    assert sorted(people, key=person_sort_key) == ["Lê An", "Nguyễn Văn An", "Trần Thị Bình", "Điểu"]
    assert person_sort_key("") == " "


@pytest.mark.parametrize(
    "text", ["  Đăk  Ơ\n hoà ", "Straße\0 ơi", unicodedata.normalize("NFD", "Uỷ ban  Đảng"), "", " "]
)
def test_every_folded_letter_knows_its_place(text):
    folded, places = fold_with_places(text)

    assert folded == fold(text)
    assert [fold(text[place]) or " " for place in places if text[place] != "ß"] == [
        letter for letter, place in zip(folded, places, strict=True) if text[place] != "ß"
    ]
