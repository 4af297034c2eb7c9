"""The report as an Excel form: what is taken from a filled-in form, and the sentence for each that cannot be taken."""

import datetime
import unicodedata
from decimal import Decimal

import pytest

from common.refusals import Refused
from progress.actions.reports import NotWritable, save_header, save_line
from progress.forms.excel.changes import apply_changes
from progress.models import ReportLine, ReportValue
from tests.factories import make_indicator, make_report, make_unit
from tests.progress.excel_world import HEADER, LINES, VALUE, VALUES, ExcelWorld, setting
from tests.progress.report_world import ReportWorld


@pytest.fixture
def world(db):
    return ExcelWorld()


def shown(filled):
    """Return {(part, label): (old, new)} of all that would change."""
    return {(change.part.place, label): (old, new) for change in filled.changes for label, old, new in change.cells}


def told(filled):
    return [str(problem) for problem in filled.problems]


def refusal(world, change=None, **how):
    with pytest.raises(Refused) as refused:
        world.filled(change, **how)
    return refused.value.sentence


def test_a_form_sent_back_as_it_was_changes_nothing(world):
    filled = world.filled()

    assert (filled.problems, filled.changes, filled.clashes) == ([], [], [])


def test_what_is_typed_is_shown_and_then_kept(world):
    def change(workbook):
        setting(LINES, F5="Đã làm xong", I5="Đã mở 5 lớp.\nĐông người dự.", J6="Kế hoạch số 12")(workbook)
        setting(VALUES, **{VALUE: 5})(workbook)
        setting(HEADER, C6="Thiếu kinh phí")(workbook)

    filled = world.filled(change)

    code, other = world.line.task_code, world.one_off.task_code
    assert (filled.problems, filled.clashes) == ([], [])
    assert shown(filled) == {
        ("II. Khó khăn, vướng mắc", "II. Khó khăn, vướng mắc"): ("", "Thiếu kinh phí"),
        (code, "Tình hình thực hiện"): ("đang thực hiện", "đã làm xong"),
        (code, "Kết quả thực hiện"): ("Đã tổ chức 3 buổi nói chuyện.", "Đã mở 5 lớp.\nĐông người dự."),
        (code, "Số buổi (buổi)"): ("3", "5"),
        (other, "Sản phẩm"): ("", "Kế hoạch số 12"),
    }
    assert apply_changes(filled.sealed(), world.fresh(), by=world.writer) == 3
    line = ReportLine.objects.get(pk=world.line.pk)
    assert (line.work_state, line.result) == ("done", "Đã mở 5 lớp.\nĐông người dự.")
    assert ReportValue.objects.get(line=line).value == 5
    assert ReportLine.objects.get(pk=world.one_off.pk).product == "Kế hoạch số 12"
    assert world.fresh().difficulties == "Thiếu kinh phí"
    assert world.filled().changes == []


@pytest.mark.parametrize(
    ("cell", "value", "label", "new"),
    [
        ("H6", "5/12/2024", "Ngày làm xong", "05/12/2024"),
        ("H6", " 05-12-2024 ", "Ngày làm xong", "05/12/2024"),
        ("H6", datetime.date(2024, 12, 5), "Ngày làm xong", "05/12/2024"),
        ("I6", unicodedata.normalize("NFD", "Đã tập huấn  "), "Kết quả thực hiện", "Đã tập huấn"),
        ("I6", 12.5, "Kết quả thực hiện", "12,5"),
        ("I6", datetime.date(2024, 12, 5), "Kết quả thực hiện", "05/12/2024"),
        ("I6", None, "Kết quả thực hiện", ""),
        ("F5", "DA LAM XONG ", "Tình hình thực hiện", "đã làm xong"),
        ("F5", unicodedata.normalize("NFD", "Chưa thực hiện"), "Tình hình thực hiện", "chưa thực hiện"),
    ],
)
def test_values_are_taken_as_people_type_them(world, cell, value, label, new):
    filled = world.filled(setting(LINES, **{cell: value}))

    assert told(filled) == []
    assert {name: new for (_, name), (_, new) in shown(filled).items()} == {label: new}


@pytest.mark.parametrize(
    ("value", "new"),
    [("1.234,5", "1234,5"), (1234.5, "1234,5"), (" 1 234 ", "1234"), ("12", "12"), (0, "0"), (None, "")],
)
def test_numbers_are_taken_as_people_type_them(world, value, new):
    filled = world.filled(setting(VALUES, **{VALUE: value}))

    assert told(filled) == []
    assert [after for _, after in shown(filled).values()] == [new]


