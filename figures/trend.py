"""Figures period by period: duties by the period they came due in, reports by theirs. The same counts as of one period.

One-off work belongs to the period that covers its deadline; what is due outside every period that was opened, and work
without a deadline, stand in no one period.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from figures.duties import Home, TwoByTwo, count_cells_by_period
from figures.reports import ReportFigures, report_figures
from progress.models import Period


@dataclass(frozen=True)
class TrendRow:
    """One period: its duties, of the whole scope or of one group or clause, and the reports of the whole scope."""

    period: Period
    duties: TwoByTwo
    reports: ReportFigures


class Trend:
    """The regular periods opened by the day of `scope`, oldest first, whatever period it is of (4 queries)."""

    def __init__(self, scope):
        self.scope = replace(scope, period=None)
        opened = Period.objects.regular().filter(plan=scope.plan, opened_at__lt=scope.end)
        self.periods = list(opened.order_by("covers_to", "pk"))

    @cached_property
    def counts(self):
        """A dict (id of a period, Home) → Counter of cells."""
        found = defaultdict(Counter)
        for period_id, group_id, clause_id, cell, number in count_cells_by_period(
            self.scope, self.periods, "group_id", "clause_id"
        ):
            found[period_id, Home(group_id, clause_id)][cell] += number
        return found

    @cached_property
    def reports(self):
        return report_figures(self.scope, by="period")

    def rows(self, home=None):
        """Return a TrendRow for each period; `home` keeps duties to one group or clause."""
        return [
            TrendRow(period, self.duties(period, home), self.reports.get(period.pk, ReportFigures()))
            for period in self.periods
        ]

    def duties(self, period, home=None):
        """Return the TwoByTwo of one period."""
        if home:
            return TwoByTwo.of(self.counts.get((period.pk, home), {}))
        return TwoByTwo.of(*(counts for (key, _), counts in self.counts.items() if key == period.pk))
