"""What was done with a review, as the timeline shows it, the newest first."""

from portal.reviews.words import ICONS
from portal.steps import Step, person_of


def steps_of(review):
    """Return the Steps of a review (1 query)."""
    events = review.events.select_related("by", "on_behalf_of", "for_unit").order_by("-pk")
    return [_step(event) for event in events]


def _step(event):
    title = event.get_move_display()
    look = ICONS.get(event.move, ("neutral", "circle"))
    return Step(title[:1].upper() + title[1:], event.at, person_of(event), event.for_unit, *look, event.text)
