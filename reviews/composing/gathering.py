"""What units say in their own words, gathered: equal texts (marks and case apart) are counted together, the rest stands
by unit."""

import hashlib
import re
from dataclasses import dataclass, field

from common.folding import fold
from figures.words import whole
from reviews.composing.parts import ProposedPassage, Source
from reviews.composing.sentences import MARK, REMOVED, ended

# What says no, as it is folded: "Trong kỳ không có khó khăn, vướng mắc gì."
NOTHING = re.compile(
    r"((trong (ky|thang|quy|nam)( nay)?|(hien )?don vi|hien nay|den nay),? )?"
    r"((khong|chua)( co| phat sinh| gap)*( kho khan| vuong mac| kien nghi| de xuat| y kien| noi dung| them| khac| gi"
    r"| nao|,| va| hoac)*)?\W*"
)


@dataclass
class Saying:
    """One thing that was said, by which units (their names by id), in which submissions (ids); the first of them was
    sent to the unit `to_unit_id`."""

    text: str
    to_unit_id: int
    units: dict = field(default_factory=dict)
    submissions: dict = field(default_factory=dict)

    @property
    def key(self):
        return hashlib.sha256(_same(self.text).encode()).hexdigest()[:16]

    def add(self, sent, names):
        self.units[sent.unit_id] = names[sent.unit_id]
        self.submissions[sent.pk] = True


def gather(sent, names):
    """Return the Sayings of what was Sent, in that order; `names` are those of units by id."""
    found = {}
    for one in sent:
        for text in lines_of(one.text):
            found.setdefault(_same(text), Saying(text, one.to_unit_id)).add(one, names)
    return list(found.values())


def lines_of(text):
    """Return what a text says line by line, without the marks of a list; "không" and what was removed say nothing."""
    lines = [MARK.sub("", line).strip() for line in text.splitlines()]
    return [line for line in lines if not NOTHING.fullmatch(fold(line)) and not REMOVED.fullmatch(line)]


def passages_of(sayings, kind):
    """Return passages: first what several units say, most first; then by unit what it alone says."""
    shared = sorted((one for one in sayings if len(one.units) > 1), key=lambda one: -len(one.units))
    by_unit = {}
    for one in sayings:
        if len(one.units) == 1:
            by_unit.setdefault(next(iter(one.units)), []).append(one)
    return [*(_shared(one, kind) for one in shared), *(_alone(of_unit, kind) for of_unit in by_unit.values())]


def _same(text):
    return fold(text).rstrip(".;")


def _shared(one, kind):
    # The words stay as they were written: an emergency removal finds them by that.
    said = f"{whole(len(one.units))} đơn vị ({', '.join(one.units.values())}) nêu: {ended(one.text)}"
    return ProposedPassage(f"said-{one.key}", said, _sources([one], kind))


def _alone(sayings, kind):
    unit_id, name = next(iter(sayings[0].units.items()))
    texts = [ended(one.text) for one in sayings]
    said = f" {texts[0]}" if len(texts) == 1 else "".join(f"\n- {text}" for text in texts)
    return ProposedPassage(f"unit-{unit_id}", f"{name}:{said}", _sources(sayings, kind))


def _sources(sayings, kind):
    pks = dict.fromkeys(pk for one in sayings for pk in one.submissions)
    return tuple(Source(kind, submission_id=pk) for pk in pks)
