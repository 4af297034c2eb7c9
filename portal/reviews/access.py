"""Finding reviews within the scope of the acting post: outside it there is nothing (404)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.acts import require
from reviews import permissions as may
from reviews.actions import NotDraft
from reviews.enums import ReviewState
from reviews.models import Review

LIST = "Sơ kết, tổng kết"


def review_or_404(request, pk):
    return get_object_or_404(Review.objects.visible_to(request.membership).for_page(), pk=pk)


def to_draft(request, pk):
    """Return the review that the post drafts; else 404 or 403."""
    review = review_or_404(request, pk)
    require(may.can_draft(request.membership, review))
    return review


def draft_of(request, pk):
    """Return the review that the post drafts, refused when it is not being drafted."""
    review = to_draft(request, pk)
    if not review.is_draft:
        raise NotDraft(f"Báo cáo này {review.get_state_display()} nên không sửa được.")
    return review


def has_text(review):
    """Whether the review was ever begun; one that was called off since keeps its text for whoever drafted it."""
    return review.as_of is not None


def correction_of(review):
    """Return the correction of a review that stands, drafted or issued, or None (1 query)."""
    found = review.corrections.exclude(state=ReviewState.CALLED_OFF).only("state", "corrects", "plan").first()
    if found:
        found.plan = review.plan
    return found


def crumbs(review=None, *here):
    """Return the way to a page of the review, for the head of the page."""
    way = [(LIST, reverse("portal:review-list"))]
    way += [(str(review), review.get_absolute_url() if here else "")] if review else []
    return [*way, *((label, "") for label in here)]
