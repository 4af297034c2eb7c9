"""Questions about reviews: who plans and drafts them, who issues, who reads. Load reviews with `for_page()`."""

from tasks.models import Plan


def can_draft(membership, review):
    """Whoever works in the standing office of the plan: plans reviews, drafts and refreshes them."""
    return membership is not None and membership.works and membership.unit_id == review.plan.standing_office_id


def can_issue(membership, review):
    """The head of the standing office or his stand-in: issues, and begins a correction of what was issued."""
    return can_draft(membership, review) and membership.is_head


def can_read(membership, review):
    """Whoever sees the review once it was issued; before, whoever drafts it."""
    return review.is_issued or can_draft(membership, review)


def plans_to_review(membership):
    """Return the plans whose reviews the post plans and drafts."""
    if membership is None or not membership.works:
        return Plan.objects.none()
    return Plan.objects.filter(standing_office_id=membership.unit_id)
