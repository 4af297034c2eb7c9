"""What is known beside the lines of a report: last period, the log, numbers and their running totals, units below."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from common.folding import fold_blanks
from figures.indicators import RunningTotal, over_units, running_totals, targets_of
from portal.reports.sources import Source, copied_from_period
from progress.below import confirmed_beside
from progress.reading import evidence_beside, log_by_assignment

# More units below than this are folded; more than MOST are counted and summed, but read in the list of reports.
FEW, MOST = 3, 40


@dataclass(frozen=True)
class KnownNumber:
    """One indicator of a line: last period's number, the running total and what becomes of it, the target."""

    indicator: Any
    field_id: str
    before: Any
    total: RunningTotal
    number: Any
    span: str
    target: Any = None
    is_summed: bool = True

    @property
    def so_far(self):
        return self.total.so_far

    @property
    def becomes(self):
        return self.total.with_number(self.number)

    @property
    def share(self):
        return self.target.share(self.becomes if self.is_summed else self.so_far) if self.target else ""


@dataclass(frozen=True)
class KnownBelow:
    """The units below on the line's task: n of m reported, their numbers summed, their lines as (line, Source)."""

    asked: int
    reported: int
    sums: list
    rows: list
    more: int

    @property
    def is_short(self):
        return len(self.rows) <= FEW


@dataclass(frozen=True)
class KnownSide:
    """All that stands beside one line; `…_sources` are the texts that its fields may be filled from."""

    before: Any
    before_result: Source | None
    before_evidence: list
    product_sources: list
    log: list
    numbers: list
    below: KnownBelow | None

    @property
    def result_sources(self):
        below = [source for _, source in self.below.rows] if self.below else []
        return [one for one in [self.before_result, *(source for _, source, _ in self.log), *below] if one]


class Known:
    """What is known of a whole report, read at once; the number of queries does not grow with the lines."""

    def __init__(self, report, lines):
        self.report = report
        self._earlier, self._below = confirmed_beside(report, lines)
        # {assignment id: the line confirmed last}
        self.before = {assignment_id: found[-1] for assignment_id, found in self._earlier.items()}
        self._log, self._targets = log_by_assignment(report), targets_of(report)
        entries = list(chain(*self._log.values()))
        self._cited, self._logged = evidence_beside(list(self.before.values()), entries)

    def beside(self, part):
        """Return the KnownSide of a line's part of the form (no query)."""
        line, result = part.line, part.form["result"].auto_id
        before = self.before.get(line.assignment_id)
        totals = running_totals(line, self._earlier.get(line.assignment_id, []), year=self.report.period.year)
        return KnownSide(
            before=before,
            before_result=_source(part, "ky-truoc", "result", before.result, copied_from_period(before))
            if before
            else None,
            before_evidence=self._cited.get(before.pk, []) if before else [],
            product_sources=_products(part, before),
            log=[
                (entry, _of_entry(line, entry, result), self._logged.get(entry.pk, []))
                for entry in self._log.get(line.assignment_id, [])
            ],
            numbers=[self._number(part, indicator, before, totals[indicator.pk]) for indicator in part.form.indicators],
            below=self._beneath(line, part.form.indicators, result),
        )

    def _number(self, part, indicator, before, total):
        line, name = part.line, f"chi-tieu-{indicator.pk}"
        year = line.assignment_due_on.year if line.is_one_off else self.report.period.year
        earlier = {value.indicator_id: value.value for value in before.values.all()} if before else {}
        return KnownNumber(
            indicator=indicator,
            field_id=part.form[name].auto_id,
            before=earlier.get(indicator.pk),
            total=total,
            number=part.form.initial.get(name),
            span="từ khi được giao" if line.is_one_off else f"trong năm {year}",
            target=self._targets.get((indicator.pk, year)),
            is_summed=self.report.period.is_regular,
        )

    def _beneath(self, line, indicators, field_id):
        below = self._below.get(line.assignment.task_id)
        if below is None:
            return None
        return KnownBelow(
            asked=below.asked,
            reported=below.reported,
            sums=over_units(indicators, below.lines),
            rows=[(one, _of_unit(line, one, field_id)) for one in below.lines[:MOST]],
            more=max(0, len(below.lines) - MOST),
        )


def _source(part, kind, name, text, mark=""):
    return Source(f"{kind}-{name}-{part.line.pk}", part.form[name].auto_id, text, mark)


def _products(part, before):
    """The product that the assignment names is said again every period; one of last period's own is marked."""
    assigned = _source(part, "duoc-giao", "product", part.line.assignment.product)
    sent = _source(part, "ky-truoc", "product", before.product, copied_from_period(before)) if before else None
    if sent and fold_blanks(sent.text) == fold_blanks(assigned.text):
        sent = None
    return [source for source in [assigned, sent] if source and source.text]


def _of_entry(line, entry, field_id):
    mark = f"Chép từ nhật ký ngày {entry.happened_on:%d/%m/%Y} – hãy sửa thành lời báo cáo."
    return Source(f"nhat-ky-{entry.pk}-{line.pk}", field_id, entry.text, mark)


def _of_unit(line, sent, field_id):
    unit = sent.submission.report.unit
    mark = f"Có đoạn trích báo cáo của {unit} – hãy ghi kết quả của chính đơn vị."
    return Source(f"don-vi-{sent.pk}-{line.pk}", field_id, sent.result, mark, prefix=f"Theo báo cáo của {unit}: ")
