"""What changed between two texts, word by word: for people who compare two versions of the same passage.

The texts are compared in their composed form (NFC) with one kind of line end, so that the same words typed on two
keyboards are the same words. Long texts are first cut at words that occur once in both, then compared piece by piece;
a piece that is too large for that (the same words over and over) is compared line by line, and at worst told as
replaced whole. So the time grows with the length of the texts, whatever they say.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word or a mark, with the blanks that follow it; blanks at the very beginning stand alone.
TOKENS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Two pieces are compared outright up to this product of their lengths; difflib is quadratic beyond all patience.
PIECE = 40_000
DEPTH = 20


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Segment:
    kind: Kind
    text: str


def comparable(text):
    """Return the text as it is compared: composed letters, line ends as "\\n"."""
    return unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")


def word_diff(old, new):
    """Return the list of Segments that leads from `old` to `new`; neighbours are of different kinds, removed before
    added. SAME and REMOVED put together are `comparable(old)`, SAME and ADDED are `comparable(new)`."""
    old, new = TOKENS.findall(comparable(old)), TOKENS.findall(comparable(new))
    return _gathered(_compare(old, new, DEPTH))


def is_same_text(old, new):
    """Whether two texts say the same: blanks and line ends do not count."""
    return comparable(old).split() == comparable(new).split()


def _compare(old, new, depth):
    """Yield (kind, text), comparing lists of tokens; blanks after a word do not make it another word."""
    before, after = [token.rstrip() for token in old], [token.rstrip() for token in new]
    head = _shared_length(before, after)
    tail = _shared_length(reversed(before[head:]), reversed(after[head:]))
    old_end, new_end = len(old) - tail, len(new) - tail
    yield from _equal(old[:head], new[:head])
    yield from _middle(old[head:old_end], new[head:new_end], depth)
    yield from _equal(old[old_end:], new[new_end:])


def _shared_length(one, other):
    length = 0
    for length, (left, right) in enumerate(zip(one, other, strict=False), start=1):
        if left != right:
            return length - 1
    return length


def _middle(old, new, depth):
    if not old or not new or not depth:
        yield from _replaced(old, new)
    elif len(old) * len(new) <= PIECE:
        yield from _outright(old, new)
    elif anchors := _anchors(old, new):
        at_old = at_new = 0
        for left, right in [*anchors, (len(old), len(new))]:
            yield from _compare(old[at_old:left], new[at_new:right], depth - 1)
            yield from _equal(old[left : left + 1], new[right : right + 1])
            at_old, at_new = left + 1, right + 1
    else:
        yield from _by_lines(old, new)


def _outright(old, new):
    before, after = [token.rstrip() for token in old], [token.rstrip() for token in new]
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from (_equal if tag == "equal" else _replaced)(old[a:b], new[c:d])


def _by_lines(old, new):
    old, new = LINES.findall("".join(old)), LINES.findall("".join(new))
    yield from (_outright if len(old) * len(new) <= PIECE else _replaced)(old, new)


def _anchors(old, new):
    """Return [(place in old, place in new)] of words that occur once in each, in the order of both: the longest such
    row (as in "patience" sorting)."""
    before, after = [token.rstrip() for token in old], [token.rstrip() for token in new]
    once, once_after = Counter(before), Counter(after)
    places = {token: place for place, token in enumerate(after) if once_after[token] == 1}
    pairs = [(place, places[token]) for place, token in enumerate(before) if once[token] == 1 and token in places]
    tops, piles, behind = [], [], {}
    for pair in pairs:
        pile = bisect_left(tops, pair[1])
        tops[pile : pile + 1], piles[pile : pile + 1] = [pair[1]], [pair]
        behind[pair] = piles[pile - 1] if pile else None
    row, pair = [], piles[-1] if piles else None
    while pair:
        row.append(pair)
        pair = behind[pair]
    return row[::-1]


def _equal(old, new):
    """Yield tokens that are the same words; where the blanks after them differ, those are told apart."""
    for left, right in zip(old, new, strict=True):
        if left == right:
            yield Kind.SAME, left
        else:
            word = left.rstrip()
            yield Kind.SAME, word
            yield Kind.REMOVED, left[len(word) :]
            yield Kind.ADDED, right[len(word) :]


def _replaced(old, new):
    yield Kind.REMOVED, "".join(old)
    yield Kind.ADDED, "".join(new)


def _gathered(pieces):
    """Return Segments of the pieces: what is removed and what is added between two unchanged words stands together."""
    segments, removed, added = [], [], []
    for kind, text in [*pieces, (Kind.SAME, "")]:
        if kind == Kind.SAME and (text or removed or added):
            _close(segments, removed, added)
            removed, added = [], []
            segments.append((Kind.SAME, [text]))
        elif kind != Kind.SAME and text:
            (removed if kind == Kind.REMOVED else added).append(text)
    return _joined(segments)


def _close(segments, removed, added):
    if removed:
        segments.append((Kind.REMOVED, removed))
    if added:
        segments.append((Kind.ADDED, added))


def _joined(segments):
    joined = []
    for kind, texts in segments:
        if joined and joined[-1][0] == kind:
            joined[-1][1].extend(texts)
        else:
            joined.append((kind, texts))
    return [Segment(kind, text) for kind, texts in joined if (text := "".join(texts))]
