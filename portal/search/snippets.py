"""The words that were found, marked in the text as it was written, marks and case apart."""

import unicodedata

from common.folding import fold, fold_with_places
from common.searching import spans

BEFORE, LENGTH = 60, 220


def marked(text, words):
    """Return `text` in pieces (letters, whether they were searched for). `words` are folded."""
    pieces, end = [], 0
    for first, last in _spans(text, words):
        pieces += [(text[end:first], False), (text[first:last], True)]
        end = last
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(texts, words):
    """Return, in pieces as `marked`, the place of the one of `texts` that holds most of `words`; [] when none does."""
    best = _best(texts, words)
    found = _spans(best, words)
    if not found:
        return []
    first, last = _window(best, found[0][0])
    cut = marked(best[first:last], words)
    opening = [("… ", False)] if first else []
    return opening + cut + ([(" …", False)] if last < len(best) else [])


def _best(texts, words):
    """Return the first of `texts` that holds most of `words`."""
    best, most = "", 0
    for text in texts:
        folded = fold(text)
        held = sum(bool(spans(word, folded)) for word in words)
        if held > most:
            best, most = text, held
        if most == len(words):
            break
    return best


def _window(text, at):
    """Return where to cut `text` round the place `at`, between words where there are any."""
    first = max(at - BEFORE, 0)
    if first:
        blank = text.find(" ", first, at)
        first = blank + 1 if blank >= 0 else first
    last = min(first + LENGTH, len(text))
    if last < len(text):
        blank = text.rfind(" ", at + BEFORE, last)
        last = blank if blank >= 0 else last
    return first, last


def _spans(text, words):
    """Return where in `text` a syllable begins with any of `words`, in order; what overlaps or touches is one."""
    folded, places = fold_with_places(text)
    found = [
        (places[first], _after(text, places[behind - 1]))
        for word in filter(None, words)
        for first, behind in spans(word, folded)
    ]
    joined = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _after(text, place):
    """The place behind a letter and the marks that are written after it."""
    place += 1
    while place < len(text) and unicodedata.combining(text[place]):
        place += 1
    return place