@pytest.mark.parametrize("value", [40, "40", "40%", "40 %"])
def test_percent_is_taken_as_people_type_it(world, value):
    filled = world.filled(setting(LINES, F6="đang thực hiện", G6=value, H6=None))

    assert shown(filled)[world.one_off.task_code, "Tỷ lệ hoàn thành (%)"] == ("100", "40")


def test_percent_of_a_cell_that_shows_percent(world):
    def change(workbook):
        setting(LINES, F6="đang thực hiện", G6=0.4, H6=None)(workbook)
        workbook[LINES]["G6"].number_format = "0%"

    assert shown(world.filled(change))[world.one_off.task_code, "Tỷ lệ hoàn thành (%)"] == ("100", "40")


TAKE_OUT = "Hãy xóa nội dung ô này, giữ nguyên dòng và cột."
TAKE_OUT_ROW = "Hãy xóa dòng này; phần cần ghi thêm hãy soạn trên cổng."
NO_FORMULA = "ô chứa công thức. Hãy thay công thức bằng kết quả của nó (chép ô rồi dán dạng giá trị)."
REAL_DAY = "Hãy ghi ngày/tháng/năm có thật, ví dụ 05/12/2024."
BACK = "Hãy hoàn tác thao tác đó, hoặc tải biểu mới rồi ghi lại."
ALL_STATES = "Hãy chọn: chưa thực hiện, đang thực hiện, đã làm xong."
OR_100 = "Hãy ghi 100 hoặc để trống; nếu chưa xong, hãy chọn lại tình hình thực hiện."
NOT_YET = "Chỉ ghi ngày khi việc đã làm xong: hãy xóa ngày, hoặc chọn “đã làm xong”."
SHORTER = "Ô này đang có 20001 ký tự, tối đa 20.000. Hãy rút gọn, hoặc đính kèm phần dài thành tệp."
ONE_NUMBER = "Hãy ghi một số, ví dụ 1.234 hoặc 12,5."
PERCENT, DAY, NUMBER, TROUBLE = "Tỷ lệ hoàn thành (%)", "Ngày làm xong", "Số buổi (buổi)", "II. Khó khăn, vướng mắc"
# name: (sheet, {cell: value}, sentence about the cell)
BAD_CELLS = {
    "state": (LINES, {"F5": "xong rồi"}, f"“xong rồi” không phải là một tình hình thực hiện. {ALL_STATES}"),
    "no state": (LINES, {"F5": None}, "Tình hình thực hiện để trống. Hãy chọn tình hình thực hiện."),
    "percent": (LINES, {"G6": 120}, f"{PERCENT} “120” chưa đúng. Tỷ lệ không quá 100."),
    "half percent": (LINES, {"G6": 40.5}, f"{PERCENT} “40,5” chưa đúng. Hãy ghi một số từ 0 đến 100."),
    "done at 40": (LINES, {"G6": 40}, f"{PERCENT} “40” chưa đúng. {OR_100}"),
    "closed cell": (LINES, {"G5": 40}, f"việc định kỳ không ghi tỷ lệ và ngày làm xong. {TAKE_OUT}"),
    "day": (LINES, {"H6": "mai"}, f"{DAY} “mai” chưa đúng. {REAL_DAY}"),
    "no such day": (LINES, {"H6": "31/02/2024"}, f"{DAY} “31/02/2024” chưa đúng. {REAL_DAY}"),
    "month first": (LINES, {"H6": "12/25/2024"}, f"{DAY} “12/25/2024” chưa đúng. {REAL_DAY}"),
    "formula": (LINES, {"I5": "=1+1"}, NO_FORMULA),
    "formula for a number": (VALUES, {"F5": "=SUM(A1:A9)"}, NO_FORMULA),
    "failed formula": (LINES, {"I5": "#REF!"}, NO_FORMULA),
    "true": (LINES, {"I5": True}, "ô chứa giá trị đúng/sai của bảng tính. Hãy ghi bằng chữ hoặc bằng số."),
    "outside": (LINES, {"L5": "ghi thêm"}, f"ô này nằm ngoài biểu. {TAKE_OUT}"),
    "unknown row": (LINES, {"A9": 9}, f"số thứ tự “9” không có trong biểu. {TAKE_OUT_ROW}"),
    "number": (VALUES, {"F5": "nhiều"}, f"{NUMBER} “nhiều” chưa đúng. {ONE_NUMBER}"),
    "number in words": (VALUES, {"F5": "mười hai"}, f"{NUMBER} “mười hai” chưa đúng. {ONE_NUMBER}"),
    "below nought": (VALUES, {"F5": -1}, f"{NUMBER} “-1” chưa đúng. Giá trị không được âm."),
    "heading": (VALUES, {"F4": "Khác"}, f"cột này phải là “Giá trị”, trong tệp lại là “Khác”. {BACK}"),
    "too long": (HEADER, {"C6": "a" * 20_001}, f"{TROUBLE} “{'a' * 40}…” chưa đúng. {SHORTER}"),
}


