"""The numbers behind a number of an indicator: what each unit sent, whether it was counted, and why not."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from common.lean import through
from figures.indicator_board import REPORT, IndicatorBoard, counts_in, put_over_units
from figures.memory import remembered
from progress.models import Period, Submission, SubmittedValue
from tasks.enums import Aggregate
from units.models import Unit

OVER_TIME = {
    Aggregate.SUM: "mỗi phần việc cộng số của các kỳ",
    Aggregate.LATEST: "mỗi phần việc lấy số của kỳ mới nhất",
    Aggregate.MAX: "mỗi phần việc lấy số lớn nhất trong các kỳ",
    Aggregate.MEAN: "mỗi phần việc lấy trung bình các kỳ",
}
OVER_UNITS = {
    Aggregate.SUM: "các đơn vị thì cộng lại",
    Aggregate.LATEST: "trong các đơn vị lấy số gửi sau cùng",
    Aggregate.MAX: "trong các đơn vị lấy số lớn nhất",
    Aggregate.MEAN: "các đơn vị thì lấy trung bình",
}
# Of one indicator: which number, its words, and how an IndicatorRow names it.
WHICH = {
    "ky": ("Trong kỳ", "in_period"),
    "luy_ke": ("Lũy kế", "running"),
    "cung_ky": ("Cùng kỳ năm trước", "last_year"),
}
COUNTED = "được tính"
NOT_REGULAR = "kỳ đột xuất, chuyên đề không cộng vào"
REOPENED = "báo cáo đã được mở lại, chưa xác nhận lại"
NOT_CONFIRMED = "báo cáo chưa được xác nhận"
LEFT_OUT_LATER = "lần gửi được xác nhận không ghi số này"
NOT_CHOSEN = {
    Aggregate.LATEST: "đã có số mới hơn",
    Aggregate.MAX: "không phải số lớn nhất",
}


@dataclass(frozen=True)
class NumberRow:
    """One number of one line of one report, and what became of it."""

    unit: str
    report: object
    task_code: str
    value: Decimal
    word: str

    @property
    def is_counted(self):
        return self.word == COUNTED


@dataclass(frozen=True)
class Made:
    """One number of an indicator: the whole, how many numbers of how many units it is made of, how many were confirmed,
    and the keys of those it is made of; None when it is made of all of them."""

    total: Decimal | None
    count: int
    confirmed: int
    units: int
    keys: frozenset | None


class IndicatorNumbers:
    """One number of an indicator explained. `which` is a key of WHICH; `board` an IndicatorBoard of its plan."""

    def __init__(self, board: IndicatorBoard, indicator, which):
        self.board, self.indicator, self.which = board, indicator, which
        self.scope = board.scope

    @property
    def counted_by(self):
        return self.scope.counted_by, self.board.period.pk, self.indicator.pk, self.which

    @cached_property
    def made(self):
        return _made(self)

    @cached_property
    def sent(self):
        """How many numbers were sent for it: those that were confirmed have been read."""
        return self.made.confirmed + _not_confirmed(self)

    @property
    def words(self):
        return WHICH[self.which][0]

    @property
    def formula(self):
        over_units = OVER_UNITS[self.indicator.over_units]
        if self.which != "luy_ke":
            return f"Lấy số trong báo cáo kỳ thường xuyên đã được xác nhận; {over_units}."
        return (
            "Lấy số trong các báo cáo kỳ thường xuyên đã được xác nhận từ đầu năm đến hết kỳ (việc một lần: từ khi bắt "
            f"đầu việc); {OVER_TIME[self.indicator.over_time]}; {over_units}."
        )

    def rows(self):
        """Every number that was sent for it, as NumberRows (1 query)."""
        return self.read(self.listed())

    def listed(self):
        """Return the numbers that were sent for it, by unit and period, as a queryset to be paged: the counted ones,
        and those left out. Of one piece of work in one report the last number speaks, unless one was confirmed."""
        confirmed = Submission.objects.filter(self.scope.accepted(), report=OuterRef("line__submission__report_id"))
        sent = self._sent().filter(self._accepted | self._last_unconfirmed)
        named = sent.select_related(f"{REPORT}unit", f"{REPORT}period").only(*_SHOWN)
        return named.annotate(
            accepted=Case(When(self._accepted, then=Value(True)), default=Value(False)),
            confirmed_without=Exists(confirmed),
        ).order_by(
            f"{REPORT}unit__order",
            f"{REPORT}unit_id",
            f"{REPORT}period__covers_to",
            "line__submission__number",
            "line_id",
        )

    def not_confirmed(self):
        """Return those of `listed` that no regular period confirmed, in no order: they are few, and found as such."""
        left_out = ~self._accepted & self._last_unconfirmed
        if self.which == "luy_ke":
            left_out |= self._accepted & Q(**{f"{REPORT}period__is_regular": False})
        return self._sent().filter(left_out)

    @property
    def _accepted(self):
        return self.scope.accepted("line__submission__")

    @property
    def _last_unconfirmed(self):
        """Condition on values: nothing newer was sent of the work in the report, and nothing was confirmed."""
        same = {name: OuterRef(name) for name in ["line__submission__report", "line__assignment"]}
        others = self._stood().filter(**same).order_by()
        newer = others.filter(line__submission__number__gt=OuterRef("line__submission__number"))
        return ~Exists(others.filter(self._accepted)) & ~Exists(newer)

    @property
    def of_periods(self):
        """Condition on values: of the periods that the number is of."""
        if self.which == "luy_ke":
            return counts_in(self.board.period)
        return Q(**{f"{REPORT}period": self.board.period if self.which == "ky" else self.board.before})

    def _sent(self):
        return self.scope.of_units(self._stood(), f"{REPORT}unit_id")

    def _stood(self):
        """The numbers of what was sent and stood at the end of the day."""
        return SubmittedValue.objects.filter(
            self.scope.standing("line__submission__"),
            self.of_periods,
            indicator=self.indicator,
            line__submission__report__period__plan=self.scope.plan,
        )

    def read(self, values):
        """Return the NumberRows of rows of `listed`."""
        return [self._row(value) for value in values]

    def _row(self, value):
        line, report = value.line, value.line.submission.report
        unit = report.unit.short_name or report.unit.name
        return NumberRow(unit, report, line.task_code, value.value, self._word(value, report))

    def _word(self, value, report):
        if not report.period.is_regular:
            return NOT_REGULAR
        keys = self.made.keys
        if value.accepted if keys is None else value.pk in keys:
            return COUNTED
        if not value.accepted:
            if value.confirmed_without:
                return LEFT_OUT_LATER
            accepted_at = value.line.submission.accepted_at
            return REOPENED if accepted_at and accepted_at < self.scope.end else NOT_CONFIRMED
        rules = [self.indicator.over_time] if self.which == "luy_ke" else []
        return next(NOT_CHOSEN[rule] for rule in [*rules, self.indicator.over_units] if rule in NOT_CHOSEN)


_SHOWN = [
    "value",
    "line__task_code",
    "line__submission__accepted_at",
    *through(Unit.NAME, f"{REPORT}unit"),
    *through(["is_regular", *Period.NAME], f"{REPORT}period"),
]


@remembered
def _made(one):
    numbers = one.board.numbers(one.indicator, one.of_periods)
    together = put_over_units(one.indicator, numbers)
    keys = together.made_of
    made_of_all = len(keys) == len(numbers)
    return Made(together.total, len(keys), len(numbers), together.units, None if made_of_all else keys)


@remembered
def _not_confirmed(one):
    return one.not_confirmed().count()
