"""Folding of Vietnamese text: to find words typed without marks, and to sort names (DOMAIN §7.3–7.5)."""

import re
import unicodedata
from functools import lru_cache

# The Vietnamese order of base letters; marks are compared only where the letters are equal.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
_SPACES = re.compile(r"\s+")


class _WithoutMarks(dict):
    """For `str.translate`: keeps a letter, drops a mark; asks of each character once."""

    def __missing__(self, code):
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_BARE = _WithoutMarks()


def fold(text):
    """Return `text` as it is compared in a search: no marks, đ = d, lower case, single spaces.

    Unites uỷ/ủy, hoà/hòa, NFC and NFD. NUL characters are dropped: no database keeps them.
    """
    text = text.replace("\0", "").replace("đ", "d").replace("Đ", "d")
    bare = unicodedata.normalize("NFD", text).translate(_BARE)
    return _SPACES.sub(" ", bare.casefold()).strip()


def fold_blanks(text):
    """Return `text` with every run of blanks and line ends as one space, none around it; None is an empty text."""
    return " ".join((text or "").split())


def fold_with_places(text):
    """Return `fold(text)` and, for each of its characters, the place in `text` that it came from."""
    folded, places = [], []
    for place, char in enumerate(text):
        for one in _fold_char(char):
            if one != " " or (folded and folded[-1] != " "):
                folded.append(one)
                places.append(place)
    if folded and folded[-1] == " ":
        folded.pop()
        places.pop()
    return "".join(folded), places


def sort_key(text):
    """Return a key whose byte order is the Vietnamese alphabetical order of `text` (SQLite has no such collation).

    Letters first (a ă â … d đ …), then tones (none, huyền, hỏi, ngã, sắc, nặng) where all letters are equal.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text.replace("\0", "")).casefold():
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in decomposed if mark in TONES), "")
        base = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
        letters.append(f"{33 + ALPHABET.index(base) * 2:02x}" if base in ALPHABET else _other(base))
        tones.append(str(TONES.index(tone) + 1) if tone else "0")
    return "".join(letters) + " " + "".join(tones)


def person_sort_key(full_name):
    """Return the sort key of a person: Vietnamese people are listed by given name, the last word of the full name."""
    words = full_name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


@lru_cache(maxsize=4096)
def _fold_char(char):
    return " " if char.isspace() else fold(char)


def _other(char):
    if char.isspace():
        return "00"
    return f"1{char}" if char in "0123456789" else "20"
