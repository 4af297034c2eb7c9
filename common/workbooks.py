"""Reading of .xlsx files that people send. Whatever is wrong is told in a sentence; nothing in a file ever runs.

The parts of a file are counted through by a parser that stops at the caps, before the spreadsheet library sees any of
them; the library is then given those parts alone. Formulas are not worked out, and what a program had worked out
before is not taken either: a formula is a mistake with a place.
"""

import datetime
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from xml.parsers import expat

from django.template.defaultfilters import filesizeformat
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from common.files import clean_file_name
from common.office_files import BROKEN_ZIP, wrong_with_office_file
from common.refusals import Refused
from common.spreadsheets import LONGEST_TEXT, SURROGATES

MEGABYTE = 1024 * 1024
MAX_SIZE = 10 * MEGABYTE
MAX_XML = 40 * MEGABYTE
MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_ELEMENTS = 600_000
CHUNK = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Hãy mở tệp, chọn “Lưu thành”, loại “Excel Workbook (.xlsx)”, rồi gửi lại."
TOO_LONG = "có ô chứa hơn 32.767 ký tự, quá mức Excel cho phép. Hãy rút gọn ô đó, lưu lại rồi gửi lại."
TOO_BIG = "bung ra quá lớn. Hãy chỉ giữ lại phần cần gửi rồi lưu lại."
# What holds the text of one cell: a shared text, a text inside the cell, a value, a formula.
ONE_TEXT = {"si", "is", "v", "f"}
OTHER_KINDS = {
    "xls": "là loại .xls đời cũ",
    "xlsb": "là loại .xlsb",
    "xlsm": "là loại .xlsm, có thể chứa macro",
    "ods": "là bảng tính .ods",
    "csv": "là tệp .csv, không giữ được kiểu số và ngày",
}
BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")
FOREIGN_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class WorkbookRefused(Refused):
    """A file cannot be read. The sentence names it, and what to do instead."""


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be taken as it stands: where it is, what is wrong, how to mend it."""

    sheet: str
    cell: str
    what: str
    how: str

    def __str__(self):
        return f"Trang “{self.sheet}”, ô {self.cell}: {self.what}. {self.how}"


@dataclass(frozen=True)
class Formula:
    """Stands for a cell that holds a formula, or the trace of one that failed."""

    text: str


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: None, a text (NFC), Decimal, date, datetime, time, timedelta, bool or Formula."""

    place: str
    value: object
    is_percent: bool = False


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, all of one length, the first at place 1; `merged` are the ranges of joined cells."""

    title: str
    rows: list
    merged: list = field(default_factory=list)


def read_workbook(upload, *, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS):
    """Return {title: Sheet} of an uploaded .xlsx, hidden sheets included; refuse everything else with a sentence.

    Refused: other kinds, macros, passwords, zip bombs, more rows or columns than asked for, document types and
    entities in a part, and whatever the library cannot read.
    """
    name = clean_file_name(upload.name or "")
    if wrong := _wrong_kind(upload, name.rpartition(".")[2].lower()) or wrong_with_office_file(upload, "xlsx"):
        raise WorkbookRefused(f"Tệp “{name}” {wrong}")
    caps = _Caps(max_rows, max_columns)
    try:
        return _sheets(*_checked_parts(upload, caps), caps)
    except _TooMuch as wrong:
        raise WorkbookRefused(f"Tệp “{name}” {wrong}") from None
    except _NotReal:
        raise WorkbookRefused(f"Tệp “{name}” hỏng hoặc không phải bảng tính Excel đúng chuẩn. {SAVE_AS}") from None


@dataclass
class _Caps:
    rows: int
    columns: int
    bytes_left: int = MAX_XML
    elements_left: int = MAX_ELEMENTS
    letters_left: int = MAX_XML
    texts: dict = field(default_factory=dict)

    def text(self, raw):
        """Return `raw` as it is kept, worked out once however many cells share it; each cell counts its letters."""
        if raw not in self.texts:
            self.texts[raw] = _text(raw)
        self.letters_left -= len(self.texts[raw])
        if self.letters_left < 0:
            raise _TooMuch(TOO_BIG)
        return self.texts[raw]


class _TooMuch(Exception):
    pass


class _NotReal(Exception):
    pass


def _wrong_kind(upload, extension):
    if not upload.size:
        return "rỗng. Hãy kiểm tra lại tệp rồi gửi lại."
    if upload.size > MAX_SIZE:
        return f"nặng {filesizeformat(upload.size)}, quá {filesizeformat(MAX_SIZE)}. Hãy bỏ ảnh trong tệp rồi gửi lại."
    upload.seek(0)
    head = upload.read(len(OLE))
    if head == OLE:
        # A workbook with a password is a sealed package inside the old kind of container.
        return _sealed(upload) or f"{OTHER_KINDS['xls']}, cổng không nhận. {SAVE_AS}"
    if extension in OTHER_KINDS:
        return f"{OTHER_KINDS[extension]}, cổng không nhận. {SAVE_AS}"
    if extension != "xlsx":
        return f"không phải bảng tính .xlsx. {SAVE_AS}"
    return ""


def _sealed(upload):
    upload.seek(0)
    if ENCRYPTED in upload.read(MAX_SIZE):
        return "có mật khẩu nên không đọc được. Hãy bỏ mật khẩu mở tệp rồi gửi lại."
    return ""


def _checked_parts(upload, caps):
    """Return the XML parts of the workbook as a zip of their own, and {part: merged ranges}."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return _checked(archive, caps)
    except (*BROKEN_ZIP, expat.ExpatError):
        raise _NotReal from None


