"""What is concluded: compiled reports, sơ kết, tổng kết, with the sources of each passage, frozen when issued."""

from reviews.models.review import IssuedDocument, Review, ReviewEvent
from reviews.models.section import Passage, PassageSource, ReviewSection

__all__ = ["IssuedDocument", "Passage", "PassageSource", "Review", "ReviewEvent", "ReviewSection"]
