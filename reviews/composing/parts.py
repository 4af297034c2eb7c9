"""What composing gives: sections with proposed passages, figures and annexes. Plain values, nothing is read here."""

from dataclasses import dataclass, field
from typing import NamedTuple

from common.folding import fold
from reviews.enums import SourceKind


def document_key(number, day, issuer):
    """What makes two mentions one document: number, day (as it is shown) and issuer; case, marks and blanks apart."""
    return fold(f"{number}|{day}|{issuer}").replace(" ", "")


class Source(NamedTuple):
    """Where a passage comes from, as the columns of a PassageSource (its NAMED_BY)."""

    kind: str
    submission_id: int | None = None
    line_id: int | None = None
    finding_id: int | None = None
    direction_id: int | None = None

    @classmethod
    def of_line(cls, line):
        return cls(SourceKind.RESULT, submission_id=line.submission_id, line_id=line.pk)


@dataclass(frozen=True)
class ProposedPassage:
    """A paragraph; `key` names what it is made from, so that it is found again when it is composed anew."""

    key: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class ProposedSection:
    key: str
    title: str
    level: int = 1
    passages: tuple[ProposedPassage, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A number as the review says it: its name, its words, the number, and n/m with the denominator in words."""

    key: str
    words: str
    value: str
    share: str = ""

    @property
    def whole(self):
        return f"{self.value} ({self.share})" if self.share else self.value


@dataclass(frozen=True)
class AnnexTable:
    """An annex; `columns` are (title, share of the width, alignment)."""

    title: str
    subject: str
    columns: tuple[tuple[str, float, str], ...]
    rows: tuple[tuple[str, ...], ...]
    wide: bool = False


@dataclass(frozen=True)
class Composition:
    sections: tuple[ProposedSection, ...]
    figures: tuple[Shown, ...] = field(default=())
    annexes: tuple[AnnexTable, ...] = field(default=())
