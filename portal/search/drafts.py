"""A unit's own working text, folded while searching: nobody else may find it, and a unit has few reports in hand.

No folded copy is stored: it would have to follow every way a line is saved.
"""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F

from common.folding import fold
from progress.models import Report
from progress.permissions.reports import can_read_working_text

HEADER = ["difficulties", "next_steps", "proposals", "nil_reason"]
LINE = {name: F(f"lines__{name}") for name in ("task_code", "task_title", "result", "product")}
# A unit owes a few reports at a time; years of unsent ones must not make one search slow.
MOST_LINES = 1000


@dataclass(frozen=True)
class Draft:
    """A line, or the common part, of a report that the unit is still writing."""

    report: Report
    place: str
    texts: list


def find_drafts(membership, words):
    """Return the Drafts of the post's own unit that hold every one of the folded `words` (1 query)."""
    if membership.is_administrator:
        return []
    own = Report.objects.owed().filter(unit_id=membership.unit_id).select_related("unit", "period").annotate(**LINE)
    rows = own.order_by("-period__covers_to", "pk", "lines__position", "lines__pk")[:MOST_LINES]
    readable = [row for row in rows if can_read_working_text(membership, row)]
    parts = [part for _, of_report in groupby(readable, key=lambda row: row.pk) for part in _parts(list(of_report))]
    return [part for part in parts if _holds(part, words)]


def _parts(rows):
    """Yield the Drafts of one report, which comes as a row a line; without lines it is one row with none."""
    yield Draft(rows[0], "Phần chung", [getattr(rows[0], name) for name in HEADER])
    for row in rows:
        if row.task_code:
            yield Draft(row, f"{row.task_code}. {row.task_title}", [row.result, row.product])


def _holds(draft, words):
    # The title of a task helps to tell lines apart, but a line on which nothing is written is not found by it.
    written = fold(" ".join(draft.texts))
    everything = f"{fold(draft.place)} {written}"
    return any(word in written for word in words) and all(word in everything for word in words)
