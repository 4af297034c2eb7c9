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

PARTS = (leadership, results, oversight, assessment, next_steps, proposals)

__all__ = ["AnnexTable", "Composition", "ProposedPassage", "ProposedSection", "Shown", "Source", "compose"]


def compose(review, as_of):
    """Return the Composition of a review as of the end of the day `as_of`. The number of queries does not grow with
    units, tasks or reports."""
    material = Material(review, as_of)
    sections = tuple(section for part in PARTS for section in part(material))
    return Composition(sections, tuple(numbers(material)), tuple(annexes(material)))
