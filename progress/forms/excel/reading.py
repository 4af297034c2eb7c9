"""A filled-in workbook turned into what a person would have typed on the write page. Each cell that cannot be taken is
named; nothing is guessed."""

from dataclasses import dataclass, field
from decimal import Decimal

from django import forms

from common.folding import fold
from common.workbooks import CellProblem, Formula, read_workbook
from progress.enums import WorkState
from progress.forms.excel.shape import HEAD_ROW, LINES, SEAL, STATE_WORDS, TAKE_NEW, FormRefused, Seal, sheets_of, words

STATES = {fold(label): value for value, label in WorkState.choices}
BACK_IN_PLACE = "Hãy hoàn tác thao tác đó, hoặc tải biểu mới rồi ghi lại"
CLOSED = "Hãy xóa nội dung ô này, giữ nguyên dòng và cột"


class ExcelUploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp biểu đã ghi (.xlsx)",
        allow_empty_file=True,
        error_messages={
            "required": "Hãy chọn tệp biểu đã ghi.",
            "invalid": "Hãy chọn tệp biểu đã ghi.",
            "missing": "Hãy chọn tệp biểu đã ghi.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


@dataclass
class Typed:
    """What stands in the form's cells: `data` as the write page would send it, `cells` {field: (sheet, place)}."""

    data: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


def read_form(upload, parts):
    """Return the Typed of an uploaded form of the report whose unbound ReportParts are `parts`.

    Refused with a sentence: what is not a workbook, not a form of the portal, the form of another report, a form whose
    tasks or indicators are not those of the report any more.
    """
    sheets = read_workbook(upload)
    seal = _seal_of(sheets)
    if seal.report != parts.report.pk:
        raise FormRefused(f"Tệp là biểu của báo cáo khác: {seal.title}. Hãy tải tệp lên ở đúng báo cáo đó.")
    _check_same_work(seal, parts)
    typed = Typed(_opened(seal))
    forms_by_prefix = {part.form.prefix: part.form for part in parts.parts}
    for title, columns, rows in sheets_of(seal):
        if title not in sheets:
            raise FormRefused(f"Tệp thiếu trang “{title}”. {TAKE_NEW}")
        _read_sheet(sheets[title], columns, rows, typed, forms_by_prefix)
    return typed


def _seal_of(sheets):
    if SEAL not in sheets:
        sheet = "" if LINES in sheets else f" Tệp cũng không có trang “{LINES}”."
        raise FormRefused(f"Tệp không phải biểu báo cáo tải từ cổng.{sheet} {TAKE_NEW}")
    return Seal.read(str(row[0].value or "") for row in sheets[SEAL].rows[1:])


def _check_same_work(seal, parts):
    now = Seal.of(parts)
    kept = {prefix for prefix, *_ in now.parts}
    sealed = {prefix for prefix, *_ in seal.parts}
    values = {pair for pair in now.values if f"dong-{pair[0]}" in sealed}
    if not sealed <= kept or values != set(seal.values):
        raise FormRefused(f"Từ khi biểu được tải về, nhiệm vụ hoặc chỉ tiêu của báo cáo đã thay đổi. {TAKE_NEW}")


def _opened(seal):
    data = {}
    for prefix, version, opened, _ in seal.parts:
        data |= {f"{prefix}-version": str(version), f"{prefix}-opened": opened}
    return data


def _read_sheet(sheet, columns, rows, typed, forms_by_prefix):
    wrong = _wrong_shape(sheet, columns)
    typed.problems += wrong
    if wrong:
        return
    wanted, found = {row.number: row for row in rows}, {}
    for cells in sheet.rows[HEAD_ROW:]:
        if all(cell.value is None for cell in cells):
            continue
        row = wanted.get(_number(cells[0].value))
        if problem := _wrong_row(sheet, row, cells, found):
            typed.problems.append(problem)
            continue
        found[row.number] = cells
        _read_row(sheet, columns, row, cells, typed, forms_by_prefix)
    for number in wanted.keys() - found.keys():
        what = f"thiếu dòng TT {number} ({wanted[number].code})"
        typed.problems.append(CellProblem(sheet.title, f"A{HEAD_ROW + number}", what, f"{BACK_IN_PLACE}."))


def _wrong_shape(sheet, columns):
    merged = [
        CellProblem(sheet.title, place, "các ô này bị gộp làm một", "Hãy bỏ gộp ô (Unmerge Cells) rồi ghi lại từng ô.")
        for place in sheet.merged
    ]
    if merged:
        return merged
    head = sheet.rows[HEAD_ROW - 1] if len(sheet.rows) >= HEAD_ROW else []
    return [
        CellProblem(sheet.title, f"{chr(ord('A') + at)}{HEAD_ROW}", _moved(heading, head, at), f"{BACK_IN_PLACE}.")
        for at, (heading, _, _) in enumerate(columns)
        if at >= len(head) or words(head[at].value) != heading
    ][:1]


def _moved(heading, head, at):
    there = words(head[at].value) if at < len(head) else ""
    return f"cột này phải là “{heading}”" + (f", trong tệp lại là “{there}”" if there else ", trong tệp lại trống")


def _wrong_row(sheet, row, cells, found):
    place = cells[0].place
    if row is None:
        what = f"số thứ tự “{words(cells[0].value)}” không có trong biểu" if cells[0].value else "dòng này thừa"
        return CellProblem(sheet.title, place, what, "Hãy xóa dòng này; phần cần ghi thêm hãy soạn trên cổng.")
    if row.number in found:
        what = f"dòng TT {row.number} ({row.code}) có hai lần"
        return CellProblem(sheet.title, place, what, f"{BACK_IN_PLACE}.")
    if words(cells[1].value) != row.code:
        what = f"dòng TT {row.number} phải là “{row.code}”, trong tệp lại là “{words(cells[1].value)}”"
        return CellProblem(sheet.title, cells[1].place, what, f"{BACK_IN_PLACE}.")
    return None


def _read_row(sheet, columns, row, cells, typed, forms_by_prefix):
    for at, (prefix, name) in row.inputs.items():
        form, cell, kind = forms_by_prefix[prefix], cells[at], columns[at][2]
        full = form.add_prefix(name)
        typed.cells[full] = (sheet.title, cell.place)
        if problem := _wrong_cell(cell, kind, is_open=name in form.fields):
            typed.problems.append(CellProblem(sheet.title, cell.place, *problem))
        elif name in form.fields:
            typed.data[full] = _typed(cell, kind)
            if name == "nil_reason" and typed.data[full].strip():
                typed.data[form.add_prefix("is_nil")] = "on"
    for cell in cells[len(columns) :]:
        if cell.value is not None:
            what = "ô này nằm ngoài biểu"
            typed.problems.append(CellProblem(sheet.title, cell.place, what, f"{CLOSED}."))


def _wrong_cell(cell, kind, *, is_open):
    """Return (what is wrong, how to mend it) of a cell that cannot be read at all, or None."""
    value = cell.value
    if value is not None and not is_open:
        return "việc định kỳ không ghi tỷ lệ và ngày làm xong", f"{CLOSED}."
    if isinstance(value, Formula):
        return "ô chứa công thức", "Hãy thay công thức bằng kết quả của nó (chép ô rồi dán dạng giá trị)."
    if isinstance(value, bool):
        return "ô chứa giá trị đúng/sai của bảng tính", "Hãy ghi bằng chữ hoặc bằng số."
    if kind == "work_state" and value is not None and fold(words(value)) not in STATES:
        return f"“{words(value)}” không phải là một tình hình thực hiện", f"Hãy chọn: {', '.join(STATE_WORDS)}."
    return None


def _typed(cell, kind):
    """Return the cell's value as it would be typed into the field of the write page."""
    value, text = cell.value, words(cell.value)
    if kind == "work_state":
        return STATES.get(fold(text), "")
    if kind == "percent":
        if isinstance(value, Decimal):
            return words(value * 100 if cell.is_percent else value)
        return text.removesuffix("%").strip()
    if kind == "value":
        # Spaces group thousands: "1 234". Words are told back as they stand in the cell.
        return text if any(char.isalpha() for char in text) else "".join(text.split())
    return text


def _number(value):
    """Return the number in the first column, or None; text will do."""
    text = words(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
