"""The table of contents of a review: how much each heading, the figures and each annex hold, where something wants to
be looked at, and in which part of the review it stands."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import quote

from figures.words import whole
from reviews.outline import ANNEX, FIGURES, SECTION
from reviews.proposals import news_of

# Which part of a review, or the part with which passage, an address asks for.
PART, PASSAGE = "phan", "doan"
EVERYTHING = "tat-ca"


@dataclass(frozen=True)
class Flag:
    """So many passages want to be looked at for one reason; the link leads to the first."""

    words: str
    url: str
    tone: str


@dataclass(frozen=True)
class Entry:
    title: str
    level: int
    url: str
    held: str
    flags: list[Flag]
    is_here: bool


@dataclass(frozen=True)
class Contents:
    """Of a review as a page shows it; `before` and `after` are the parts beside its own as (words, address, key), None
    at the ends and when the review is one part."""

    entries: list[Entry]
    before: tuple | None
    after: tuple | None
    # The other parts that hold passages, each as those.
    others: list[tuple]

    @property
    def is_parted(self):
        return bool(self.before or self.after)


def contents_of(outline, here, figures, *, with_flags):
    """Return the Contents of an Outline; `figures` are those kept (1 query with flags)."""
    writer = _Entries(outline, here, news_in(outline) if with_flags else {})
    entries = [writer.of_section(section) for section in outline.sections]
    if figures:
        entries.append(writer.of_figures(figures))
    entries += [writer.of_annex(number, annex) for number, annex in enumerate(outline.annexes, start=1)]
    others = [_told(outline, part) for part in outline.parts if part.pks and part != here]
    return Contents(entries, _beside(outline, here, -1), _beside(outline, here, 1), others)


def _beside(outline, here, step):
    place = outline.parts.index(here) + step if here in outline.parts else -1
    if not 0 <= place < len(outline.parts):
        return None
    return _told(outline, outline.parts[place])


def _told(outline, part):
    return title_of(outline, part), address_of(outline.review, part.key), part.key


def title_of(outline, part):
    """Return what a part is called; of one that fills several pages with which of them it is."""
    if part.key == FIGURES:
        return "Số liệu"
    title = outline.annexes[part.annex - 1].title if part.annex else part.sections[0].title
    return f"{title} (trang {part.page}/{part.pages})" if part.pages > 1 else title


def address_of(review, key, anchor=""):
    """Return the address of a part of a review."""
    query = f"?{PART}={quote(key)}" if key else ""
    return f"{review.get_absolute_url()}{query}{f'#{anchor}' if anchor else ''}"


def address_of_passage(review, pk):
    """Return the address of a passage, in whatever part of the review it stands."""
    return f"{review.get_absolute_url()}?{PASSAGE}={pk}#doan-{pk}"


def news_in(outline):
    """Return {section id: [ids of passages whose proposal differs from what stands]}."""
    news = defaultdict(list)
    for one in outline.typed:
        if not one.cut_at and news_of(one, outline.merged[one.section_id]):
            news[one.section_id].append(one.pk)
    return news


class _Entries:
    def __init__(self, outline, here, news):
        self.outline, self.here, self.news = outline, here, news

    def of_section(self, section):
        anchor = f"{SECTION}-{section.pk}"
        held, places = self.outline.standing(section.pk), self.outline.places[section.pk]
        outdated = [place.pk for place in places if place.outdated]
        flags = [
            self._flag(outdated, "đoạn nên xem lại", "warn"),
            self._flag(self.news.get(section.pk, []), "đoạn có lời gợi ý khác", "info"),
        ]
        words = f"{whole(held)} đoạn" if held else ""
        part = self.outline.part_of(section)
        return self._entry(section.title, section.level, part.key, anchor, words, list(filter(None, flags)))

    def of_figures(self, figures):
        return self._entry("Số liệu", 1, FIGURES, FIGURES, f"{whole(len(figures))} số", [])

    def of_annex(self, number, annex):
        key = f"{ANNEX}-{number}"
        return self._entry(f"{annex.title}: {annex.subject}", 1, key, key, f"{whole(len(annex.rows))} dòng", [])

    def _entry(self, title, level, key, anchor, held, flags):
        if self.outline.is_whole:
            return Entry(title, level, f"#{anchor}", held, flags, is_here=False)
        is_here = anchor in {self.here.key, *(f"{SECTION}-{one.pk}" for one in self.here.sections)}
        is_here = is_here or (self.here.annex and anchor == f"{ANNEX}-{self.here.annex}")
        return Entry(title, level, address_of(self.outline.review, key, anchor), held, flags, bool(is_here))

    def _flag(self, pks, words, tone):
        if not pks:
            return None
        url = f"#doan-{pks[0]}" if self.outline.is_whole else address_of_passage(self.outline.review, pks[0])
        return Flag(f"{whole(len(pks))} {words}", url, tone)