@pytest.mark.parametrize(("sheet", "cells", "sentence"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_each_bad_cell_is_named_with_the_way_to_mend_it(world, sheet, cells, sentence):
    filled = world.filled(setting(sheet, **cells))

    assert told(filled) == [f"Trang “{sheet}”, ô {next(iter(cells))}: {sentence}"]


def test_a_day_without_the_state_is_told(world):
    filled = world.filled(setting(LINES, F6="đang thực hiện", G6=50))

    assert told(filled) == [f"Trang “Báo cáo”, ô H6: {DAY} “01/12/2024” chưa đúng. {NOT_YET}"]


def test_a_row_without_a_number_is_told(world):
    filled = world.filled(setting(LINES, I9="ghi thêm"))

    assert told(filled) == [f"Trang “Báo cáo”, ô A9: dòng này thừa. {TAKE_OUT_ROW}"]


def test_every_bad_cell_is_told_at_once(world):
    filled = world.filled(setting(LINES, F5="?", G6="?", H6="?", I5="=1"))

    assert [problem.cell for problem in filled.problems] == ["F5", "G6", "H6", "I5"]


def test_a_shifted_column_is_told(world):
    filled = world.filled(lambda workbook: workbook[LINES].insert_cols(6))

    assert told(filled)[0] == (
        f"Trang “Báo cáo”, ô F4: cột này phải là “Tình hình thực hiện”, trong tệp lại trống. {BACK}"
    )


def test_joined_cells_are_told(world):
    filled = world.filled(lambda workbook: workbook[LINES].merge_cells("I5:I6"))

    assert told(filled) == [
        "Trang “Báo cáo”, ô I5:I6: các ô này bị gộp làm một. Hãy bỏ gộp ô (Unmerge Cells) rồi ghi lại từng ô."
    ]


def test_a_row_taken_out_is_told(world):
    filled = world.filled(lambda workbook: workbook[LINES].delete_rows(6))

    assert told(filled) == [f"Trang “Báo cáo”, ô A6: thiếu dòng TT 2 ({world.one_off.task_code}). {BACK}"]


def test_a_row_that_stands_twice_is_told(world):
    def change(workbook):
        sheet = workbook[LINES]
        sheet.append([cell.value for cell in sheet[5]])

    assert told(world.filled(change)) == [
        f"Trang “Báo cáo”, ô A7: dòng TT 1 ({world.line.task_code}) có hai lần. {BACK}"
    ]


def test_rows_whose_first_columns_were_mixed_up_are_told(world):
    filled = world.filled(setting(LINES, A5=2, A6=1))

    assert [problem.cell for problem in filled.problems] == ["A5", "A6", "B5", "B6"]


def test_rows_in_another_order_are_read_all_the_same(world):
    def change(workbook):
        sheet = workbook[LINES]
        first, second = ([cell.value for cell in sheet[number]] for number in (5, 6))
        for place, (one, other) in enumerate(zip(first, second, strict=True), start=1):
            sheet.cell(6, place).value, sheet.cell(5, place).value = one, other

    filled = world.filled(change)

    assert (filled.problems, filled.changes) == ([], [])


def test_any_other_workbook_is_told(world):
    def change(workbook):
        del workbook["Mã biểu"]

    assert refusal(world, change) == (
        "Tệp không phải biểu báo cáo tải từ cổng. Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."
    )


def test_a_sheet_that_is_gone_is_told(world):
    def change(workbook):
        workbook[LINES].title = "Sheet1"

    assert refusal(world, change) == (
        "Tệp thiếu trang “Báo cáo”. Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."
    )


def test_an_altered_seal_is_told(world):
    assert refusal(world, setting("Mã biểu", A2="x")) == (
        "Trang ẩn “Mã biểu” của biểu đã bị sửa nên không biết biểu của báo cáo nào. "
        "Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."
    )


def test_an_older_shape_is_told(world, monkeypatch):
    form = world.form()
    monkeypatch.setattr("progress.forms.excel.shape.SHAPE", 2)

    assert refusal(world, form=form) == (
        "Tệp là biểu đời cũ, cổng không còn nhận. Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."
    )


def test_the_form_of_another_report_is_told(world):
    other = ReportWorld()

    assert refusal(world, form=ExcelWorld.form(other)) == (
        f"Tệp là biểu của báo cáo khác: {other.report}. Hãy tải tệp lên ở đúng báo cáo đó."
    )


CHANGED_WORK = (
    "Từ khi biểu được tải về, nhiệm vụ hoặc chỉ tiêu của báo cáo đã thay đổi. "
    "Hãy tải biểu mới ở trang “Biểu Excel” rồi ghi vào biểu đó."
)


def test_a_form_older_than_the_indicators_is_told(world):
    form = world.form()
    make_indicator(world.line.assignment.task, name="Số người")

    assert refusal(world, form=form) == CHANGED_WORK


def test_a_form_with_work_that_left_the_report_is_told(world):
    form = world.form()
    world.one_off.delete()

    assert refusal(world, form=form) == CHANGED_WORK


def test_a_line_added_since_is_left_alone(world):
    form = world.form()
    world.add_line(result="Mới giao.")

    filled = world.filled(form=form)

    assert (filled.problems, filled.changes) == ([], [])


def test_what_others_saved_elsewhere_meanwhile_stays(world):
    form = world.form()
    save_line(world.line, {"result": "Người khác ghi."}, version=1, by=world.head)
    save_header(world.report, "proposals", "Người khác kiến nghị.", version=1, by=world.head)

    filled = world.filled(setting(LINES, J6="Kế hoạch số 12"), form=form)

    assert list(shown(filled)) == [(world.one_off.task_code, "Sản phẩm")]
    apply_changes(filled.sealed(), world.fresh(), by=world.writer)
    assert ReportLine.objects.get(pk=world.line.pk).result == "Người khác ghi."
    assert world.fresh().proposals == "Người khác kiến nghị."


def test_the_same_part_changed_by_both_is_a_clash(world):
    form = world.form()
    save_line(world.line, {"result": "Người khác ghi."}, version=1, by=world.head)

    filled = world.filled(setting(LINES, J5="Sản phẩm của tôi"), form=form)

    assert [part.line for part in filled.clashes] == [world.line]


def test_the_same_words_from_both_are_no_clash(world):
    form = world.form()
    save_line(world.line, {"result": "Cùng một câu."}, version=1, by=world.head)

    filled = world.filled(setting(LINES, I5="Cùng một câu."), form=form)

    assert (filled.clashes, filled.changes) == ([], [])


def test_a_save_between_looking_and_confirming_undoes_the_whole(world):
    def change(workbook):
        setting(LINES, I5="Của biểu.", J6="Kế hoạch số 12")(workbook)

    filled = world.filled(change)
    save_line(world.one_off, {"result": "Người khác ghi."}, version=1, by=world.head)

    with pytest.raises(Refused) as refused:
        apply_changes(filled.sealed(), world.fresh(), by=world.writer)

    assert refused.value.sentence == (
        f"Từ khi biểu được tải về, phần mà biểu cũng sửa đã được lưu lại trên cổng: {world.one_off.task_code}. "
        "Báo cáo chưa đổi gì. Hãy sửa phần đó ngay trên cổng, hoặc tải biểu mới rồi ghi lại phần đó."
    )
    assert ReportLine.objects.get(pk=world.line.pk).result == "Đã tổ chức 3 buổi nói chuyện."


def test_a_report_that_moved_on_refuses_with_the_reason(world):
    filled = world.filled(setting(LINES, I5="Muộn."))
    type(world.report).objects.filter(pk=world.report.pk).update(state="waiting")

    with pytest.raises(NotWritable, match="đang chờ lãnh đạo duyệt"):
        apply_changes(filled.sealed(), world.fresh(), by=world.writer)

    assert ReportLine.objects.get(pk=world.line.pk).result == "Đã tổ chức 3 buổi nói chuyện."


def test_what_was_looked_at_cannot_be_altered_or_sent_elsewhere(world):
    sealed = world.filled(setting(LINES, I5="Của biểu.")).sealed()
    other = make_report(world.period, make_unit("Đơn vị khác"))

    for seal, report in ((sealed + "x", world.fresh()), ("", world.fresh()), (sealed, other)):
        with pytest.raises(Refused, match="Bản xem trước"):
            apply_changes(seal, report, by=world.writer)


def test_a_reason_of_a_nil_report_is_kept_and_taken_back(world):
    filled = world.filled(setting(HEADER, C5="Không có việc trong kỳ."))
    apply_changes(filled.sealed(), world.fresh(), by=world.writer)
    assert world.fresh().nil_reason == "Không có việc trong kỳ."

    filled = world.filled(setting(HEADER, C5=None))
    apply_changes(filled.sealed(), world.fresh(), by=world.writer)

    assert world.fresh().nil_reason == ""


def test_a_long_number_keeps_its_digits(world):
    ReportValue.objects.filter(line=world.line).update(value=Decimal("123456789012345.678"))

    assert world.filled().changes == []
