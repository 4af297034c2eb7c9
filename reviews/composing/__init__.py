"""Composing a review (DOMAIN §4): from what was confirmed as of a day to sections, passages, figures, annexes. Reads
only; writing it down is an act (`reviews.actions.drafting`)."""

from reviews.composing.annexes import annexes
from reviews.composing.judgement import assessment, next_steps, proposals
from reviews.composing.material import Material
from reviews.composing.numbers import numbers
from reviews.composing.parts import (
    AnnexTable,
    Composition,
    ProposedPassage,
    ProposedSection,
    Shown,
    Source,
)
from reviews.composing.results import leadership, oversight, results

PARTS = {
    "leadership": [leadership],
    "results": [results, oversight],
    "assessment": [assessment],
    "next_steps": [next_steps],
    "proposals": [proposals],
}

__all__ = [
    "AnnexTable",
    "Composition",
    "ProposedPassage",
    "ProposedSection",
    "Shown",
    "Source",
    "compose",
    "compose_section",
]


def compose(review, as_of, *, told=lambda section: None):
    """Return the Composition of a review as of the end of the day `as_of`; `told` is called with each section once
    it is composed. The number of queries does not grow with units, tasks or reports."""
    material, sections = Material(review, as_of), []
    for section in (section for parts in PARTS.values() for part in parts for section in part(material)):
        sections.append(section)
        told(section)
    return Composition(tuple(sections), tuple(numbers(material)), tuple(annexes(material)))


def compose_section(review, as_of, key):
    """Return the section called `key` alone, as `compose` gives it, or None; what comes after it is not read."""
    material = Material(review, as_of)
    sections = (section for part in PARTS.get(key.partition(".")[0], ()) for section in part(material))
    return next((section for section in sections if section.key == key), None)
