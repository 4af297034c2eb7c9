"""The forms of official documents, one row each: a new rule is a new row. Sizes are in points, widths in millimetres.

Party: Hướng dẫn 36-HD/VPTW (2018), from 27/5/2026 Hướng dẫn 05-HD/VPTW. State: Nghị định 30/2020/NĐ-CP, Phụ lục I.
Where a rule leaves a range, the value is the one in common use within it.
"""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

RULE = "rule"  # a short line below, instead of signs


class Kind(StrEnum):
    """Whose rules a body follows on paper."""

    PARTY = "party"
    STATE = "state"


@dataclass(frozen=True)
class Look:
    """How a piece of the form is set; `underline` is of the words, `ruled` a line below their full width."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    capitals: bool = False
    ruled: bool = False


@dataclass(frozen=True)
class OfficialForm:
    """Everything a rule says of how a document is set. In `number`, `letter_number`, `on_behalf`, `in_place` and
    `archive` the names in braces are filled in; `headings` are (pattern, look) by level, {n} being the number."""

    name: str
    kind: Kind
    valid_from: datetime.date
    valid_to: datetime.date | None
    top: float
    bottom: float
    left: float
    right: float
    head_columns: tuple[float, float]
    motto: tuple[tuple[str, Look], ...]
    superior: Look
    issuer: Look
    below_issuer: str
    number: str
    number_look: Look
    letter_number: str
    letter_subject: Look
    dateline: Look
    title: Look
    subject: Look
    subject_capital: bool
    below_subject: str
    body: Look
    first_line: float
    gap: float
    line: float
    headings: tuple[tuple[str, Look], ...]
    text_end: str
    sign: Look
    on_behalf: str
    in_place: str
    recipients_title: Look
    recipients: Look
    recipient_end: str
    archive: str
    page_number: Look
    table: Look


PARTY_2018 = OfficialForm(
    name="Hướng dẫn 36-HD/VPTW",
    kind=Kind.PARTY,
    valid_from=datetime.date(2018, 4, 3),
    valid_to=datetime.date(2026, 5, 26),
    top=20,
    bottom=20,
    left=30,
    right=15,
    head_columns=(72, 93),
    motto=(("ĐẢNG CỘNG SẢN VIỆT NAM", Look(15, bold=True, ruled=True)),),
    superior=Look(14, capitals=True),
    issuer=Look(14, bold=True, capitals=True),
    below_issuer="*",
    number="Số     -{type}/{symbol}",
    number_look=Look(14),
    letter_number="Số     -{type}/{symbol}",
    letter_subject=Look(12, italic=True),
    dateline=Look(14, italic=True),
    title=Look(16, bold=True, capitals=True),
    subject=Look(15, bold=True),
    subject_capital=False,
    below_subject="-----",
    body=Look(14),
    first_line=10,
    gap=6,
    line=18,
    headings=(("{n}- {text}", Look(14, bold=True, capitals=True)), ("{n}- {text}", Look(14, bold=True))),
    text_end=".",
    sign=Look(14, bold=True, capitals=True),
    on_behalf="T/M {body}",
    in_place="K/T {post}",
    recipients_title=Look(14, underline=True),
    recipients=Look(12),
    recipient_end=",",
    archive="- Lưu {body}.",
    page_number=Look(14),
    table=Look(12),
)

# The sizes of the rule of 2026 are known from a second source only; until its text is at hand they stay those of 2018.
PARTY_2026 = replace(PARTY_2018, name="Hướng dẫn 05-HD/VPTW", valid_from=datetime.date(2026, 5, 27), valid_to=None)

STATE_2020 = OfficialForm(
    name="Nghị định 30/2020/NĐ-CP",
    kind=Kind.STATE,
    valid_from=datetime.date(2020, 3, 5),
    valid_to=None,
    top=20,
    bottom=20,
    left=30,
    right=15,
    head_columns=(65, 100),
    motto=(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(13, bold=True)),
        ("Độc lập - Tự do - Hạnh phúc", Look(14, bold=True, ruled=True)),
    ),
    superior=Look(13, capitals=True),
    issuer=Look(13, bold=True, capitals=True),
    below_issuer=RULE,
    number="Số:     /{type}-{symbol}",
    number_look=Look(13),
    # Behind the body's own symbol stands that of the section which drafted the letter.
    letter_number="Số:     /{symbol}-…",
    letter_subject=Look(12),
    dateline=Look(14, italic=True),
    title=Look(14, bold=True, capitals=True),
    subject=Look(14, bold=True),
    subject_capital=True,
    below_subject=RULE,
    body=Look(14),
    first_line=10,
    gap=6,
    line=18,
    headings=(("{n}. {text}", Look(14, bold=True, capitals=True)), ("{n}. {text}", Look(14, bold=True))),
    text_end="./.",
    sign=Look(14, bold=True, capitals=True),
    on_behalf="TM. {body}",
    in_place="KT. {post}",
    recipients_title=Look(12, bold=True, italic=True),
    recipients=Look(11),
    recipient_end=";",
    archive="- Lưu: VT.",
    page_number=Look(14),
    table=Look(12),
)

FORMS = (PARTY_2018, PARTY_2026, STATE_2020)


def form_for(kind, on):
    """Return the form that bodies of that kind use on the day `on`; before the first known rule, that rule."""
    of_kind = sorted((form for form in FORMS if form.kind == kind), key=lambda form: form.valid_from)
    in_force = [form for form in of_kind if form.valid_from <= on]
    return (in_force or of_kind[:1])[-1]
