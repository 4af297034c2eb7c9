"""The annex of evidence: every piece numbered once, in the order in which the lines of a report first cite it."""

from dataclasses import dataclass, field

from progress.enums import EvidenceKind


@dataclass
class AnnexItem:
    """One numbered piece of evidence, and the lines that cite it."""

    number: int
    evidence: object
    lines: list = field(default_factory=list)

    @property
    def is_document(self):
        return self.evidence.kind == EvidenceKind.DOCUMENT and not self.evidence.removed_at

    @property
    def cited_by(self):
        return ", ".join(line.task_code for line in self.lines)


@dataclass(frozen=True)
class Annex:
    """`items` in the order of their numbers; `numbers` is {evidence id: number}."""

    items: list
    numbers: dict

    def marks(self, line):
        """Return how `line` points into the annex: "[1], [3]", or "" when it cites nothing."""
        cited = sorted(self.numbers[citation.evidence_id] for citation in line.citations.all())
        return ", ".join(f"[{number}]" for number in cited)


def annex_of(lines):
    """Number the evidence of `lines`, be they working or sent ones, with `citations__evidence` loaded (no query).

    A piece that several lines cite has one number. What was removed in an emergency keeps its number as a tombstone.
    """
    found = {}
    for line in lines:
        for citation in line.citations.all():
            item = found.setdefault(citation.evidence_id, AnnexItem(len(found) + 1, citation.evidence))
            item.lines.append(line)
    return Annex(list(found.values()), {key: item.number for key, item in found.items()})
