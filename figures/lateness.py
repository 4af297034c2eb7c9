"""How long what is late is late, or was, of duties and of reports.

Days run from the due date until the work was done or the report was first sent; without that, until the day of the
figure. Only what is late has a length.
"""

from collections import Counter, defaultdict

from django.db.models import Q

from figures.cells import LATE_DUTIES, Cell
from figures.duties import count_cells
from figures.lengths import Lateness, between, length_of, until_now
from figures.memory import remembered
from figures.reports import ReportFigures, Standing, counted_reports

LATE_REPORTS = (Standing.MISSING, Standing.LATE)


@remembered
def duty_lateness(scope, *, home=None):
    """Return the Lateness of the duties of a scope, of one Home if asked."""
    found = defaultdict(Counter)
    for length, cell, number in count_cells(scope, "length", home=home):
        if cell in LATE_DUTIES:
            found[cell][length] += number
    return Lateness.of(found)


@remembered
def report_lateness(scope):
    """Return the Lateness of the reports of a scope (1 query)."""
    return reports_and_lateness(scope)[1]


@remembered
def reports_and_lateness(scope):
    """Return the ReportFigures of a scope, and the Lateness of its reports (1 query)."""
    figures, late = Counter(), defaultdict(Counter)
    for due, sent_on, standing, counts in counted_reports(scope, "due", "first_sent_on"):
        figures.update(counts)
        if standing in LATE_REPORTS:
            late[standing][length_of(((sent_on or scope.on) - due).days)] += counts[standing]
    return ReportFigures(**figures), Lateness.of(late)


def late_duties(scope, length):
    """Condition on rows of `sources`: late by `length`."""
    still, then = Q(cell=Cell.OPEN_OVERDUE), Q(cell=Cell.DONE_LATE)
    return (still & until_now(scope, length, "due")) | (then & between(length, "due", "finished"))


def late_reports(scope, length):
    """Condition on rows of `list_reports`: late by `length`."""
    still, then = Q(standing=Standing.MISSING), Q(standing=Standing.LATE)
    return (still & until_now(scope, length, "due")) | (then & between(length, "due", "first_sent_on"))
