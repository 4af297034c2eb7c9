"""The numbers behind a number of an indicator: what each unit sent, whether it was counted, and why not."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from figures.indicator_board import IndicatorBoard
from progress.models import Submission, SubmittedValue
from tasks.enums import Aggregate

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


class IndicatorNumbers:
    """One number of an indicator explained. `which` is a key of WHICH; `board` an IndicatorBoard that holds it."""

    def __init__(self, board: IndicatorBoard, indicator, which):
        self.board, self.indicator, self.which = board, indicator, which
        self.row = board.row(indicator)
        self.together = getattr(self.row, WHICH[which][1])
        self.made_of = self.together.made_of

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
        submission, report = "line__submission__", "line__submission__report__"
        same = {name: OuterRef(name) for name in ["line__submission__report", "line__assignment"]}
        others = self._sent().filter(**same).order_by()
        newer = others.filter(line__submission__number__gt=OuterRef("line__submission__number"))
        confirmed = Submission.objects.filter(self.board.scope.accepted())
        sent = self.board.scope.of_units(self._sent(), f"{report}unit_id").annotate(
            accepted=Exists(confirmed.filter(pk=OuterRef("line__submission_id"))),
            confirmed_without=Exists(confirmed.filter(report=OuterRef("line__submission__report_id"))),
        )
        speaks = Q(accepted=True) | ~Exists(others.filter(self.board.scope.accepted(submission))) & ~Exists(newer)
        named = sent.filter(speaks).select_related(f"{report}unit", f"{report}period")
        return named.order_by(
            f"{report}unit__order", f"{report}unit_id", f"{report}period__covers_to", f"{submission}number", "line_id"
        )

    def _sent(self):
        """The numbers of what was sent and stood at the end of the day."""
        return SubmittedValue.objects.filter(
            self.board.scope.standing("line__submission__"),
            self._periods("line__submission__report__"),
            indicator=self.indicator,
            line__submission__report__period__plan=self.board.scope.plan,
        )

    def read(self, values):
        """Return the NumberRows of rows of `listed`."""
        return [self._row(value) for value in values]

    def _periods(self, report):
        if self.which == "ky":
            return Q(**{f"{report}period": self.board.period})
        if self.which == "cung_ky":
            return Q(**{f"{report}period": self.board.before})
        period = self.board.period
        in_year = Q(**{f"{report}period__year": period.year})
        one_off = Q(line__cadence="", line__assignment_due_on__isnull=False)
        return (in_year | one_off) & Q(**{f"{report}period__covers_to__lte": period.covers_to})

    def _row(self, value):
        line, report = value.line, value.line.submission.report
        unit = report.unit.short_name or report.unit.name
        return NumberRow(unit, report, line.task_code, value.value, self._word(value, report))

    def _word(self, value, report):
        if not report.period.is_regular:
            return NOT_REGULAR
        if value.pk in self.made_of:
            return COUNTED
        if not value.accepted:
            if value.confirmed_without:
                return LEFT_OUT_LATER
            accepted_at = value.line.submission.accepted_at
            return REOPENED if accepted_at and accepted_at < self.board.scope.end else NOT_CONFIRMED
        rules = [self.indicator.over_time] if self.which == "luy_ke" else []
        return next(NOT_CHOSEN[rule] for rule in [*rules, self.indicator.over_units] if rule in NOT_CHOSEN)
