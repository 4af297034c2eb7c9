"""What a unit with none below sees of itself: its reports one after the other, and its work by deadline. Nobody else is
shown: there is nothing to compare."""

from dataclasses import dataclass, replace
from functools import cached_property

from figures.duties import list_duties, read_duties
from figures.memory import remembered
from figures.reports import ReportRow, list_reports, read_reports
from portal.dashboards.columns import cell_words, standing_words
from portal.dashboards.explained import DUTY_TONES, REPORT_TONES
from tasks.timing import DUE_SOON_DAYS

# Three years of quarters; of work what fits on a page.
PERIODS, DUTIES = 12, 15


@dataclass(frozen=True)
class OwnReport:
    """One report of the unit: how it stands in a word and a tone, and when it was due and sent."""

    row: ReportRow
    word: str
    tone: str

    @property
    def report(self):
        return self.row.report

    @property
    def notes(self):
        """What came after it was sent."""
        asked = f"{self.report.returns} lượt đề nghị bổ sung" if self.report.returns else ""
        nil = "không phát sinh" if self.report.nil else ""
        return ", ".join(filter(None, [nil, asked, "đã xác nhận" if self.report.confirmed else ""]))


class Own:
    """The timeline of a Selection that is one unit's; each part is read when the page asks for it, once."""

    def __init__(self, selection):
        # What a unit did goes on from period to period, whichever period its figures are of.
        self.scope = replace(selection.scope, period=None)

    @cached_property
    def reports(self):
        """The latest reports, the oldest of them first (1 query)."""
        rows = _latest_reports(self.scope)
        return [OwnReport(row, standing_words(row), REPORT_TONES[row.standing]) for row in rows]

    @cached_property
    def duties(self):
        """[(Duty, words, tone)] of the work that is not done, the longest due first (2 queries)."""
        return [(duty, *self._told(duty)) for duty in _open_duties(self.scope)]

    def _told(self, duty):
        left = (duty.due_on - self.scope.on).days
        if left < 0:
            return cell_words(duty), DUTY_TONES[duty.cell]
        words = f"còn {left} ngày" if left else "đến hạn trong ngày"
        return words, "warn" if left <= DUE_SOON_DAYS else "neutral"


@remembered
def _latest_reports(scope):
    rows = list_reports(scope, "expected").order_by("-due", "-pk")[:PERIODS]
    return read_reports(scope, rows)[::-1]


@remembered
def _open_duties(scope):
    return read_duties(scope, list_duties(scope, "open")[:DUTIES])
