"""What is concluded: compiled reports, sơ kết, tổng kết, with the sources of each passage, frozen when issued."""

from reviews.models.job import ReviewJob
from reviews.models.review import IssuedDocument, Review, ReviewEvent
from reviews.models.section import Passage, PassageSource, ReviewSection
from reviews.models.workbook import PeriodWorkbook

__all__ = [
    "IssuedDocument",
    "Passage",
    "PassageSource",
    "PeriodWorkbook",
    "Review",
    "ReviewEvent",
    "ReviewJob",
    "ReviewSection",
]
