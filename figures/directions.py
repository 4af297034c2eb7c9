"""Directions that wait: for an answer, past their day, answered and not closed yet; as of a day, from their steps."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from oversight.enums import DirectionMove
from oversight.models import DirectionEvent

ANSWERED = Q(last_move=DirectionMove.ANSWER)


@dataclass(frozen=True)
class DirectionNumber:
    """A number of directions: its words, and its formula in words."""

    words: str
    formula: str


DIRECTION_NUMBERS = {
    "owed": DirectionNumber(
        "Chờ trả lời", "Đếm ý kiến có hạn trả lời mà đơn vị chưa trả lời, hoặc đã trả lời và được hỏi lại."
    ),
    "overdue": DirectionNumber(
        "Chưa trả lời, quá hạn", "Đếm trong số chờ trả lời những ý kiến đã qua hạn trả lời mới nhất."
    ),
    "answered": DirectionNumber(
        "Đã trả lời, chờ xem xét", "Đếm ý kiến đã được trả lời mà Ban Chỉ đạo chưa khép lại, chưa hỏi lại, chưa rút."
    ),
}


@dataclass(frozen=True)
class DirectionFigures:
    """Of what is open each is owed or answered; `overdue` of those owed."""

    owed: int = 0
    overdue: int = 0
    answered: int = 0

    def number(self, name):
        """Return the number called `name` (a key of DIRECTION_NUMBERS)."""
        return getattr(self, name)


def direction_figures(directions, on):
    """Return the DirectionFigures of a queryset of directions as of the end of the day `on` (1 query).

    What was only to be noted waits for nothing and counts nowhere, nor does what was closed or withdrawn by the day.
    """
    counts = (
        list_directions(directions, on)
        .order_by()
        .aggregate(
            owed=Count("pk", filter=~ANSWERED),
            overdue=Count("pk", filter=~ANSWERED & Q(last_due__lt=on)),
            answered=Count("pk", filter=ANSWERED),
        )
    )
    return DirectionFigures(**counts)


def list_directions(directions, on):
    """Return the open ones of a queryset of directions as of the end of the day `on`, the longest due first; with their
    `last_move` and `last_due` by then."""
    steps = DirectionEvent.objects.filter(direction=OuterRef("pk"), at__date__lte=on).order_by("-at", "-pk")
    rows = directions.open_as_of(on).annotate(
        last_move=Subquery(steps.values("move")[:1]), last_due=Subquery(steps.values("due_on")[:1])
    )
    return rows.order_by("last_due", "pk")
