"""Workbooks that cannot be read, built part by part, each with the sentence it earns."""

import io
import zipfile

from openpyxl import Workbook

from common.workbooks import SAVE_AS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
OLE_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")


def as_xlsx(workbook=None):
    file = io.BytesIO()
    (workbook or Workbook()).save(file)
    return file.getvalue()


def with_part(name, *, content=None, rows="", of=None):
    """Return an .xlsx in which one part is replaced or added."""
    if content is None:
        content = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(of or as_xlsx())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def million_rows():
    return with_part(SHEET, rows="".join(f"<row><c><v>{number % 9973}</v></c></row>" for number in range(1_000_000)))


def _wide():
    workbook = Workbook()
    workbook.active.append(range(70))
    return as_xlsx(workbook)


def _bomb():
    return with_part(SHEET, content=b" " * 50_000_000)


def _heavy_strings():
    return with_part("xl/other.xml", content="<a>" + "".join(f"<b{n % 99991}/>" for n in range(700_000)) + "</a>")


def _sealed():
    return OLE_HEAD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def _with_entities():
    return with_part(SHEET, content=f'<!DOCTYPE w [<!ENTITY a "b">]><worksheet xmlns="{MAIN}">&a;</worksheet>')


def _other_encoding():
    text = f'<?xml version="1.0" encoding="utf-16"?><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return with_part(SHEET, content=text.encode("utf-16"))


def _claims_other_encoding():
    text = f'<?xml version="1.0" encoding="utf-7"?><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return with_part(SHEET, content=text.encode())


def _without_sheets():
    return with_part("xl/workbook.xml", content=f'<workbook xmlns="{MAIN}"><sheets/></workbook>')


def _far_cell():
    return with_part(SHEET, rows='<row r="900000"><c r="A900000"><v>1</v></c></row>')


BAD = f"hỏng hoặc không phải bảng tính Excel đúng chuẩn. {SAVE_AS}"
NOT_REAL = "không phải tệp xlsx thật. Hãy mở tệp bằng phần mềm văn phòng, lưu lại đúng loại rồi gửi lại."
MACRO = "có macro hoặc tệp chạy được nhúng bên trong. Hãy lưu lại không kèm macro, hoặc xuất ra pdf rồi gửi lại."
TOO_MANY_ROWS = "có hơn 5.000 dòng, cổng không nhận. Hãy xóa các dòng thừa bên dưới, lưu lại rồi gửi lại."

# name: (function that builds it, file name, end of the sentence)
BROKEN = {
    "empty": (lambda: b"", "bieu.xlsx", "rỗng. Hãy kiểm tra lại tệp rồi gửi lại."),
    "text": (lambda: b"a,b,c", "bieu.xlsx", NOT_REAL),
    "cut short": (lambda: as_xlsx()[:2000], "bieu.xlsx", NOT_REAL),
    "million rows": (million_rows, "bieu.xlsx", TOO_MANY_ROWS),
    "far cell": (_far_cell, "bieu.xlsx", TOO_MANY_ROWS),
    "too wide": (_wide, "bieu.xlsx", "có hơn 60 cột. Hãy xóa các cột thừa bên phải, lưu lại rồi gửi lại."),
    "zip bomb": (
        _bomb,
        "bieu.xlsx",
        "nén quá chặt, bung ra sẽ quá lớn. Hãy lưu lại tệp, hoặc xuất ra pdf rồi gửi lại.",
    ),
    "too many elements": (
        _heavy_strings,
        "bieu.xlsx",
        "có quá nhiều ô. Hãy chỉ giữ lại phần cần gửi rồi lưu lại.",
    ),
    "macro": (lambda: with_part("xl/vbaProject.bin", content=b"x"), "bieu.xlsx", MACRO),
    "password": (_sealed, "bieu.xlsx", "có mật khẩu nên không đọc được. Hãy bỏ mật khẩu mở tệp rồi gửi lại."),
    "old kind": (lambda: OLE_HEAD + b"\0" * 600, "bieu.xlsx", f"là loại .xls đời cũ, cổng không nhận. {SAVE_AS}"),
    "xls by name": (lambda: OLE_HEAD + b"\0" * 600, "bieu.xls", f"là loại .xls đời cũ, cổng không nhận. {SAVE_AS}"),
    "xlsm by name": (as_xlsx, "bieu.xlsm", f"là loại .xlsm, có thể chứa macro, cổng không nhận. {SAVE_AS}"),
    "csv": (lambda: b"a;b", "bieu.csv", f"là tệp .csv, không giữ được kiểu số và ngày, cổng không nhận. {SAVE_AS}"),
    "ods": (as_xlsx, "bieu.ods", f"là bảng tính .ods, cổng không nhận. {SAVE_AS}"),
    "pdf": (lambda: b"%PDF-1.4", "bieu.pdf", f"không phải bảng tính .xlsx. {SAVE_AS}"),
    "entities": (_with_entities, "bieu.xlsx", BAD),
    "utf-16": (_other_encoding, "bieu.xlsx", BAD),
    "false encoding": (_claims_other_encoding, "bieu.xlsx", BAD),
    "no sheets": (_without_sheets, "bieu.xlsx", BAD),
    "bad xml": (lambda: with_part(SHEET, content="<worksheet"), "bieu.xlsx", BAD),
    "styles missing": (lambda: with_part("xl/styles.xml", content="<nothing/>"), "bieu.xlsx", BAD),
}
