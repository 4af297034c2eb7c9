"""Reports of regular periods: expected, received, on time, late, missing. Read from submissions alone.

Punctuality is judged once, by the first submission that was not withdrawn (DOMAIN §2); a letter on paper counts by the
day it was received. Ad hoc periods enter no sum.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, Sum, TextChoices, Value, When

from common.lean import through
from figures.memory import remembered
from figures.scope import Scope
from figures.words import Rate
from progress.models import Period, Report
from units.models import Unit

ONE_DAY = datetime.timedelta(days=1)


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
    # From the first submission to its being confirmed, of all that were, in days.
    took_days: float = 0

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
    def days_to_acceptance(self):
        """The mean number of days from the first submission to its being confirmed, or None."""
        return self.took_days / self.confirmed if self.confirmed else None

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


@remembered
def report_figures(scope, *, by=None):
    """Return the ReportFigures of a scope, or a dict of them by "unit" or "period" (keys: ids). One query."""
    keys = {None: [], "unit": ["unit_id"], "period": ["period_id"]}[by]
    sums = defaultdict(Counter)
    for *key, _, counts in counted_reports(scope, *keys):
        sums[tuple(key)].update(counts)
    figures = {key: ReportFigures(**counts) for key, counts in sums.items()}
    return {key[0]: value for key, value in figures.items()} if by else figures.get((), ReportFigures())


def counted_reports(scope, *keys):
    """Yield (value of each of `keys`, standing, dict of what a ReportFigures holds) of the reports of a scope."""
    rows = _reports(scope).order_by().values_list(*keys, "standing", "nil", "returns")
    # A number of rows, not of ids: an index that covers the counters needs no look at the rows.
    rows = rows.annotate(number=Count("*"), taken=Count("took"), all_took=Sum("took"))
    for *key, standing, nil, returns, number, confirmed, took in rows:
        counts = {standing: number, "nil": nil * number, "confirmed": confirmed}
        counts |= {"returned": (returns > 0) * number, "returns": returns * number}
        yield *key, standing, counts | {"took_days": took / ONE_DAY if took else 0}


def list_reports(scope, number):
    """Return the reports behind the number called `number`, as a queryset to be paged; see `read_reports`."""
    rows = _reports(scope).filter(REPORT_NUMBERS[number].condition)
    return named(rows).order_by("due", "unit__order", "pk")


def named(reports):
    """Return `reports` with what a list says of each: no more of it, of its period and of its units."""
    return reports.select_related("unit", "to_unit", "period").only(*_NAMED)


_NAMED = [
    "state",
    "due_on",
    "asked_for_more_at",
    *through(["plan", *Period.NAME], "period"),
    *through(Unit.NAME, "unit", "to_unit"),
]


def read_reports(scope, reports):
    """Turn a page of `list_reports` into ReportRow."""
    return [ReportRow(report, scope.on) for report in reports]


def expected_by(scope: Scope):
    """Condition: the report had been made by the day, for a period that was open."""
    return scope.opened_periods("") & ~scope.past.opened_later()


def _expected(scope):
    return scope.of_units(Report.objects.filter(expected_by(scope)))


def _reports(scope):
    return _expected(scope).annotate(**report_terms(scope))


def report_terms(scope, mark=""):
    """Return annotations for what the day of `scope` says of a report, each under its name and the `mark`."""
    terms = {f"{name}{mark}": scope.past.report(name) for name in ["due", "first_sent_on", "nil", "returns", "took"]}
    confirmed = When(**{f"took{mark}__isnull": False}, then=Value(True))
    return terms | {
        f"confirmed{mark}": Case(confirmed, default=Value(False)),
        f"standing{mark}": _standing(scope, f"due{mark}", f"first_sent_on{mark}"),
    }


def _standing(scope, due, first_sent_on):
    return Case(
        When(**{f"{first_sent_on}__lte": F(due)}, then=Value(Standing.ON_TIME.value)),
        When(**{f"{first_sent_on}__isnull": False}, then=Value(Standing.LATE.value)),
        When(**{f"{due}__lt": scope.on}, then=Value(Standing.MISSING.value)),
        default=Value(Standing.NOT_DUE.value),
        output_field=CharField(),
    )
