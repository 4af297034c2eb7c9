"""Indicators as their page shows them: a row each, every number with the list behind it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils import timezone

from common import clock, spreadsheets
from figures.indicator_board import IndicatorBoard, indicator_rows
from figures.indicator_lists import WHICH, IndicatorNumbers
from figures.words import NOTHING, whole
from portal.dashboards.explained import Explained
from portal.dashboards.filters import NO_SUCH_NUMBER
from portal.dashboards.pages import PartForm
from portal.lists import Column, shown
from tasks.models import Indicator

HEADS = ["Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm", "Trong kỳ", "Lũy kế", "% mục tiêu", "Cùng kỳ năm trước", "Thay đổi"]
NUMBER_COLUMNS = [
    Column("Đơn vị", lambda row: row.unit, width=32),
    Column("Kỳ", lambda row: str(row.report.period), url=lambda row: row.report.get_absolute_url(), width=20),
    Column("Nhiệm vụ", lambda row: row.task_code, width=12),
    Column("Số đã gửi", lambda row: row.value, width=16),
    Column("Tính vào", lambda row: row.word, mark=lambda row: ("good" if row.is_counted else "neutral", ""), width=40),
]


class IndicatorForm(PartForm):
    """One period is shown: the one asked for, or the newest whose data are closed; by whichever way it was reached, as
    of the day it closed."""

    def __init__(self, data, **offered):
        super().__init__(data, **offered)
        self.fields["ky"].choices = [("", "Kỳ mới nhất đã chốt"), *self.fields["ky"].choices[1:]]

    @property
    def period_meant(self):
        return super().period_meant or newest_of(self.periods, clock.today())


class NumberListForm(IndicatorForm):
    """The numbers of which indicator, and which of them: of whatever group or clause it is."""

    chi_tieu = forms.IntegerField(
        label="Chỉ tiêu",
        min_value=1,
        max_value=2**62,
        error_messages={"required": NO_SUCH_NUMBER, "invalid": NO_SUCH_NUMBER},
    )
    o = forms.ChoiceField(
        label="Số liệu",
        choices=[(name, words) for name, (words, _) in WHICH.items()],
        error_messages={"invalid_choice": NO_SUCH_NUMBER, "required": NO_SUCH_NUMBER},
    )

    def __init__(self, data, **offered):
        super().__init__(data, **offered)
        for name in ["nhom", "muc"]:
            del self.fields[name]


@dataclass(frozen=True)
class Amount:
    """A number of an indicator and its list; no address where nothing was confirmed."""

    words: str
    url: str
    units: int


@dataclass(frozen=True)
class RowView:
    name: str
    task: str
    task_url: str
    unit_of_measure: str
    target: str
    target_note: str
    amounts: dict
    share: str
    change: str


@dataclass(frozen=True)
class PartView:
    label: str
    title: str
    rows: list


def period_shown(selection):
    """Return the period asked for; else the newest whose data are closed by the day, or the newest opened, or None."""
    form, on = selection.form, selection.scope.on
    return form.period_meant if selection.period or on == form.usual_day else newest_of(selection.periods, on)


def newest_of(periods, on):
    """Return of regular periods, newest first, the newest whose data are closed by the end of the day `on`; else the
    newest opened by then, or None."""
    opened = [period for period in periods if timezone.localdate(period.opened_at) <= on]
    closed = [period for period in opened if period.covers_to <= on]
    return next(iter(closed or opened), None)


class IndicatorView:
    """Of a Selection, as a whole or of one part: everything the page of indicators shows of one period."""

    def __init__(self, selection, part, period):
        self.selection, self.part, self.period = selection, part, period
        home = part and part.home
        self.where = Q(task__group=home.group_id, task__clause=home.clause_id) if home else None

    @cached_property
    def rows(self):
        """The IndicatorRows of the part, or of the whole plan."""
        return indicator_rows(self.selection.scope, self.period, self.where)

    @property
    def parts(self):
        """The rows under the group or clause of each."""
        of_homes = groupby(self.rows, key=lambda row: home_of(row.indicator))
        return [PartView(home.label, home.title, [self._row(row) for row in rows]) for home, rows in of_homes]

    @property
    def table(self):
        columns = [spreadsheets.Column("Nhóm, mục", 14), spreadsheets.Column("Nhiệm vụ", 12)]
        columns += [spreadsheets.Column(head, 48 if head == HEADS[0] else 16) for head in HEADS]
        return spreadsheets.Table("Chỉ tiêu", columns, map(values_of, self.rows))

    def _row(self, row):
        indicator, goal = row.indicator, row.goal
        note = "" if goal.value is None or not goal.units else f"của {whole(goal.units)} đơn vị"
        return RowView(
            name=indicator.name,
            task=indicator.task.code,
            task_url=indicator.task.get_absolute_url(),
            unit_of_measure=indicator.unit_of_measure,
            target=shown(goal.value),
            target_note=note,
            amounts={which: self._amount(row, which, name) for which, (_, name) in WHICH.items()},
            share=row.share,
            change=_signed(row.change),
        )

    def _amount(self, row, which, name):
        together = getattr(row, name)
        asked = {"ky": self.period.pk, "chi_tieu": row.indicator.pk, "o": which}
        url = self.selection.url("dashboard-indicator-list", **asked)
        # What was sent and not confirmed yet stands in the list too, so the list of the period always opens.
        has_list = together.total is not None or which == "ky"
        return Amount(shown(together.total), url if has_list else "", together.units)


class ExplainedNumbers(Explained):
    """One number of an indicator: how it is made, and of what."""

    def __init__(self, selection, period, indicator):
        self.selection, self.period, self.indicator = selection, period, indicator
        which = selection.form.cleaned_data["o"]
        self.numbers = IndicatorNumbers(IndicatorBoard(selection.scope, period), indicator, which)

    @property
    def scope(self):
        return self.numbers.scope

    @property
    def counted_by(self):
        return self.numbers.counted_by

    @property
    def rows(self):
        return self.numbers.listed()

    def read(self, rows):
        return self.numbers.read(rows)

    @property
    def count(self):
        """How many numbers were sent."""
        return self.numbers.sent

    @property
    def of_period(self):
        """The period the number is of: the one chosen, or the same a year before."""
        return self.numbers.board.before if self.numbers.which == "cung_ky" else self.period

    @property
    def amount(self):
        total = self.numbers.made.total
        return NOTHING if total is None else f"{shown(total)} {self.indicator.unit_of_measure}"

    @property
    def title(self):
        return f"{self.indicator.name}: {self.amount}"

    @property
    def counted_words(self):
        """How many numbers and units it is made of, and how many numbers were left out."""
        made = self.numbers.made
        left_out = whole(self.count - made.count)
        return f"{whole(made.count)} số của {whole(made.units)} đơn vị được tính; {left_out} số không tính"


def home_of(indicator):
    """The group or clause of an indicator; load `task__group` and `task__clause`."""
    return indicator.task.group or indicator.task.clause


def indicator_asked(selection):
    """Return the indicator of the plan that the address asks for, or None."""
    found = Indicator.objects.filter(task__plan=selection.plan, pk=selection.form.cleaned_data["chi_tieu"])
    return found.select_related("task__group", "task__clause").first()


def values_of(row):
    """The values of a row as a workbook keeps them."""
    indicator, home = row.indicator, home_of(row.indicator)
    numbers = [row.in_period.total, row.running.total, spreadsheets.Figure(row.share), row.last_year.total, row.change]
    return [home.label, indicator.task.code, indicator.name, indicator.unit_of_measure, row.goal.value, *numbers]


def _signed(change):
    if change is None:
        return NOTHING
    return f"+{shown(change)}" if change > 0 else shown(change).replace("-", "−")
