"""How a review stands, and what was done with it, in words, colours and icons."""

from portal.words import Word
from reviews.enums import ReviewMove, ReviewState
from tasks.timing import DUE_SOON_DAYS

TONES = {
    ReviewState.PLANNED: "neutral",
    ReviewState.DRAFT: "info",
    ReviewState.ISSUED: "good",
    ReviewState.CALLED_OFF: "neutral",
}
ICONS = {
    ReviewMove.PLAN: ("neutral", "calendar-event"),
    ReviewMove.CHANGE: ("neutral", "pencil"),
    ReviewMove.BEGIN: ("info", "file-earmark-text"),
    ReviewMove.REFRESH: ("info", "arrow-repeat"),
    ReviewMove.ISSUE: ("good", "check2-circle"),
    ReviewMove.CORRECT: ("warn", "pencil-square"),
    ReviewMove.CALL_OFF: ("neutral", "x-circle"),
}


def review_word(review, on):
    """Return how the review stands on the day `on`; while it is owed, with how many days are left or past."""
    state = review.get_state_display()
    if review.state not in ReviewState.open():
        return Word(state, TONES[review.state])
    left = (review.due_on - on).days
    if left < 0:
        return Word(f"{state}, quá hạn {-left} ngày", "late")
    if left <= DUE_SOON_DAYS:
        return Word(f"{state}, {f'còn {left} ngày' if left else 'hạn hôm nay'}", "warn")
    return Word(state, TONES[review.state])
