"""The workbook in which an administrator lists new people: its columns, and the empty one that is handed out."""

import tempfile
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from common.spreadsheets import BORDER, HEAD_FILL, put, set_up_print
from units.enums import Role
from units.models import Unit

PEOPLE, UNITS, HELP = "Danh sách người dùng", "Mã đơn vị", "Hướng dẫn"
MOST_PEOPLE = 500
SAMPLE_ROWS = 200


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    width: int
    help: str


COLUMNS = [
    Column("full_name", "Họ và tên", 28, "Bắt buộc. Họ và tên đầy đủ, có dấu."),
    Column("username", "Tên đăng nhập", 20, "Bắt buộc. Chữ thường không dấu, chữ số, dấu chấm, gạch nối."),
    Column("email", "Thư điện tử", 30, "Thư điện tử công vụ; có thể để trống."),
    Column("work_phone", "Điện thoại công vụ", 20, "Có thể để trống."),
    Column("unit", "Mã đơn vị", 26, f"Bắt buộc. Lấy ở trang “{UNITS}”."),
    Column("role", "Vai trò", 20, f"Bắt buộc. Chọn một trong: {', '.join(Role.labels)}."),
    Column("title", "Chức danh", 30, "Bắt buộc. Ví dụ: Công chức Văn hóa - Xã hội."),
    Column("valid_from", "Từ ngày", 14, "Ngày/tháng/năm. Để trống: từ hôm nay."),
    Column("valid_to", "Đến ngày", 14, "Ngày/tháng/năm. Để trống: chưa có ngày kết thúc."),
]
NOTES = [
    "Mỗi dòng là một người với một chức vụ. Một người giữ hai chức vụ thì ghi hai dòng, cùng tên đăng nhập.",
    "Người đã có tài khoản: ghi đúng tên đăng nhập và họ tên, cổng chỉ thêm chức vụ; ô để trống thì giữ như cũ.",
    "Không đổi tên trang, không thêm, bớt hay đổi chỗ cột, không gộp ô, không dùng công thức.",
    f"Mỗi tệp tối đa {MOST_PEOPLE} dòng. Có một dòng sai thì cổng không ghi dòng nào và kể hết chỗ cần sửa.",
    "Không ghi mật khẩu vào tệp: sau khi nhập, cổng cho mỗi người mới một liên kết dùng một lần để tự đặt mật khẩu.",
]


def write_template(on):
    """Return an open file that holds the empty workbook, with the codes of the units that exist on the day `on`."""
    workbook = Workbook()
    _people(workbook.active)
    _units(workbook.create_sheet(UNITS), Unit.objects.valid(on).select_related("parent"))
    _help(workbook.create_sheet(HELP))
    # Whoever sends the workbook closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    workbook.save(file)
    return file


def _people(sheet):
    sheet.title = PEOPLE
    _heads(sheet, [(column.title, column.width) for column in COLUMNS])
    for number, column in enumerate(COLUMNS, start=1):
        # As text nothing is lost: not the zero of a phone number, not the order of day and month.
        for row in range(2, SAMPLE_ROWS + 2):
            sheet.cell(row, number).number_format = "@"
        if column.key == "role":
            roles = DataValidation(type="list", formula1=f'"{",".join(Role.labels)}"', allow_blank=True)
            roles.error, roles.errorTitle = "Hãy chọn một vai trò trong danh sách.", "Vai trò"
            roles.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{MOST_PEOPLE + 1}")
            sheet.add_data_validation(roles)


def _units(sheet, units):
    _heads(sheet, [("Mã đơn vị", 30), ("Tên đơn vị", 50), ("Thuộc đơn vị", 40)])
    for row, unit in enumerate(units, start=2):
        for column, value in enumerate([unit.code, unit.name, str(unit.parent or "")], start=1):
            put(sheet.cell(row, column), value)


def _help(sheet):
    _heads(sheet, [("Cột", 24), ("Cách ghi", 90)])
    lines = [(column.title, column.help) for column in COLUMNS] + [("Lưu ý", note) for note in NOTES]
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(line, start=1):
            put(sheet.cell(row, column), value).alignment = Alignment(wrap_text=True, vertical="top")


def _heads(sheet, heads):
    for number, (title, width) in enumerate(heads, start=1):
        cell = put(sheet.cell(1, number), title)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, BORDER
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    set_up_print(sheet)
