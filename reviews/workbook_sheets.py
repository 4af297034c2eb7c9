"""The sheets of the workbook of a period, from the same functions as the pages: summary, groups, units, indicators,
what was late, and every confirmed line with its source. Rows are read as they are written."""

from functools import cached_property, lru_cache
from itertools import islice

from django.urls import reverse

from common.spreadsheets import Column, Figure, Table
from figures.cells import DATED, NUMBERS, Cell
from figures.duties import Home, Tally, TwoByTwo, list_duties, read_duties
from figures.indicator_board import IndicatorBoard
from figures.lateness import LATE_DUTIES, LATE_REPORTS, duty_lateness, report_lateness
from figures.lengths import Length
from figures.reports import REPORT_NUMBERS, ReportFigures, report_figures
from figures.scope import Scope
from progress.enums import WorkState
from progress.models import SubmittedLine
from reviews.enums import WorkbookExtent
from tasks.enums import Part
from tasks.models import places_of, units_below
from units.models import Unit

# What the columns of groups and of units hold of duties, and those of units of reports.
DUTIES = [*(cell.value for cell in DATED), Cell.NO_DEADLINE.value, "came_due", "done"]
REPORTS = ["expected", "received", "on_time", "late", "missing", "nil", "confirmed"]
DAYS_LATE = "Số ngày từ ngày hạn đến ngày làm xong hoặc gửi lần đầu; chưa xong, chưa gửi thì đến ngày tính."
AT_ONCE = 500
LINES_AT_ONCE = 2000


def scope_of(workbook):
    """Return the Scope a workbook is of, None when its post may not see so much any more. Load `for_post`."""
    post = workbook.for_post
    place = next((place for place in places_of(post) if place.plan_id == workbook.plan_id), None)
    if place is None or (workbook.extent == WorkbookExtent.WHOLE and not place.sees_all):
        return None
    return Scope(workbook.plan, workbook.on, _units_of(workbook, place), workbook.period)


def may_take(workbook):
    """Whether the post may see all that the workbook holds: units can have left its branch since it was made."""
    scope = scope_of(workbook)
    if scope is None or scope.units is None:
        return scope is not None
    return workbook.units is not None and set(workbook.units) <= set(scope.units)


def _units_of(workbook, place):
    """The ids of the units a workbook is of, read once for all its sheets; None when it is of the whole plan."""
    if workbook.extent == WorkbookExtent.WHOLE:
        return None
    below = units_below(place).values_list("unit_id", flat=True) if place.path else [workbook.for_post.unit_id]
    return sorted(set(below))


