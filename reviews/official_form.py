"""In which official form a review is printed on a day."""

from common.documents import FORMS, form_for
from units.letters import kind_of


def form_in_use(review, on):
    """Return the name of the review's own form while it is in force on the day `on`, else of its issuer's that day."""
    return review.form if is_in_force(review.form, on) else form_for(kind_of(review.issuer), on).name


def is_in_force(name, on):
    found = next((form for form in FORMS if form.name == name), None)
    return found is not None and found.valid_from <= on and (found.valid_to is None or on <= found.valid_to)
