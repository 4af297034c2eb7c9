"""What bringing a draft up to date changed, as it is told: figures in a table, passages with their words compared."""

from dataclasses import dataclass

from common.diff import Segment, word_diff
from portal.reviews.contents import address_of_passage


@dataclass(frozen=True)
class ChangedPassage:
    words: str
    url: str
    segments: list[Segment]


@dataclass(frozen=True)
class Told:
    """`figures` are Differences of numbers, in their order."""

    figures: list
    passages: list[ChangedPassage]


def told_differences(review, differences):
    figures = [one for one in differences if one.passage_id is None]
    passages = [
        ChangedPassage(one.words, address_of_passage(review, one.passage_id), word_diff(one.before, one.after))
        for one in differences
        if one.passage_id is not None
    ]
    return Told(figures, passages)
