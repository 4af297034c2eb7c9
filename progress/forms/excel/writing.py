"""The report as a workbook to fill in away from the portal: what may be changed is unlocked, the rest tells."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from common.spreadsheets import BORDER, HEAD_FILL, TEXT, put, set_up_print
from progress.enums import WorkState
from progress.forms.excel.guide import GUIDE_TEXT, HINTS
from progress.forms.excel.shape import GUIDE, HEAD_ROW, HEADER, LINES, SEAL, STATE_WORDS, VALUES, Seal, sheets_of, words
from progress.forms.report import TEXT_LIMIT

FONT = "Times New Roman"
INPUT_FILL = PatternFill("solid", fgColor="FFFBE6")
CLOSED_FILL = PatternFill("solid", fgColor="F1F3F5")
POINTS_A_ROW, HEAD_HEIGHT, HIGHEST = 16, 36, 409
# Room to write into, in rows of text.
ROOM = {"result": 3, "text": 5}
SHORT = 30
CENTRED = {"TT", "Mã", "Vai trò", "Thời hạn", "work_state", "percent", "done_on"}


def write_form(parts):
    """Return the bytes of the workbook of a report, `parts` being its unbound ReportParts."""
    workbook, seal = Workbook(), Seal.of(parts)
    workbook.remove(workbook.active)
    told = {LINES: _told_of_lines(parts), VALUES: _told_of_values(parts), HEADER: [[] for _ in parts.header]}
    forms = {part.form.prefix: part.form for part in parts.parts}
    for title, columns, rows in sheets_of(seal):
        sheet = workbook.create_sheet(title)
        _begin(sheet, parts.report, columns, HINTS[title])
        for row, facts in zip(rows, told[title], strict=True):
            _write_row(sheet, columns, row, facts, forms)
        _end(sheet, columns, len(rows))
    _guide(workbook.create_sheet(GUIDE))
    _seal(workbook.create_sheet(SEAL), seal)
    workbook.security = WorkbookProtection(lockStructure=True)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _told_of_lines(parts):
    return [
        [line.task_title, line.get_part_display(), line.assignment_due_on or line.get_cadence_display() or "không hạn"]
        for line in (part.line for part in parts.lines)
    ]


def _told_of_values(parts):
    return [
        [part.line.task_title, one.name, one.unit_of_measure] for part in parts.lines for one in part.form.indicators
    ]


def _begin(sheet, report, columns, hint):
    for place, (_, width, _) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, (text, bold) in enumerate([(str(report), True), (f"Hạn gửi: {report.due_on:%d/%m/%Y}", False)], 1):
        put(sheet.cell(number, 1), text).font = Font(name=FONT, size=14 if bold else 12, bold=bold)
    put(sheet.cell(3, 1), hint).font = Font(name=FONT, size=12, italic=True)
    for place, (heading, _, _) in enumerate(columns, start=1):
        cell = put(sheet.cell(HEAD_ROW, place), heading)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=12, bold=True), HEAD_FILL, BORDER
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    sheet.row_dimensions[HEAD_ROW].height = HEAD_HEIGHT
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    set_up_print(sheet, header_row=HEAD_ROW)


def _write_row(sheet, columns, row, facts, forms):
    at = HEAD_ROW + row.number
    for place, value in enumerate([row.number, row.code, *facts], start=1):
        _dress(put(sheet.cell(at, place), value), columns[place - 1][0])
    for place, (prefix, name) in row.inputs.items():
        form, cell = forms[prefix], sheet.cell(at, place + 1)
        kind = columns[place][2]
        _dress(cell, kind)
        if name not in form.fields:
            cell.fill = CLOSED_FILL
            continue
        _fill(cell, kind, form, name)
    sheet.row_dimensions[at].height = _height(sheet[at], columns)


def _fill(cell, kind, form, name):
    """Days and values are texts: a program with American settings would take 5/12 for a day in May and 1.234 for a
    little more than one. The portal reads them as they are written here."""
    value = form.initial.get(name)
    if kind == "work_state":
        value = WorkState(value).label
    elif kind in {"done_on", "value"}:
        value = words(value)
    cell.number_format = TEXT
    if value not in (None, ""):
        put(cell, value)
    cell.fill, cell.protection = INPUT_FILL, Protection(locked=False)


def _dress(cell, kind):
    cell.font, cell.border = Font(name=FONT, size=12), BORDER
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if kind in CENTRED else None)


def _height(cells, columns):
    """Spreadsheet programs do not all make a row as high as its texts: it is reckoned, with room to write."""
    rows = [
        max(sum(1 + len(line) // width for line in str(cell.value or "").split("\n")), ROOM.get(kind, 2))
        for cell, (_, width, kind) in zip(cells, columns, strict=True)
    ]
    return min(max(rows) * POINTS_A_ROW + 4, HIGHEST)


def _end(sheet, columns, count):
    sheet.protection.sheet = True
    # People may still make columns and rows as wide and as high as they need.
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    for place, (_, _, name) in enumerate(columns, start=1):
        if name and count:
            check = _validation(name)
            letter = get_column_letter(place)
            check.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + count}")
            sheet.add_data_validation(check)


def _validation(name):
    """Help at the cell. Only the choice is strict: a day or a number typed as text is read all the same."""
    if name == "work_state":
        check = DataValidation("list", formula1=f'"{",".join(STATE_WORDS)}"', allow_blank=False)
        return _saying(check, "stop", "Hãy chọn một trong các tình hình có trong danh sách.")
    if name == "percent":
        check = DataValidation("whole", operator="between", formula1="0", formula2="100")
        return _saying(check, "warning", "Tỷ lệ là số nguyên từ 0 đến 100.")
    if name in {"done_on", "value"}:
        check = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(SHORT))
        what = "ngày/tháng/năm, ví dụ 05/12/2024" if name == "done_on" else "một số, ví dụ 1234 hoặc 12,5"
        return _saying(check, "stop", f"Hãy ghi {what}.")
    check = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(TEXT_LIMIT))
    return _saying(check, "stop", "Mỗi ô tối đa 20.000 ký tự.")


def _saying(check, style, text):
    check.errorStyle, check.errorTitle, check.error = style, "Xem lại ô này", text
    check.showErrorMessage = True
    return check


def _guide(sheet):
    sheet.column_dimensions["A"].width = 110
    for number, text in enumerate(GUIDE_TEXT, start=1):
        cell = put(sheet.cell(number, 1), text)
        cell.font = Font(name=FONT, size=14 if number == 1 else 12, bold=number == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = POINTS_A_ROW * (1 + len(text) // 110) + 6
    sheet.protection.sheet = True
    set_up_print(sheet)


def _seal(sheet, seal):
    put(sheet.cell(1, 1), "Trang này để cổng nhận ra biểu. Xin đừng sửa.")
    for number, text in enumerate(seal.written(), start=2):
        put(sheet.cell(number, 1), text)
    sheet.protection.sheet = True
    sheet.sheet_state = "veryHidden"
