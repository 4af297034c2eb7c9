"""Reports of regular periods: expected, received, on time, late, missing. Read from submissions alone.

Punctuality is judged once, by the first submission that was not withdrawn (DOMAIN §2); a letter on paper counts by the
day it was received. Ad hoc periods enter no sum.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from figures import history
from figures.scope import Scope
from figures.words import Rate
from progress.enums import ReportMove
from progress.models import Report, ReportEvent, Submission


class Standing(TextChoices):
    """Where an expected report stands on a day: exactly one."""

    ON_TIME = "on_time", "đã gửi đúng hạn"
    LATE = "late", "đã gửi quá hạn"
    NOT_DUE = "not_due", "chưa gửi, chưa đến hạn"
    MISSING = "missing", "chưa gửi, đã quá hạn"


@dataclass(frozen=True)
class ReportNumber:
    """A number of reports: its name in addresses, its words, the condition that lists it, its formula in words."""

    name: str
    words: str
    condition: Q
    formula: str


_ALL = [
    ReportNumber(
        "expected",
        "Báo cáo phải gửi",
        Q(),
        "Mỗi đơn vị một báo cáo cho mỗi kỳ thường xuyên, đã có đến ngày tính; kỳ đột xuất và chuyên đề đứng ngoài.",
    ),
    ReportNumber(
        "received",
        "Đã gửi",
        Q(standing__in=[Standing.ON_TIME, Standing.LATE]),
        "Có ít nhất một lần gửi không bị rút lại; báo cáo không phát sinh cũng là đã gửi.",
    ),
    ReportNumber(
        "on_time",
        "Gửi đúng hạn",
        Q(standing=Standing.ON_TIME),
        "Lần gửi đầu tiên không bị rút lại có ngày gửi (bản giấy: ngày nhận) không sau hạn; "
        "bị đề nghị bổ sung không làm thay đổi.",
    ),
    ReportNumber(
        "late",
        "Gửi quá hạn",
        Q(standing=Standing.LATE),
        "Lần gửi đầu tiên không bị rút lại có ngày gửi (bản giấy: ngày nhận) sau hạn.",
    ),
    ReportNumber("missing", "Chưa gửi, đã quá hạn", Q(standing=Standing.MISSING), "Chưa có lần gửi nào và hạn đã qua."),
    ReportNumber("not_due", "Chưa đến hạn", Q(standing=Standing.NOT_DUE), "Chưa có lần gửi nào và hạn chưa qua."),
    ReportNumber("nil", "Không phát sinh", Q(nil=True), "Lần gửi mới nhất là báo cáo không phát sinh, có lý do."),
    ReportNumber("confirmed", "Đã xác nhận", Q(confirmed=True), "Có lần gửi đã được nơi nhận xác nhận."),
    ReportNumber(
        "returned", "Đã từng đề nghị bổ sung", Q(returns__gt=0), "Nơi nhận đã ít nhất một lần đề nghị bổ sung."
    ),
]
REPORT_NUMBERS = {number.name: number for number in _ALL}


@dataclass(frozen=True)
class ReportFigures:
    on_time: int = 0
    late: int = 0
    not_due: int = 0
    missing: int = 0
    nil: int = 0
    confirmed: int = 0
    returned: int = 0
    returns: int = 0

    def number(self, name):
        """Return the number called `name` (a key of REPORT_NUMBERS)."""
        return getattr(self, name)

    @property
    def expected(self):
        return self.on_time + self.late + self.not_due + self.missing

    @property
    def received(self):
        return self.on_time + self.late

    @property
    def received_rate(self):
        return Rate(self.received, self.expected, "báo cáo phải gửi")

    @property
    def on_time_rate(self):
        return Rate(self.on_time, self.received + self.missing, "báo cáo đã gửi hoặc đã quá hạn")


@dataclass(frozen=True)
class ReportRow:
    """One row of the list behind a number of reports."""

    report: Report
    on: datetime.date

    @property
    def standing(self):
        return Standing(self.report.standing)

    @property
    def due_on(self):
        """The due day in force at the end of the day of the figure."""
        return self.report.due

    @property
    def days_late(self):
        """Days after the due date: until it was first sent, or until the day of the figure; 0 when not late."""
        return max(0, ((self.report.first_sent_on or self.on) - self.due_on).days)


def report_figures(scope, *, by=None):
    """Return the ReportFigures of a scope, or a dict of them by "unit" or "period" (keys: ids). One query."""
    keys = {None: [], "unit": ["unit_id"], "period": ["period_id"]}[by]
    columns = [*keys, "standing", "nil", "confirmed", "returns"]
    rows = _reports(scope).order_by().values_list(*columns).annotate(Count("pk"))
    sums = defaultdict(Counter)
    for *key, standing, nil, confirmed, returns, number in rows:
        counts = {standing: number, "nil": nil * number, "confirmed": confirmed * number}
        sums[tuple(key)].update(counts | {"returned": (returns > 0) * number, "returns": returns * number})
    figures = {key: ReportFigures(**counts) for key, counts in sums.items()}
    return {key[0]: value for key, value in figures.items()} if by else figures.get((), ReportFigures())


def list_reports(scope, number):
    """Return the reports behind the number called `number`, as a queryset to be paged; see `read_reports`."""
    rows = _reports(scope).filter(REPORT_NUMBERS[number].condition)
    return rows.select_related("unit", "to_unit", "period").order_by("due", "unit__order", "pk")


def read_reports(scope, reports):
    """Turn a page of `list_reports` into ReportRow."""
    return [ReportRow(report, scope.on) for report in reports]


def days_to_acceptance(scope):
    """Return the mean number of days from the first submission to its being confirmed, or None. One query."""
    if scope.is_now:
        mean = _expected(scope).aggregate(mean=Avg("counted_took"))["mean"]
        return None if mean is None else mean / datetime.timedelta(days=1)
    # How long the portal took, so from what was in it first: a letter is there from its registering on.
    sent = _submissions(scope).filter(scope.standing()).order_by("number").values("submitted_at")[:1]
    confirmed = _submissions(scope).filter(scope.accepted()).values("accepted_at")[:1]
    took = ExpressionWrapper(
        Subquery(confirmed, output_field=DateTimeField()) - Subquery(sent, output_field=DateTimeField()),
        output_field=DurationField(),
    )
    mean = _expected(scope).annotate(took=took).aggregate(mean=Avg("took"))["mean"]
    return None if mean is None else mean / datetime.timedelta(days=1)


def _expected(scope: Scope):
    rows = Report.objects.filter(scope.opened_periods("")).exclude(scope.opened_later("pk"))
    return scope.of_units(rows)


def _reports(scope):
    return (
        _expected(scope)
        .annotate(due=history.report_due_on(scope), **(_counted() if scope.is_now else _read_back(scope)))
        .annotate(standing=_standing(scope))
    )


def _counted():
    """What the counters kept with a report say: of a day that is not over, the same as what is read back."""
    return {
        "first_sent_on": F("counted_sent_on"),
        "nil": F("counted_nil"),
        "confirmed": Case(When(counted_took__isnull=False, then=Value(True)), default=Value(False)),
        "returns": F("counted_returns"),
    }


def _read_back(scope):
    sent = _submissions(scope).filter(scope.standing())
    returns = ReportEvent.objects.filter(report=OuterRef("pk"), move=ReportMove.ASK_FOR_MORE, at__lt=scope.end)
    latest = sent.order_by("-number").values("nil_reason")[:1]
    return {
        "first_sent_on": Subquery(
            sent.order_by("submitted_on", "number").values("submitted_on")[:1], output_field=DateField()
        ),
        "nil": GreaterThan(Coalesce(Subquery(latest, output_field=CharField()), Value("")), Value("")),
        "confirmed": Exists(_submissions(scope).filter(scope.accepted())),
        "returns": Coalesce(
            Subquery(returns.order_by().values("report").annotate(n=Count("pk")).values("n"), IntegerField()), 0
        ),
    }


def _standing(scope):
    return Case(
        When(first_sent_on__lte=F("due"), then=Value(Standing.ON_TIME.value)),
        When(first_sent_on__isnull=False, then=Value(Standing.LATE.value)),
        When(due__lt=scope.on, then=Value(Standing.MISSING.value)),
        default=Value(Standing.NOT_DUE.value),
        output_field=CharField(),
    )


def _submissions(scope):
    return Submission.objects.filter(report=OuterRef("pk")).order_by()
