"""What the write page shows of one line: its form, and what is known beside it."""

from dataclasses import dataclass

from progress.forms.report_parts import Part
from progress.models import Remark
from progress.reading import last_confirmed_lines, log_by_assignment


@dataclass(frozen=True)
class Card:
    """A line of the form with what is known beside it."""

    part: Part
    before: object
    log: list
    remarks: list
    missing: list


def cards_of(report, parts, missing=()):
    """Return the Card of each of `parts`; the number of queries does not grow with them."""
    before, log, remarks = last_confirmed_lines(report), log_by_assignment(report), _remarks(report)
    return [
        Card(
            part,
            before.get(part.line.assignment_id),
            log.get(part.line.assignment_id, []),
            remarks.get(part.line.assignment_id, []),
            [item for item in missing if item.line_id == part.line.pk],
        )
        for part in parts
    ]


def _remarks(report):
    """Return {assignment id: [Remark]} of the request for more that is unanswered."""
    found = {}
    if report.asked_for_more_at:
        asked = Remark.objects.filter(line__submission__report=report, at=report.asked_for_more_at)
        for remark in asked.select_related("line", "by", "for_unit"):
            found.setdefault(remark.line.assignment_id, []).append(remark)
    return found
