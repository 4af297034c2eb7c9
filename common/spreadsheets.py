"""Spreadsheets that people take away: tables as .xlsx files. Numbers stay numbers and days days; nothing that a text
says can run. Rows pass through one at a time, so the length of a list costs no memory.

A text is always stored as text, whatever it begins with (= + - @, a tab), in a cell marked as quoted text: Excel and
LibreOffice neither work it out nor do so after the cell was opened for editing. The text itself is not altered, so
that what is read back is what was written.
"""

import datetime
import re
import tempfile
from dataclasses import dataclass
from decimal import Decimal

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT, DAY, MOMENT, WHOLE, PARTS = "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0", "#,##0.0##"
LONGEST_TEXT = 32_767
# Spreadsheet programs keep no more digits than these of a number.
SURE_DIGITS = 15
FIRST_DAY = datetime.date(1900, 3, 1)
WIDEST, NARROWEST = 60, 8
PAPER_A4 = 9
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]*?/\\:]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile(r"\A[=+\-@\t\r'#]|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
SURROGATES = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_LINE = Side(style="thin", color="BFC5CC")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in letters, 0 lets the heading decide. `wraps` lets long texts go on below."""

    title: str
    width: int = 0
    wraps: bool = True


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and rows of values (text, number, date, moment, True/False, None).

    A `plain` one has no lines between its cells: a third of the time, for tens of thousands of rows.
    """

    title: str
    columns: list
    rows: object
    plain: bool = False


def write_tables(tables, file):
    """Write the tables, a sheet each, into the open binary file."""
    workbook = Workbook(write_only=True)
    try:
        for table in tables:
            _write_table(workbook, table)
    except BaseException:
        # A sheet that is left open complains when it is thrown away.
        for sheet in workbook.worksheets:
            sheet.close()
        raise
    workbook.save(file)


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
    if isinstance(value, str):
        text = plain_text(value)
        # Spreadsheet programs read _x0041_ as a letter; the mark itself is written so that it stays what it is.
        cell.value = _LOOKS_ESCAPED.sub("_x005F_", text)
        cell.data_type, cell.number_format, cell.quotePrefix = "s", TEXT, text[:1] in {*"=+-@\t\r'"}
        return cell
    cell.value = value
    if isinstance(value, datetime.datetime):
        cell.number_format = MOMENT
    elif isinstance(value, datetime.date):
        cell.number_format = DAY
    elif isinstance(value, (int, float, Decimal)):
        cell.number_format = WHOLE if value == int(value) else PARTS
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
    return value if value is None else str(value)


def _long_number(number):
    return f"{number.normalize():f}".replace(".", ",")


def _write_table(workbook, table):
    sheet = workbook.create_sheet(sheet_title(table.title))
    last = get_column_letter(max(len(table.columns), 1))
    for number, column in enumerate(table.columns, start=1):
        width = column.width or min(max(len(column.title) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    set_up_print(sheet)
    sheet.append([_head(sheet, column.title) for column in table.columns])
    count = 1
    for count, row in enumerate(_rows(sheet, table), start=2):  # noqa: B007
        sheet.append(row)
    sheet.auto_filter.ref = f"A1:{last}{count}"


def _head(sheet, title):
    cell = put(WriteOnlyCell(sheet), title)
    cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, BORDER
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return cell


def _rows(sheet, table):
    if not table.plain:
        return ([_body(sheet, *pair) for pair in zip(row, table.columns, strict=True)] for row in table.rows)
    kept = {}
    return ([_plain(sheet, value, place, kept) for place, value in enumerate(row)] for row in table.rows)


def _plain(sheet, value, place, kept):
    """A text in which nothing could run and a small whole number need no cell of their own; all else is `put`, days and
    moments into one cell a column, `kept` and written again: working out a style takes longer than all the rest."""
    if value is None or (type(value) is int and abs(value) < 1000):
        return value
    if type(value) is str and len(value) <= LONGEST_TEXT and not _NEEDS_CARE.search(value):
        return value
    value = _as_kept(value)
    if not isinstance(value, datetime.date):
        return put(WriteOnlyCell(sheet), value)
    key = (place, type(value))
    if key not in kept:
        kept[key] = put(WriteOnlyCell(sheet), value)
    kept[key].value = value
    return kept[key]


def _body(sheet, value, column):
    cell = put(WriteOnlyCell(sheet), value)
    cell.border = BORDER
    cell.alignment = Alignment(wrap_text=column.wraps, vertical="top")
    return cell
