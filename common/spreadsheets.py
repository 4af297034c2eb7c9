"""Spreadsheets that people take away: tables as .xlsx files. Numbers stay numbers and days days; nothing that a text
says can run. Rows pass through one at a time, so the length of a list costs no memory.

openpyxl makes an object of every cell, which takes ten times as long as all the rest of a long list. It makes the
workbook with the heads of its sheets; the rows below are written as the text that it would have written.

A text is always stored as text, whatever it begins with (= + - @, a tab), in a cell marked as quoted text: Excel and
LibreOffice neither work it out nor do so after the cell was opened for editing. The text itself is not altered, so
that what is read back is what was written.
"""

import datetime
import io
import math
import re
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT, DAY, MOMENT, WHOLE, PARTS = "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0", "#,##0.0##"
ANYTHING = "General"
COULD_RUN = {*"=+-@\t\r'"}
LONGEST_TEXT = 32_767
# Spreadsheet programs keep no more digits than these of a number.
SURE_DIGITS = 15
FIRST_DAY = datetime.date(1900, 3, 1)
WIDEST, NARROWEST = 60, 8
PAPER_A4 = 9
# A line of text takes so many points; no row of a sheet may be higher than the last.
LINE_HEIGHT, TALLEST = 15, 405
# Of the letters that a column is wide, so many are there for capitals and for bold ones.
WIDE_LETTERS = 0.85
# Rows of more bytes than these wait on the disk.
IN_MEMORY = 1_000_000
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]*?/\\:]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile(r"\A[=+\-@\t\r'#]|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
SURROGATES = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_LINE = Side(style="thin", color="BFC5CC")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")


class Figure(str):
    """A number in the words of the screen, a rate for example: kept as they are, it stands right as numbers do."""

    __slots__ = ()


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in letters, 0 lets the heading decide. `wraps` lets long texts go on below."""

    title: str
    width: int = 0
    wraps: bool = True


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and rows of values (text, number, date, moment, True/False, None).

    A `plain` one has no lines between its cells, and most of them have no style: a smaller file, for tens of thousands
    of rows.
    """

    title: str
    columns: list
    rows: object
    plain: bool = False


def write_tables(tables, file):
    """Write the tables, a sheet each, into the open binary file."""
    workbook = Workbook(write_only=True)
    with ExitStack() as kept:
        laid = [_lay_down(workbook, table, kept.enter_context(_room())) for table in tables]
        # A sheet that openpyxl has begun to write complains when it is thrown away: rows, which can fail, come first.
        for sheet, columns, _ in laid:
            _append_head(sheet, columns)
        workbook.save(heads := io.BytesIO())
        _put_together(heads, {sheet.path.lstrip("/"): rows for sheet, _, rows in laid}, file)


def spreadsheet_response(filename, *tables):
    """Return the download of the tables; the name may be Vietnamese. Rows are read before this returns."""
    # The response closes the file when it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_tables(tables, file)
    return file_response(filename, file)


def file_response(filename, file):
    """Return the download of a workbook that lies in the open binary file."""
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def sheet_title(title):
    """Return the title as spreadsheet programs allow it: 31 letters, none of [ ] * ? / \\ : in it."""
    return _FORBIDDEN_IN_TITLE.sub(" ", plain_text(title)).strip(" '")[:31] or "Bảng"


def plain_text(text):
    """Return what a cell may hold of `text`: no control characters, at most 32,767 letters."""
    plain = SURROGATES.sub("", ILLEGAL_CHARACTERS_RE.sub("", str(text)))
    return plain if len(plain) <= LONGEST_TEXT else f"{plain[: LONGEST_TEXT - 1]}…"


def put(cell, value):
    """Write a value into the cell with the type and the format it has in the office; return the cell."""
    value = _as_kept(value)
    cell.value = _as_marked(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.number_format, cell.quotePrefix = _form(value)
    return cell


def set_up_print(sheet, *, header_row=1):
    """Print on A4, lying, one page wide, the header on every page, pages counted."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.3
    sheet.oddFooter.center.text = "Trang &P/&N"


def _as_kept(value):
    """Return None, a text, True/False as words, a number that keeps its digits, a day or a local moment."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, datetime.date):
        return value if value >= FIRST_DAY else f"{value:%d/%m}/{value.year}"
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(str(value))
        if not number.is_finite():
            return ""
        return value if len(number.normalize().as_tuple().digits) <= SURE_DIGITS else _long_number(number)
    return value if value is None else plain_text(value)


def _form(value):
    """Return (number format, whether it is marked as quoted) of a value as it is kept."""
    if value is None:
        return ANYTHING, False
    if isinstance(value, str):
        return TEXT, value[:1] in COULD_RUN
    if isinstance(value, datetime.date):
        return MOMENT if isinstance(value, datetime.datetime) else DAY, False
    return WHOLE if value == int(value) else PARTS, False


def _as_marked(text):
    """Spreadsheet programs read _x0041_ as a letter; the mark itself is written so that it stays what it is."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _long_number(number):
    return f"{number.normalize():f}".replace(".", ",")


def _room():
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def _lay_down(workbook, table, room):
    """Make the sheet of a table, write its rows into the open file `room`; return the sheet, its columns, `room`."""
    sheet = workbook.create_sheet(sheet_title(table.title))
    last = get_column_letter(max(len(table.columns), 1))
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.freeze_panes = "A2"
    set_up_print(sheet)
    count = 1
    for count, row in enumerate(_Rows(sheet, table), start=2):  # noqa: B007
        room.write(row.encode())
    sheet.auto_filter.ref = f"A1:{last}{count}"
    return sheet, table.columns, room


def _put_together(heads, below, file):
    """Write the workbook `heads` into the file, with the rows that lie `below` the head of each sheet."""
    with ZipFile(heads) as made, ZipFile(file, "w", ZIP_DEFLATED) as whole:
        for name in made.namelist():
            content = made.read(name)
            if name not in below:
                whole.writestr(name, content)
                continue
            before, end, after = content.rpartition(b"</sheetData>")
            below[name].seek(0)
            with whole.open(name, "w") as part:
                part.write(before)
                shutil.copyfileobj(below[name], part)
                part.write(end + after)


def _append_head(sheet, columns):
    bold = [(plain_text(column.title), _width(column) * WIDE_LETTERS) for column in columns]
    lines = max((_lines(*one) for one in bold), default=1)
    if lines > 1:
        sheet.row_dimensions[1].height = _height(lines)
    sheet.append([_head(sheet, column.title) for column in columns])


def _width(column):
    return column.width or min(max(len(column.title) + 4, NARROWEST), WIDEST)


def _lines(text, width):
    """About how many lines a text takes in a column that is `width` letters wide."""
    width *= WIDE_LETTERS if text.isupper() else 1
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(math.ceil(len(part) / width), 1) for part in text.split("\n"))


def _height(lines):
    return min(lines * LINE_HEIGHT, TALLEST)


def _head(sheet, title):
    cell = put(WriteOnlyCell(sheet), title)
    cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, BORDER
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return cell


class _Rows:
    """The rows of a table as a sheet holds them; how a cell looks is worked out once for each column and form."""

    def __init__(self, sheet, table):
        self.sheet, self.table, self.styles = sheet, table, {}
        self.letters = [get_column_letter(number) for number in range(1, len(table.columns) + 1)]
        self.wrapping = [(place, _width(column)) for place, column in enumerate(table.columns) if column.wraps]

    def __iter__(self):
        for number, row in enumerate(map(tuple, self.table.rows), start=2):
            cells = [self._cell(letter, number, value) for letter, value in zip(self.letters, row, strict=True)]
            yield f'<row r="{number}"{self._height(row)}>{"".join(cells)}</row>'

    def _height(self, row):
        """What is written here every program shows. Without it Excel would work the height out, but LibreOffice lets
        the lines of one row run over the next."""
        if self.table.plain:
            return ""
        wrapped = [(row[place], width) for place, width in self.wrapping if isinstance(row[place], str)]
        lines = max((_lines(text, width) for text, width in wrapped), default=1)
        return f' ht="{_height(lines)}"' if lines > 1 else ""

    def _cell(self, letter, number, value):
        at = f'<c r="{letter}{number}"'
        if self.table.plain and _is_bare(value):
            return "" if value is None else f"{at}{_content(value)}"
        side = "right" if isinstance(value, Figure) else None
        value = _as_kept(value)
        key = (letter, side, *_form(value))
        if key not in self.styles:
            self.styles[key] = self._style(letter, value, side)
        content = _content(_as_marked(value) if isinstance(value, str) else value)
        return f'{at} s="{self.styles[key]}"{content}'

    def _style(self, letter, value, side):
        cell = put(WriteOnlyCell(self.sheet), value)
        if not self.table.plain:
            wraps = self.table.columns[self.letters.index(letter)].wraps
            cell.border, cell.alignment = BORDER, Alignment(wrap_text=wraps, vertical="top", horizontal=side)
        elif side:
            cell.alignment = Alignment(horizontal=side)
        return cell.style_id


def _is_bare(value):
    """Whether a value needs no style in a plain table: nothing, a small whole number, a text in which nothing could
    run."""
    if type(value) is str:
        return len(value) <= LONGEST_TEXT and not _NEEDS_CARE.search(value)
    return value is None or (type(value) is int and abs(value) < 1000)


def _content(value):
    """The rest of a cell that holds the value: openpyxl's own writing, without its objects."""
    if isinstance(value, str):
        space = "" if value == value.strip() else ' xml:space="preserve"'
        text = escape(value, {"\r": "&#13;"})
        return f' t="inlineStr"><is><t{space}>{text}</t></is></c>' if text else ' t="inlineStr"/>'
    if value is None:
        return ' t="n"/>'
    return f' t="n"><v>{safe_string(to_excel(value) if isinstance(value, datetime.date) else value)}</v></c>'
