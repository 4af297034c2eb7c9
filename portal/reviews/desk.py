"""The desk: a draft as whoever drafts it sees it, section by section."""

from collections import defaultdict
from dataclasses import dataclass

from common.diff import Segment, is_same_text, word_diff
from portal.reviews.sources import sources_of
from reviews.models import Passage, ReviewSection
from reviews.proposals import mark_of_words, proposal_of


@dataclass(frozen=True)
class DeskPassage:
    """A passage with its form (`part`) and sources. `news` leads from what stands to what was proposed last, of it and
    of what was merged into it, [] when the two say the same or nothing was proposed; `mark` is that of the proposal."""

    part: object
    sources: list
    news: list[Segment]
    mark: str
    is_first: bool
    is_last: bool

    @property
    def passage(self):
        return self.part.passage


@dataclass(frozen=True)
class DeskSection:
    section: ReviewSection
    passages: list[DeskPassage]
    cut: list[Passage]
    wrong: str = ""

    @property
    def anchor(self):
        return f"muc-{self.section.pk}"

    @property
    def outdated(self):
        return sum(one.passage.outdated for one in self.passages)


def sections_of(parts, membership, *, wrong=()):
    """Return the DeskSections of a draft's DraftParts (4 queries). `wrong` is {section id: what is to be mended in its
    new passage}."""
    sources = sources_of([part.passage for part in parts.parts], membership)
    standing, cut = defaultdict(list), defaultdict(list)
    for part in parts.parts:
        standing[part.passage.section_id].append(part)
    for passage in parts.cut:
        cut[passage.section_id].append(passage)
    return [
        DeskSection(one, _passages(standing[one.pk], cut[one.pk], sources), cut[one.pk], dict(wrong).get(one.pk, ""))
        for one in parts.review.sections.all()
    ]


def _passages(parts, cut, sources):
    last = len(parts) - 1
    return [_passage(part, cut, sources, place == 0, place == last) for place, part in enumerate(parts)]


def _passage(part, cut, sources, is_first, is_last):
    words = proposal_of(part.passage, cut)
    news = _news(part.passage.text, words)
    return DeskPassage(part, sources[part.passage.pk], news, mark_of_words(words), is_first, is_last)


def _news(text, proposed):
    return word_diff(text, proposed) if proposed and not is_same_text(text, proposed) else []
