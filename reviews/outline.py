"""How a review is taken apart for the screen. A review of usual size is one part. One that no page could hold is opened
part by part: headings that stand together fill a part, a long heading several; then the figures, then each annex."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import F
from django.db.models.functions import Length

from reviews.models import Passage, ReviewSection

WHOLE_PASSAGES, WHOLE_LETTERS, WHOLE_ROWS = 200, 150_000, 1_000
# Of one part. A passage weighs its letters and what stands around them on the page.
PART_LETTERS, AROUND, ROWS = 100_000, 2_500, 200
FIGURES, ANNEX, SECTION = "so-lieu", "phu-luc", "muc"
NAMED = re.compile(rf"(?P<what>{ANNEX}|{SECTION})-(?P<number>\d{{1,18}})(-\d+)?", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Of a passage: where it stands. `number` is its place among those of its section that stand, 0 when it was cut."""

    pk: int
    section_id: int
    letters: int
    number: int
    outdated: bool

    @property
    def weight(self):
        return self.letters + AROUND


@dataclass(frozen=True)
class Part:
    """What one page shows: passages (`pks`) of `sections`, or the figures, or rows of the annex `annex` (its number).
    `page` is which of its `pages`, when a heading or an annex fills several."""

    key: str
    sections: tuple[ReviewSection, ...] = ()
    pks: frozenset = frozenset()
    annex: int = 0
    page: int = 1
    pages: int = 1

    @property
    def rows(self):
        """Which rows of the annex it shows."""
        return slice((self.page - 1) * ROWS, self.page * ROWS)


@dataclass(frozen=True)
class Outline:
    """The sections of `review` with the Places of their passages; `annexes` are its ShownAnnexes. `only_text`: without
    what was cut and what is empty, as a reader finds it."""

    review: object
    annexes: list
    only_text: bool = False
    sections: list = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "sections", list(self.review.sections.order_by("position")))

    @cached_property
    def places(self):
        """{section id: its Places in their order} (1 query)."""
        passages = Passage.objects.filter(section__review=self.review).order_by("position", "pk")
        if self.only_text:
            passages = passages.kept().exclude(text="")
        else:
            passages = passages.with_outdated()
        found, numbers = defaultdict(list), defaultdict(int)
        names = ["pk", "section_id", "cut_at", "letters", *(() if self.only_text else ["outdated"])]
        for pk, section_id, cut_at, letters, *outdated in passages.annotate(letters=Length("text")).values_list(*names):
            numbers[section_id] += cut_at is None
            number = numbers[section_id] if cut_at is None else 0
            found[section_id].append(Place(pk, section_id, letters, number, bool(number and any(outdated))))
        return found

    @cached_property
    def typed(self):
        """Passages of which other words stand than were proposed, and those that were merged into another (1 query)."""
        passages = Passage.objects.filter(section__review=self.review).order_by("position", "pk")
        return list(passages.exclude(text=F("proposed")) | passages.filter(merged_into__isnull=False))

    @cached_property
    def merged(self):
        """{section id: its passages that were merged into another}."""
        found = defaultdict(list)
        for one in self.typed:
            if one.merged_into_id:
                found[one.section_id].append(one)
        return found

    @property
    def all_places(self):
        return [place for section in self.sections for place in self.places[section.pk]]

    @cached_property
    def numbers(self):
        """{passage id: its Place}."""
        return {place.pk: place for place in self.all_places}

    def standing(self, section_id):
        """How many passages stand in a section."""
        return sum(place.number > 0 for place in self.places[section_id])

    @cached_property
    def is_whole(self):
        """Whether one page holds all of it."""
        places = self.all_places
        rows = sum(len(annex.rows) for annex in self.annexes)
        letters = sum(place.letters for place in places)
        return len(places) <= WHOLE_PASSAGES and letters <= WHOLE_LETTERS and rows <= WHOLE_ROWS

    @cached_property
    def whole(self):
        return Part("", tuple(self.sections), frozenset(self.numbers))

    @cached_property
    def parts(self):
        """The Parts in their order, one when the review is whole."""
        if self.is_whole:
            return [self.whole]
        annexes = [part for number, annex in enumerate(self.annexes, start=1) for part in _of_annex(number, annex)]
        return [*self._of_sections(), Part(FIGURES), *annexes]

    def part(self, key="", *, holding=None):
        """Return the Part that holds the passage `holding` (an id), or else the one called `key`, or else the first."""
        found = [part for part in self.parts if holding in part.pks] if holding else []
        found += [part for part in self.parts if part.key == key]
        return (found or self._near(key) or self.parts)[0]

    def _near(self, key):
        """The last Part with the section or the annex that `key` names: it had more pages, or has joined another."""
        named = NAMED.fullmatch(key)
        if named is None:
            return []
        number = int(named["number"])
        if named["what"] == ANNEX:
            return [part for part in self.parts if part.annex == number][-1:]
        return [part for part in self.parts if number in {section.pk for section in part.sections}][-1:]

    def part_of(self, section):
        """Return the first Part with a section."""
        return next(part for part in self.parts if section in part.sections)

    def _of_sections(self):
        """Sections one after the other into parts; one of the first level begins a new part."""
        parts = []
        for section in self.sections:
            pages = list(_pages(self.places[section.pk]))
            here = Part(f"{SECTION}-{section.pk}", (section,), frozenset(place.pk for place in pages[0]))
            if len(pages) > 1:
                parts += _several(here, pages)
            elif parts and section.level > 1 and self._holds(parts[-1], pages[0]):
                parts[-1] = replace(parts[-1], sections=(*parts[-1].sections, section), pks=parts[-1].pks | here.pks)
            else:
                parts.append(here)
        return parts

    def _holds(self, part, places):
        weight = sum(self.numbers[pk].weight for pk in part.pks) + sum(place.weight for place in places)
        return part.pages == 1 and weight <= PART_LETTERS


def _several(part, pages):
    """A Part for each page of one section."""
    for number, places in enumerate(pages, start=1):
        key = part.key if number == 1 else f"{part.key}-{number}"
        pks = frozenset(place.pk for place in places)
        yield replace(part, key=key, pks=pks, page=number, pages=len(pages))


def _pages(places):
    """Yield the Places of a section page by page; at least one page, with nothing on it perhaps."""
    page, weight = [], 0
    for place in places:
        if page and weight + place.weight > PART_LETTERS:
            yield page
            page, weight = [], 0
        page.append(place)
        weight += place.weight
    yield page


def _of_annex(number, annex):
    pages = max(1, -(-len(annex.rows) // ROWS))
    for page in range(1, pages + 1):
        key = f"{ANNEX}-{number}" if page == 1 else f"{ANNEX}-{number}-{page}"
        yield Part(key, annex=number, page=page, pages=pages)