class Sheets:
    """The sheets of one workbook; each is counted when it is written."""

    def __init__(self, workbook, scope):
        self.workbook, self.scope = workbook, scope

    @property
    def all(self):
        """Functions that return a Table each, in the order of the sheets."""
        return [self.summary, self.groups, self.units, self.indicators, self.late, self.lines]

    @cached_property
    def tally(self):
        return Tally(self.scope)

    def summary(self):
        tally, reports = self.tally.total(), report_figures(self.scope)
        rows = [
            ("Kế hoạch", str(self.scope.plan), ""),
            ("Kỳ báo cáo", str(self.scope.period), ""),
            ("Phạm vi", self._extent(), ""),
            ("Tính đến hết ngày", self.scope.on, ""),
            *((number.words, tally.number(name), number.formula) for name, number in NUMBERS.items()),
            ("Tỷ lệ hoàn thành trên đã đến hạn", Figure(tally.rate), tally.rate.words),
            *((number.words, reports.number(name), number.formula) for name, number in REPORT_NUMBERS.items()),
            ("Tỷ lệ đã gửi", Figure(reports.received_rate), reports.received_rate.words),
            ("Tỷ lệ gửi đúng hạn", Figure(reports.on_time_rate), reports.on_time_rate.words),
            *self._lengths(),
        ]
        return Table("Tổng hợp", [Column("Số liệu", 40), Column("Giá trị", 24), Column("Cách tính", 60)], rows)

    def groups(self):
        figures, plan = self.tally.by_home(), self.scope.plan
        homes = [(group, Home(group.pk, None)) for group in plan.groups.all()]
        homes += [(clause, Home(None, clause.pk)) for clause in plan.clauses.all()]
        rows = [[str(part), *_numbers(figures.get(home, TwoByTwo()))] for part, home in homes]
        return Table("Theo nhóm", [Column("Nhóm, mục", 60), *_duty_columns(), Column("Tỷ lệ", 12)], rows)

    def units(self):
        duties, reports = self.tally.by_unit(), report_figures(self.scope, by="unit")
        found = Unit.objects.filter(pk__in=[*duties, *reports]).order_by("order", "pk")
        rows = (
            [unit.name, *_numbers(duties.get(unit.pk, TwoByTwo())), *_sent(reports.get(unit.pk, ReportFigures()))]
            for unit in found.iterator(AT_ONCE)
        )
        sent = [Column(f"Báo cáo: {REPORT_NUMBERS[name].words.lower()}", 14) for name in REPORTS]
        return Table(
            "Theo đơn vị", [Column("Đơn vị", 40), *_duty_columns(), Column("Tỷ lệ", 12), *sent], rows, plain=True
        )

    def indicators(self):
        heads = ["Nhiệm vụ", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm", "Trong kỳ", "Lũy kế", "% mục tiêu"]
        heads += ["Cùng kỳ năm trước", "Thay đổi"]
        rows = map(_indicator, IndicatorBoard(self.scope, self.scope.period).rows())
        return Table("Chỉ tiêu", [Column(head, 48 if head == "Chỉ tiêu" else 14) for head in heads], rows)

    def late(self):
        heads = [("Đơn vị", 36), ("Nhiệm vụ", 60), ("Kỳ", 16), ("Thời hạn", 14), ("Làm xong", 14), ("Số ngày muộn", 12)]
        columns = [*(Column(words, width) for words, width in heads), Column("Tình trạng", 28)]
        return Table("Quá hạn", columns, self._late(), plain=True)

    def lines(self):
        heads = [("Đơn vị", 30), ("Nhóm, mục", 12), ("Mã", 8), ("Nhiệm vụ", 48), ("Vai trò", 10), ("Tình hình", 16)]
        heads += [("%", 6), ("Kết quả thực hiện", 60), ("Sản phẩm", 30), ("Xác nhận", 16), ("Nguồn", 24)]
        return Table("Dòng báo cáo", [Column(words, width) for words, width in heads], self._lines(), plain=True)

    def _extent(self):
        words = self.workbook.get_extent_display()
        return words if self.scope.units is None else f"{self.workbook.for_post.unit}: {words}"

    def _lengths(self):
        """How long what is late is late: a row a number and a length."""
        duties, reports = duty_lateness(self.scope), report_lateness(self.scope)
        for late, number in [
            *((duties, NUMBERS[kind]) for kind in LATE_DUTIES),
            *((reports, REPORT_NUMBERS[kind]) for kind in LATE_REPORTS),
        ]:
            for length in Length:
                yield f"{number.words}: {length.label}", late.number(length, [number.name]), DAYS_LATE

    def _late(self):
        for number in ("open_overdue", "done_late"):
            # Once sorted, read to its end: each page asked for by its place would be sorted anew.
            rows = list_duties(self.scope, number).iterator(AT_ONCE)
            while page := list(islice(rows, AT_ONCE)):
                for duty in read_duties(self.scope, page):
                    task = f"{duty.task_code}. {duty.task_title}"
                    days = [duty.due_on, duty.done_on, duty.days_late]
                    yield [duty.unit, task, duty.period or "việc một lần", *days, str(duty.cell.label)]

    def _lines(self):
        """The confirmed lines of the period, in protocol order of units, then as the plan has them."""
        parts, states = dict(Part.choices), dict(WorkState.choices)
        # The lines of one submission come one after the other.
        address = lru_cache(maxsize=1)(_address)
        of_units = self.scope.of_units(SubmittedLine.objects.all(), "submission__report__unit_id")
        lines = of_units.filter(self.scope.accepted("submission__"), submission__report__period=self.scope.period)
        ordered = lines.order_by("submission__report__unit__order", "submission__report__unit_id", "position", "pk")
        for name, group, clause, code, title, part, state, *rest, report_id, number in ordered.values_list(
            *_LINE
        ).iterator(LINES_AT_ONCE):
            home = f"Nhóm {group}" if group else f"Mục {clause}"
            yield [name, home, code, title, parts[part], states[state], *rest, address(report_id, number)]


_LINE = [
    "submission__report__unit__name",
    "assignment__task__group__number",
    "assignment__task__clause__number",
    "task_code",
    "task_title",
    "part",
    "work_state",
    "percent",
    "result",
    "product",
    "submission__accepted_at",
    "submission__report_id",
    "submission__number",
]


def _address(report_id, number):
    return reverse("portal:report-submission", args=[report_id, number])


def _duty_columns():
    return [Column(NUMBERS[name].words, 14) for name in DUTIES]


def _numbers(figures):
    return [*(figures.number(name) for name in DUTIES), Figure(figures.rate)]


def _sent(figures):
    return [figures.number(name) for name in REPORTS]


def _indicator(row):
    indicator = row.indicator
    totals = [row.in_period.total, row.running.total, Figure(row.share), row.last_year.total, row.change]
    return [indicator.task.code, indicator.name, indicator.unit_of_measure, row.goal.value, *totals]
