"""The columns of this room that may hold words of a report: emergency removal looks through them as well.

Imported once, when the portal starts (`ReviewsConfig.ready`).
"""

from progress.actions.removal_places import Page, Place, register_places
from reviews.models import Passage, Review, ReviewEvent, ReviewJob


def _reviews(pks):
    return {one.pk: str(one) for one in Review.objects.filter(pk__in=pks).select_related("period")}


REVIEW = Page("review", _reviews)
OFFICE = "review__plan__standing_office_id"

# Two places, so that it is known which of the two was overwritten.
TEXTS, PROPOSALS = (
    Place(Passage, (name,), REVIEW, "section__review_id", (f"section__{OFFICE}",), "version")
    for name in ("text", "proposed")
)
register_places(
    TEXTS,
    PROPOSALS,
    Place(ReviewEvent, ("text",), REVIEW, "review_id", (OFFICE,)),
    Place(ReviewJob, ("reason",), REVIEW, "review_id", (OFFICE,)),
)
