"""The report as a workbook: its sheets, its columns, and the seal that says which report, which lines and which
versions a downloaded form was made from."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing

from common.refusals import Refused
from common.spreadsheets import plain_text
from common.workbooks import Formula
from progress.actions.report_writing import HEADER_TEXTS, LINE_FIELDS, clean_text
from progress.enums import WorkState
from progress.forms.report import digest, name_of_value

SHAPE = 1
SALT = "progress.excel"
LINES, VALUES, HEADER, GUIDE, SEAL = "Báo cáo", "Chỉ tiêu", "Phần chung", "Hướng dẫn", "Mã biểu"
HEAD_ROW = 4
# (heading, width in letters, field of the line's form or "" for what only tells)
LINE_COLUMNS = [
    ("TT", 5, ""),
    ("Mã", 10, ""),
    ("Nhiệm vụ", 34, ""),
    ("Vai trò", 10, ""),
    ("Thời hạn", 13, ""),
    ("Tình hình thực hiện", 17, "work_state"),
    ("Tỷ lệ hoàn thành (%)", 11, "percent"),
    ("Ngày làm xong", 13, "done_on"),
    ("Kết quả thực hiện", 60, "result"),
    ("Sản phẩm", 30, "product"),
]
VALUE_COLUMNS = [
    ("TT", 5, ""),
    ("Mã", 10, ""),
    ("Nhiệm vụ", 50, ""),
    ("Chỉ tiêu", 40, ""),
    ("Đơn vị tính", 14, ""),
    ("Giá trị", 18, "value"),
]
HEADER_COLUMNS = [("TT", 5, ""), ("Mục", 34, ""), ("Nội dung", 110, "text")]
STATE_WORDS = [label for _, label in WorkState.choices]
LETTERS_A_CELL = 20_000
TAKE_NEW = "Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."


class FormRefused(Refused):
    """A file is not the form of this report, or not any more. The sentence says what to do."""


@dataclass(frozen=True)
class Seal:
    """What a form was made from: `parts` are (prefix, version, digest) of the report's parts as they were, in the
    order of the rows; `values` the (line, indicator) of each row of the sheet of values."""

    report: int
    title: str
    parts: list
    values: list
    shape: int = SHAPE

    @classmethod
    def of(cls, parts):
        """Return the seal of the report as it now stands."""
        held = [
            (part.form.prefix, part.form.initial["version"], digest(as_written(part.form)), part.place)
            for part in parts.parts
        ]
        values = [(part.line.pk, one.pk) for part in parts.lines for one in part.form.indicators]
        return cls(parts.report.pk, str(parts.report), held, values)

    def written(self):
        """Return the seal as signed texts, each short enough for a cell."""
        plain = [self.shape, self.report, self.title, self.parts, self.values]
        text = signing.dumps(plain, salt=SALT, compress=True)
        return [text[at : at + LETTERS_A_CELL] for at in range(0, len(text), LETTERS_A_CELL)]

    @classmethod
    def read(cls, texts):
        """Return the Seal of a form; refused when it was altered or is of an older shape."""
        try:
            shape, *rest = signing.loads("".join(texts), salt=SALT)
        except signing.BadSignature:
            what = f"Trang ẩn “{SEAL}” của biểu đã bị sửa nên không biết biểu của báo cáo nào."
            raise FormRefused(f"{what} {TAKE_NEW}") from None
        if shape != SHAPE:
            raise FormRefused(f"Tệp là biểu đời cũ, cổng không còn nhận. {TAKE_NEW}")
        report, title, parts, values = rest
        return cls(report, title, [tuple(part) for part in parts], [tuple(pair) for pair in values])


def as_written(form):
    """Return the values that the form holds as a cell can hold them: control characters are kept in no workbook."""
    named = {*LINE_FIELDS, "values", *HEADER_TEXTS}
    held = {name: value for name, value in form.initial.items() if name in named}
    return {name: clean_text(plain_text(one)) if isinstance(one, str) else one for name, one in held.items()}


def words(value):
    """Return a cell's value in the words of the write page: 05/12/2024, 12,5; "" for none."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, datetime.date):
        return f"{value:%d/%m}/{value.year}"
    return value.text if isinstance(value, Formula) else str(value).strip()


@dataclass(frozen=True)
class Row:
    """A row to fill in: its number, what tells whose it is, and {column: (prefix of the part, field)}."""

    number: int
    code: str
    inputs: dict


def line_rows(seal):
    """Return the rows of the sheet of lines."""
    lines = [part for part in seal.parts if part[0].startswith("dong-")]
    fields = {place: name for place, (_, _, name) in enumerate(LINE_COLUMNS) if name}
    return [
        Row(number, place, {column: (prefix, name) for column, name in fields.items()})
        for number, (prefix, _, _, place) in enumerate(lines, start=1)
    ]


def value_rows(seal):
    """Return the rows of the sheet of values."""
    codes = {prefix: place for prefix, _, _, place in seal.parts}
    column = len(VALUE_COLUMNS) - 1
    return [
        Row(number, codes[f"dong-{line}"], {column: (f"dong-{line}", name_of_value(indicator))})
        for number, (line, indicator) in enumerate(seal.values, start=1)
    ]


def header_rows(seal):
    """Return the rows of the sheet of the head of the report."""
    return [
        Row(number, label, {len(HEADER_COLUMNS) - 1: (f"chung-{name}", name)})
        for number, (name, label) in enumerate(HEADER_TEXTS.items(), start=1)
    ]


def sheets_of(seal):
    """Return (sheet, columns, rows) of each sheet that is filled in; there may be no values to give."""
    values = [(VALUES, VALUE_COLUMNS, value_rows(seal))] if seal.values else []
    return [(LINES, LINE_COLUMNS, line_rows(seal)), *values, (HEADER, HEADER_COLUMNS, header_rows(seal))]
