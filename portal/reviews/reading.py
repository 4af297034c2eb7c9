"""An issued review as it is read: its sections with their paragraphs, and where each came from."""

from dataclasses import dataclass

from portal.reviews.sources import ShownSource, sources_of
from reviews.models import Passage, ReviewSection


@dataclass(frozen=True)
class ReadPassage:
    paragraphs: list[str]
    sources: list[ShownSource]


@dataclass(frozen=True)
class ReadSection:
    section: ReviewSection
    passages: list[ReadPassage]

    @property
    def anchor(self):
        return f"muc-{self.section.pk}"


def read_sections(review, membership):
    """Return the ReadSections of a review (6 queries)."""
    passages = list(Passage.objects.filter(section__review=review).kept().with_sources())
    sources = sources_of(passages, membership)
    return [
        ReadSection(
            section,
            [
                ReadPassage(_paragraphs(one.text), sources[one.pk])
                for one in passages
                if one.section_id == section.pk and one.text
            ],
        )
        for section in review.sections.all()
    ]


def _paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
