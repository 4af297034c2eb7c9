"""What the write page shows of one line: its form, and what is known beside it."""

from dataclasses import dataclass

from progress.forms.report_parts import Part
from progress.reading import last_confirmed_lines, log_by_assignment
from progress.remarks import remarks_of
from progress.shelf import note_old_use


@dataclass(frozen=True)
class Card:
    """A line of the form with what is known beside it."""

    part: Part
    before: object
    log: list
    remarks: list
    earlier_remarks: list
    missing: list


def cards_of(report, parts, missing=()):
    """Return the Card of each of `parts`, those with remarks to answer first; the number of queries does not grow
    with them."""
    note_old_use([one.evidence for part in parts for one in part.line.citations.all()], report.period)
    before, log, remarks = last_confirmed_lines(report), log_by_assignment(report), remarks_of(report)
    asked = report.asked_for_more_at
    cards = [
        Card(
            part,
            before.get(part.line.assignment_id),
            log.get(part.line.assignment_id, []),
            [one for one in remarks.get(part.line.assignment_id, []) if one.at == asked],
            [one for one in remarks.get(part.line.assignment_id, []) if one.at != asked],
            [item for item in missing if item.line_id == part.line.pk],
        )
        for part in parts
    ]
    return sorted(cards, key=lambda card: not card.remarks)
