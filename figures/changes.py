"""What changed between the ends of two days: duties now in another cell, reports now in another standing.

Both days are read by the definitions of `figures.duties` and `figures.reports`; nothing is counted here in a way of its
own. So what stood in a cell before, and what stands there after, add up to the figures of the two days.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, Value, When

from figures.cells import DONE, Cell
from figures.duties import Duty, TwoByTwo, listed, read_duties
from figures.ledger import NOT_ENTERED, STEP
from figures.memory import remembered
from figures.reports import ReportRow, Standing, expected_by, list_reports, report_terms
from figures.sources import NOWHERE, SOURCES, OneOff, cell_on, counted, may_be_in

RECEIVED = (Standing.ON_TIME, Standing.LATE)


@dataclass(frozen=True)
class ChangeNumber:
    """A number of changes: its name in addresses, its words, its formula in words, and where what it counts came to
    (`into`) or came from (`out_of`); without either, anywhere else than before."""

    name: str
    words: str
    formula: str
    into: tuple = ()
    out_of: tuple = ()

    def counts(self, before, after):
        """Whether the number counts what went from `before` to `after`."""
        if self.into:
            return after in self.into and before not in self.into
        if self.out_of:
            return before in self.out_of and after not in self.out_of
        return before != after

    @property
    def condition(self):
        """The same as a condition on rows with `before` and `after`."""
        if self.into:
            return Q(after__in=self.into) & ~Q(before__in=self.into)
        if self.out_of:
            return Q(before__in=self.out_of) & ~Q(after__in=self.out_of)
        return ~Q(before=F("after"))


def _named(*numbers):
    return {number.name: number for number in numbers}


DUTY_CHANGES = _named(
    ChangeNumber("changed", "Việc đổi tình trạng", "Đếm việc mà tình trạng cuối ngày sau khác cuối ngày trước."),
    ChangeNumber(
        "done",
        "Việc hoàn thành",
        "Đếm việc cuối ngày trước chưa hoàn thành hoặc chưa có, cuối ngày sau đã hoàn thành (đã được xác nhận).",
        into=DONE,
    ),
    ChangeNumber(
        "slipped",
        "Việc thành quá hạn và vẫn quá hạn",
        "Đếm việc cuối ngày trước chưa quá hạn hoặc chưa có, cuối ngày sau chưa hoàn thành và đã quá hạn.",
        into=(Cell.OPEN_OVERDUE,),
    ),
    ChangeNumber(
        "undone",
        "Việc không còn được tính là hoàn thành",
        "Đếm việc cuối ngày trước đã hoàn thành, cuối ngày sau không còn: xác nhận đã được mở lại.",
        out_of=DONE,
    ),
)
REPORT_CHANGES = _named(
    ChangeNumber(
        "changed",
        "Báo cáo đổi tình trạng",
        "Đếm báo cáo mà tình trạng gửi hoặc xác nhận cuối ngày sau khác cuối ngày trước.",
    ),
    ChangeNumber(
        "received",
        "Báo cáo đã gửi thêm",
        "Đếm báo cáo cuối ngày trước chưa có lần gửi nào (không kể lần đã rút), cuối ngày sau đã có.",
        into=RECEIVED,
    ),
    ChangeNumber(
        "missing",
        "Báo cáo thành quá hạn và vẫn chưa gửi",
        "Đếm báo cáo cuối ngày trước chưa quá hạn, cuối ngày sau chưa gửi và đã quá hạn.",
        into=(Standing.MISSING,),
    ),
    ChangeNumber("confirmed", "Báo cáo được xác nhận", "Đếm báo cáo cuối ngày trước chưa, cuối ngày sau đã xác nhận."),
)


@dataclass(frozen=True)
class DutyChanges:
    """How many duties went from one cell (or NOWHERE) to another, and how many stayed: {(before, after): number}."""

    counts: Counter

    @property
    def before(self):
        return TwoByTwo.of(self._sums(0))

    @property
    def after(self):
        return TwoByTwo.of(self._sums(1))

    def number(self, name):
        """Return the number called `name` (a key of DUTY_CHANGES)."""
        return sum(number for pair, number in self.counts.items() if DUTY_CHANGES[name].counts(*pair))

    def _sums(self, side):
        sums = Counter()
        for pair, number in self.counts.items():
            sums[pair[side]] += number
        return sums


@dataclass(frozen=True)
class ReportChanges:
    """How many reports went from one standing (and confirmed or not) to another: {(standing and whether confirmed
    before, the same after): number}."""

    counts: Counter

    def before(self, name):
        """Return the number called `name` (a standing, "received" or "confirmed") as it was on the first day."""
        return self._side(0, name)

    def after(self, name):
        return self._side(1, name)

    def number(self, name):
        """Return the number called `name` (a key of REPORT_CHANGES)."""
        if name == "changed":
            return sum(number for (before, after), number in self.counts.items() if before != after)
        if name == "confirmed":
            return sum(number for (before, after), number in self.counts.items() if after[1] and not before[1])
        counts = REPORT_CHANGES[name].counts
        return sum(number for (before, after), number in self.counts.items() if counts(before[0], after[0]))

    def _side(self, side, name):
        if name == "confirmed":
            return sum(number for pair, number in self.counts.items() if pair[side][1])
        standings = RECEIVED if name == "received" else (name,)
        return sum(number for pair, number in self.counts.items() if pair[side][0] in standings)


@dataclass(frozen=True)
class ChangedDuty:
    """A row of the list behind a number of DUTY_CHANGES; a Cell of either day, or None where the day has it not."""

    duty: Duty
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class ChangedReport:
    row: ReportRow
    before: Standing | None
    was_confirmed: bool


@remembered
def duty_changes(then, now):
    """Return the DutyChanges between the days of two Scopes that differ in their day alone (1 query, 2 when cycles are
    kept counted)."""
    counts = Counter()
    for found in _changes_by_due_day(then, now).values():
        # Not +=, which drops what is negative.
        counts.update(found)
    return DutyChanges(Counter({pair: number for pair, number in counts.items() if number}))


@remembered
def _changes_by_due_day(then, now):
    """Return {due day, or None: Counter of (before, after)}; some numbers are negative. It is the due day of the later
    day, or that of the earlier for what is gone since."""
    one_off, each, gone = _duties(then, now)
    told = []
    if now.ledger.knows(then.ledger):
        told, each = [*now.ledger.changes(then.ledger)], now.ledger.left(each)
    parts = [part.annotate(**NOT_ENTERED) for part in (one_off, gone, each) if part is not None]
    told += [part.order_by().values_list(*STEP).annotate(n=Count("*")) for part in parts]
    found = defaultdict(Counter)
    for before, after, due, entered_before, entered, entered_due, number in told[0].union(*told[1:], all=True):
        found[due][before, after] += number
        found[entered_due][entered_before, entered] -= number
    for counts in found.values():
        counts.pop((NOWHERE, NOWHERE), None)
    return dict(found)


@remembered
def report_changes(then, now):
    """Return the ReportChanges between the days of two Scopes that differ in their day alone (1 query)."""
    rows = _reports(then, now).order_by().values_list("before", "was_confirmed", "after", "confirmed")
    counts = Counter()
    for before, was_confirmed, after, confirmed, number in rows.annotate(number=Count("*")):
        counts[(before, was_confirmed), (after, confirmed)] += number
    return ReportChanges(counts)


def list_changed_duties(then, now, number, first=None):
    """Return the duties behind the number called `number`, as a union to be paged; see `read_changed_duties`. Of which
    only the `first` are wanted, they are there, and maybe more."""
    asked = DUTY_CHANGES[number]
    days = first and _first_days(then, now, asked, first)
    early = may_be_in(now, asked.into) if asked.into else Q()
    parts = [rows.filter(asked.condition) for rows in _duties(then, now)]
    parts = [*(rows.filter(early) for rows in parts[:-1]), parts[-1]]
    # What has no due day is first or last, as the database has it.
    parts = [rows.filter(Q(due=None) | Q(due__in=days)) for rows in parts] if first else parts
    return listed(parts, "before", "after")


def _first_days(then, now, asked, limit):
    """Return the first due days of the duties that a ChangeNumber counts, as many as `limit` of them take."""
    counts, days, found = _changes_by_due_day(then, now), [], 0
    for due in sorted(due for due in counts if due):
        number = sum(number for pair, number in counts[due].items() if asked.counts(*pair))
        if number and found < limit:
            days.append(due)
            found += number
    return days


def read_changed_duties(now, rows):
    """Turn a page of `list_changed_duties` into ChangedDuty rows (1 query)."""
    duties = read_duties(now, [row[:-2] for row in rows])
    told = [[Cell(cell) if cell else None for cell in row[-2:]] for row in rows]
    return [ChangedDuty(duty, *cells) for duty, cells in zip(duties, told, strict=True)]


def list_changed_reports(then, now, number):
    """Return the reports behind the number called `number`, as a queryset to be paged; see `read_changed_reports`."""
    rows = _reports(then, now)
    if number == "confirmed":
        return rows.filter(confirmed=True, was_confirmed=False)
    changed = REPORT_CHANGES[number].condition
    return rows.filter(changed | ~Q(confirmed=F("was_confirmed")) if number == "changed" else changed)


def read_changed_reports(now, reports):
    """Turn a page of `list_changed_reports` into ChangedReport rows."""
    return [
        ChangedReport(
            ReportRow(report, now.on), Standing(report.before) if report.before else None, report.was_confirmed
        )
        for report in reports
    ]


def _duties(then, now):
    """What the later day counts, with its cell `before`, and what only the earlier day counted: one row tells of both.

    Cycles stay: their period was opened, and their line is there. One-off work leaves a period with its deadline.
    """
    for source in SOURCES:
        rows = counted(source, now).annotate(**source.named, **source.terms(then, "_then"))
        yield rows.annotate(before=cell_on(source, then, "_then"), after=F("cell"))
    gone = counted(OneOff, then).annotate(**OneOff.named, **OneOff.terms(now, "_now"))
    yield gone.annotate(before=F("cell"), after=cell_on(OneOff, now, "_now")).filter(after=NOWHERE)


def _reports(then, now):
    rows = list_reports(now, "expected").alias(**report_terms(then, "_then"))
    expected = When(expected_by(then), then=F("standing_then"))
    return rows.annotate(
        before=Case(expected, default=Value(NOWHERE), output_field=CharField()),
        after=F("standing"),
        was_confirmed=Case(When(expected_by(then) & Q(confirmed_then=True), then=Value(True)), default=Value(False)),
    )
