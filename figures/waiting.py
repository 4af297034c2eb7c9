"""What waits for somebody to decide as of a day: reports that came in, by their age, and work that a unit declined.

Both are counted for the unit that has to decide: the one a report goes to, the one that gave the work.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, DateField, F, OuterRef, Q, Subquery, TextChoices, When
from django.db.models.functions import TruncDate

from figures.memory import remembered
from figures.reports import named
from progress.enums import ReportState
from progress.models import Report, ReportEvent, Submission
from tasks.enums import ASSIGNMENT_MOVES, AssignmentMove, AssignmentState
from tasks.models import Assignment, AssignmentEvent


class Age(TextChoices):
    """Days since a report came in."""

    FRESH = "0-3", "đến 3 ngày"
    WEEK = "4-7", "4–7 ngày"
    OLD = "tren-7", "trên 7 ngày"


DAYS = {Age.FRESH: (0, 3), Age.WEEK: (4, 7), Age.OLD: (8, None)}
WAITING_FORMULA = (
    "Đếm báo cáo đã gửi mà nơi nhận chưa xác nhận, chưa đề nghị bổ sung, kể cả báo cáo đột xuất và chuyên đề; "
    "số ngày tính từ lần gửi mới nhất, bản giấy tính từ ngày đăng ký."
)
DECLINED_FORMULA = "Đếm phần việc đơn vị đã từ chối mà nơi giao việc chưa giữ nguyên, chưa chuyển, chưa cho thôi."


@dataclass(frozen=True)
class WaitingFigures:
    """Reports that wait, by Age."""

    counts: Counter

    @property
    def total(self):
        return sum(self.counts.values())

    def number(self, age):
        return self.counts[age]


def age_of(days):
    """Return the Age of what came in so many days ago."""
    return next(age for age, (first, last) in DAYS.items() if first <= days <= (days if last is None else last))


@remembered
def waiting_figures(scope):
    """Return the WaitingFigures of the reports that units of the scope have to judge (1 query)."""
    rows = list_waiting(scope).order_by().values_list("came_on").annotate(Count("pk"))
    counts = Counter()
    for came_on, number in rows:
        counts[age_of((scope.on - came_on).days)] += number
    return WaitingFigures(counts)


def list_waiting(scope, age=None):
    """Return the reports that wait, the longest wait first, as a queryset to be paged; `came_on` is when they came."""
    sent = Submission.objects.filter(scope.standing(), report=OuterRef("pk")).order_by("-number")
    day = sent.annotate(day=TruncDate("submitted_at")).values("day")[:1]
    rows = scope.of_units(Report.objects.filter(_lies_with_judge(scope), period__plan=scope.plan), "to_unit_id")
    rows = rows.annotate(came_on=Subquery(day, output_field=DateField()))
    if age:
        first, last = DAYS[age]
        rows = rows.filter(came_on__lte=scope.on - datetime.timedelta(days=first))
        rows = rows if last is None else rows.filter(came_on__gte=scope.on - datetime.timedelta(days=last))
    return named(rows).order_by("came_on", "unit__order", "pk")


def list_declined(scope):
    """Return the declined work that waits for who gave it, oldest first, as a queryset to be paged; with `declined_on`,
    `why`, and the unit `decides_id`."""
    moves = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), at__lt=scope.end, move__in=ASSIGNMENT_MOVES)
    last = moves.order_by("-at", "-pk").annotate(day=TruncDate("at"))
    rows = Assignment.objects.filter(task__plan=scope.plan)
    rows = rows.filter(state=AssignmentState.DECLINED) if scope.is_now else rows
    rows = rows.annotate(
        last_move=Subquery(last.values("move")[:1]),
        declined_on=Subquery(last.values("day")[:1], output_field=DateField()),
        why=Subquery(last.values("reason")[:1]),
        decides_id=Case(When(parent=None, then=F("task__plan__standing_office_id")), default=F("parent__unit_id")),
    ).filter(last_move=AssignmentMove.DECLINE)
    rows = scope.of_units(rows, "decides_id")
    return rows.select_related("unit", "task__plan__standing_office", "parent__unit").order_by("declined_on", "pk")


def _lies_with_judge(scope):
    if scope.is_now:
        return Q(state__in=ReportState.to_judge())
    moves = ReportEvent.objects.filter(report=OuterRef("pk"), at__lt=scope.end)
    last = Subquery(moves.order_by("-at", "-pk").values("to_state")[:1])
    return Q(pk__in=Report.objects.alias(last=last).filter(last__in=ReportState.to_judge()).order_by().values("pk"))


@remembered
def declined_number(scope):
    """Return how many assignments were declined and wait for a decision (1 query)."""
    return list_declined(scope).count()