def _checked(archive, caps):
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    # Sheets first: too many rows is what people understand best.
    parts.sort(key=lambda part: not part.filename.lower().startswith("xl/worksheets/"))
    kept, merged = io.BytesIO(), {}
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as checked:
        for part in parts:
            scan = _Scan(caps)
            checked.writestr(part.filename, scan.read(archive, part))
            merged[part.filename] = scan.merged
    kept.seek(0)
    return kept, merged


class _Scan:
    """Goes through one part, counting; stops at the first cap."""

    def __init__(self, caps):
        self.caps, self.rows, self.row_number, self.merged, self.letters = caps, 0, 0, [], None
        # Whatever a part says of its own encoding, the library must not read it as another one.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self, archive, part):
        content = bytearray()
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                self.caps.bytes_left -= len(chunk)
                if self.caps.bytes_left < 0:
                    raise _TooMuch(TOO_BIG)
                self.parser.Parse(chunk, False)
                content += chunk
        self.parser.Parse(b"", True)
        if content.startswith(BYTE_ORDERS) or FOREIGN_ENCODING.match(content):
            raise _NotReal
        return bytes(content)

    def _doctype(self, *_):
        raise _NotReal

    def _element(self, tag, attributes):
        self.caps.elements_left -= 1
        if self.caps.elements_left < 0:
            raise _TooMuch("có quá nhiều ô. Hãy chỉ giữ lại phần cần gửi rồi lưu lại.")
        kind = tag.rpartition(":")[2]
        if kind in ONE_TEXT:
            self.letters = 0
        if kind == "row":
            self.rows += 1
            self.row_number = int(attributes.get("r") or self.row_number + 1)
            if self.rows > self.caps.rows:
                raise _TooMuch(self._too_many_rows())
        elif kind == "c" and self.row_number > self.caps.rows:
            raise _TooMuch(self._too_many_rows())
        elif kind == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def _end(self, tag):
        if tag.rpartition(":")[2] in ONE_TEXT:
            self.letters = None

    def _text(self, text):
        # One shared text may stand in every cell: nothing longer than a cell can hold is multiplied by the cells.
        if self.letters is not None:
            self.letters += len(text)
            if self.letters > LONGEST_TEXT:
                raise _TooMuch(TOO_LONG)

    def _too_many_rows(self):
        rows = f"{self.caps.rows:,}".replace(",", ".")
        return f"có hơn {rows} dòng, cổng không nhận. Hãy xóa các dòng thừa bên dưới, lưu lại rồi gửi lại."


def _sheets(checked, merged, caps):
    try:
        workbook = load_workbook(checked, read_only=True, data_only=False, keep_links=False)
        found = [_sheet(sheet, merged, caps) for sheet in workbook.worksheets]
    except _TooMuch:
        raise
    # A forged part makes the library fail in any way; each means the same to the person who sent the file.
    except Exception:
        raise _NotReal from None
    if not found:
        raise _NotReal
    return {sheet.title: sheet for sheet in found}


def _sheet(sheet, merged, caps):
    # What a file says of its own extent is not to be relied on.
    sheet.reset_dimensions()
    path = sheet._worksheet_path.lstrip("/")
    return Sheet(_text(sheet.title), _rows(sheet, caps), merged.get(path, []))


def _rows(sheet, caps):
    rows = []
    for number, row in enumerate(sheet.iter_rows(max_row=caps.rows, max_col=caps.columns + 1), start=1):
        cells = [_cell(cell, number, place, caps) for place, cell in enumerate(row, start=1)]
        while cells and cells[-1].value is None:
            cells.pop()
        if len(cells) > caps.columns:
            raise _TooMuch(f"có hơn {caps.columns} cột. Hãy xóa các cột thừa bên phải, lưu lại rồi gửi lại.")
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    return [_filled(cells, number, width) for number, cells in enumerate(rows, start=1)]


def _filled(cells, number, width):
    missing = range(len(cells) + 1, width + 1)
    return cells + [Cell(f"{get_column_letter(place)}{number}", None) for place in missing]


def _cell(cell, row, column, caps):
    value, place = cell.value, f"{get_column_letter(column)}{row}"
    if value is None:
        return Cell(place, None)
    if cell.data_type in {"f", "e"}:
        return Cell(place, Formula(str(value)))
    if isinstance(value, str):
        return Cell(place, caps.text(value) or None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
        return Cell(place, number if number.is_finite() else str(value), is_percent="%" in (cell.number_format or ""))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return Cell(place, value.date())
    return Cell(place, value)


def _text(text):
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Half a letter cannot be kept: neither the database nor a page takes it.
    return unicodedata.normalize("NFC", SURROGATES.sub("", decoded.replace("\0", "")))
