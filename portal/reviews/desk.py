"""The desk: a draft as whoever drafts it sees it, section by section."""

from collections import defaultdict
from dataclasses import dataclass

from common.diff import Segment, word_diff
from portal.reviews.sources import ShownSources, sources_of
from reviews.models import Passage, ReviewSection
from reviews.proposals import mark_of_words, news_of, proposal_of


@dataclass(frozen=True)
class DeskPassage:
    """A passage with its form (`part`) and sources. `news` leads from what stands to what was proposed last, of it and
    of what was merged into it, [] when the two say the same or nothing was proposed; `mark` is that of the proposal."""

    part: object
    sources: ShownSources
    news: list[Segment]
    mark: str
    is_first: bool
    is_last: bool

    @property
    def passage(self):
        return self.part.passage


@dataclass(frozen=True)
class DeskSection:
    """A heading with those of its passages that the page shows. `takes_new`: whether its last one is among them, behind
    which a new passage is written."""

    section: ReviewSection
    passages: list[DeskPassage]
    cut: list[Passage]
    takes_new: bool = True
    wrong: str = ""

    @property
    def anchor(self):
        return f"muc-{self.section.pk}"


def sections_of(parts, membership, *, wrong=()):
    """Return the DeskSections of a draft's DraftParts (5 queries). `wrong` is {section id: what is to be mended in its
    new passage}."""
    outline, here = parts.here
    sources = sources_of([part.passage.pk for part in parts.parts], membership, gone_first=True)
    standing, cut = defaultdict(list), defaultdict(list)
    for part in parts.parts:
        standing[part.passage.section_id].append(part)
    for passage in parts.cut:
        cut[passage.section_id].append(passage)
    shown = [one for one in outline.sections if one in here.sections or standing[one.pk]]
    return [
        DeskSection(
            one,
            [_passage(part, outline, sources) for part in standing[one.pk]],
            cut[one.pk],
            takes_new=here.page == here.pages,
            wrong=dict(wrong).get(one.pk, ""),
        )
        for one in shown
    ]


def _passage(part, outline, sources):
    passage, merged = part.passage, outline.merged[part.passage.section_id]
    words = proposal_of(passage, merged)
    news = word_diff(passage.text, words) if news_of(passage, merged) else []
    is_first, is_last = part.number == 1, part.number == outline.standing(passage.section_id)
    return DeskPassage(part, sources[passage.pk], news, mark_of_words(words), is_first, is_last)
