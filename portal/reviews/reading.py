"""An issued review as it is read: its sections with their paragraphs, and where each came from."""

from collections import defaultdict
from dataclasses import dataclass

from portal.reviews.sources import ShownSources, sources_of
from reviews.models import Passage, ReviewSection


@dataclass(frozen=True)
class ReadPassage:
    paragraphs: list[str]
    sources: ShownSources | None


@dataclass(frozen=True)
class ReadSection:
    section: ReviewSection
    passages: list[ReadPassage]

    @property
    def anchor(self):
        return f"muc-{self.section.pk}"


def read_sections(outline, here, membership, *, with_sources=True):
    """Return the ReadSections of a Part `here` of an Outline (5 queries)."""
    passages = Passage.objects.filter(pk__in=here.pks).order_by("position", "pk")
    sources = sources_of(here.pks, membership, gone_first=False) if with_sources else {}
    shown = defaultdict(list)
    for pk, section_id, text in passages.values_list("pk", "section_id", "text"):
        shown[section_id].append(ReadPassage(_paragraphs(text), sources.get(pk)))
    return [ReadSection(section, shown[section.pk]) for section in here.sections]


def _paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
