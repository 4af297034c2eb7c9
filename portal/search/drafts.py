"""A unit's own working text, folded while searching: nobody else may find it, and a unit has few reports in hand.

No folded copy is stored: it would have to follow every way a line is saved.
"""

from dataclasses import dataclass
from itertools import groupby

from common.folding import fold
from common.searching import spans
from progress.models import Report
from progress.permissions.reports import can_read_working_text

HEADER = ["difficulties", "next_steps", "proposals", "nil_reason"]
LINE = ["lines__task_code", "lines__task_title", "lines__result", "lines__product"]
# A unit owes a few reports at a time; years of unsent ones must not make one search slow.
MOST_LINES = 1000


@dataclass(frozen=True)
class Draft:
    """A line, or the common part, of a report that the unit is still writing."""

    report: Report
    place: str
    texts: list


def find_drafts(membership, words):
    """Return the Drafts of the post's own unit that hold every one of the folded `words` (1 query, 1 more if any)."""
    if membership.is_administrator:
        return []
    own = Report.objects.owed().filter(unit_id=membership.unit_id)
    rows = own.order_by("-period__covers_to", "pk", "lines__position", "lines__pk").values_list("pk", *HEADER, *LINE)
    parts = [part for pk, of_report in groupby(rows[:MOST_LINES], key=lambda row: row[0]) for part in _parts(of_report)]
    found = [part for part in parts if _holds(*part[1:], words)]
    reports = Report.objects.select_related("unit", "period").in_bulk({pk for pk, *_ in found})
    drafts = [Draft(reports[pk], place, texts) for pk, place, texts in found]
    return [draft for draft in drafts if can_read_working_text(membership, draft.report)]


def _parts(rows):
    """Yield (report, place, texts) of one report, which comes as a row a line, or as one row when it has none."""
    for number, (report, *texts, code, title, result, product) in enumerate(rows):
        if number == 0:
            yield report, "Phần chung", texts
        if code:
            yield report, f"{code}. {title}", [result, product]


def _holds(place, texts, words):
    # The title of a task helps to tell lines apart, but a line on which nothing is written is not found by it.
    written = fold(" ".join(texts))
    everything = f"{fold(place)} {written}"
    return any(spans(word, written) for word in words) and all(spans(word, everything) for word in words)
