"""What the write page shows of one line: its form, and what is known beside it."""

from dataclasses import dataclass

from django.utils.html import conditional_escape

from portal.reports.known import KnownSide
from portal.reports.sources import mark_of
from progress.contributions import asked_for
from progress.forms.report_parts import Part
from progress.remarks import remarks_of
from progress.shelf import note_old_use


@dataclass(frozen=True)
class Card:
    """A line of the form with what is known beside it."""

    part: Part
    known: KnownSide
    remarks: list
    earlier_remarks: list
    missing: list
    asked: list
    may_ask: bool


def cards_of(report, parts, known, missing=()):
    """Return the Card of each of `parts`, those with remarks to answer first, with what is `known` (a Known) of the
    report. A field that holds a copied text says so below it. The number of queries does not grow with the parts."""
    note_old_use([one.evidence for part in parts for one in part.line.citations.all()], report.period)
    remarks, asked = remarks_of(report), report.asked_for_more_at
    contributions = asked_for(report)
    cards = [
        Card(
            part,
            _marked(part, known.beside(part)),
            [one for one in remarks.get(part.line.assignment_id, []) if one.at == asked],
            [one for one in remarks.get(part.line.assignment_id, []) if one.at != asked],
            [item for item in missing if item.line_id == part.line.pk],
            contributions.get(part.line.pk, []),
            part.line.is_supported,
        )
        for part in parts
    ]
    return sorted(cards, key=lambda card: not card.remarks)


def _marked(part, beside):
    for name, sources in [("result", beside.result_sources), ("product", beside.product_sources)]:
        field = part.form[name]
        # The hint is put on the page as it is.
        field.help_text = conditional_escape(mark_of(field.value(), sources))
    return beside
