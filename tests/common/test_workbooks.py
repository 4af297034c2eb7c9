"""Files that people send as spreadsheets: what is read of them, and the sentence for each that cannot be read."""

import datetime
import io
import time
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from common import workbooks
from common.spreadsheets import Column, Table, plain_text, write_tables
from common.workbooks import CellProblem, Formula, WorkbookRefused, read_workbook
from tests.common.broken_workbooks import BROKEN, MAIN, SHEET, as_xlsx, million_rows, with_part


def upload(content, name="bieu.xlsx"):
    return SimpleUploadedFile(name, content)


def read_one(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    return next(iter(read_workbook(upload(as_xlsx(workbook))).values()))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.rows]


def test_values_are_read_with_their_type():
    day = datetime.date(2024, 12, 5)

    sheet = read_one(["chữ", 12, 0.1, day, None, True], [None, "Tie\u0302\u0301ng"])

    assert values(sheet) == [
        ["chữ", Decimal(12), Decimal("0.1"), day, None, True],
        [None, "Tiếng", None, None, None, None],
    ]
    assert [cell.place for cell in sheet.rows[1]] == ["A2", "B2", "C2", "D2", "E2", "F2"]


def test_a_formula_is_neither_worked_out_nor_taken():
    sheet = read_one(["=1+1"])

    assert values(sheet) == [[Formula("=1+1")]]


def test_percent_and_joined_cells_are_told():
    workbook = Workbook()
    workbook.active["A1"], workbook.active["B1"] = 0.5, 1
    workbook.active["A1"].number_format = "0%"
    workbook.active.merge_cells("B1:C2")

    sheet = read_workbook(upload(as_xlsx(workbook)))["Sheet"]

    assert ([cell.is_percent for cell in sheet.rows[0]], sheet.merged) == ([True, False], ["B1:C2"])


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_texts_come_back_as_they_were_written(texts):
    file = io.BytesIO()
    write_tables([Table("Một", [Column("A")], [[text] for text in [*texts, "hết"]])], file)

    sheet = read_workbook(upload(file.getvalue()))["Một"]

    expected = [workbooks._text(plain_text(text)) or None for text in [*texts, "hết"]]
    assert [row[0].value for row in sheet.rows[1:]] == expected


@pytest.mark.parametrize(("content", "name", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_told_in_a_sentence(content, name, sentence):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(upload(content(), name))

    assert refused.value.sentence == f"Tệp “{name}” {sentence}"


def test_of_a_million_rows_no_more_than_the_cap_is_looked_at(monkeypatch):
    looked_at = []
    whole = workbooks._Scan._element
    monkeypatch.setattr(workbooks._Scan, "_element", lambda self, *what: (looked_at.append(1), whole(self, *what)))

    with pytest.raises(WorkbookRefused, match=r"có hơn 5\.000 dòng"):
        read_workbook(upload(million_rows()))

    # worksheet, sheetData, then row, cell and value of each
    assert len(looked_at) <= 2 + 3 * (workbooks.MAX_ROWS + 1)


def test_a_million_rows_are_refused_before_anybody_tires_of_waiting():
    content = million_rows()
    begun = time.process_time()

    with pytest.raises(WorkbookRefused, match=r"có hơn 5\.000 dòng"):
        read_workbook(upload(content))

    assert time.process_time() - begun < 2


def test_a_far_row_without_cells_does_no_harm():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" hidden="1"/>'

    sheet = read_workbook(upload(with_part("xl/worksheets/sheet1.xml", rows=rows)))["Sheet"]

    assert values(sheet) == [[Decimal(1)]]


def test_only_the_parts_that_were_checked_reach_the_library():
    kept = io.BytesIO(with_part("xl/media/picture.png", content=b"<x>"))

    checked, _ = workbooks._checked_parts(kept, workbooks._Caps(10, 10))

    with zipfile.ZipFile(checked) as archive:
        assert [name for name in archive.namelist() if not name.endswith((".xml", ".rels"))] == []


def test_a_bad_cell_is_told_with_its_place():
    problem = CellProblem("Báo cáo", "F7", "“mai” không phải là ngày", "Hãy ghi ngày/tháng/năm.")

    assert str(problem) == "Trang “Báo cáo”, ô F7: “mai” không phải là ngày. Hãy ghi ngày/tháng/năm."


SHARED, TYPES = "xl/sharedStrings.xml", "[Content_Types].xml"
SHARED_TYPE = (
    f'<Override PartName="/{SHARED}" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
ONE_SHARED = '<c t="s"><v>0</v></c>'


def sharing(text, *, cells, rows=1):
    """Return a workbook of which every cell holds the same shared text."""
    table = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    content = with_part(SHARED, content=table)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read(TYPES).decode()
    content = with_part(TYPES, content=types.replace("</Types>", f"{SHARED_TYPE}</Types>"), of=content)
    return with_part(SHEET, rows=f"<row>{ONE_SHARED * cells}</row>" * rows, of=content)


@pytest.mark.parametrize(
    "content",
    [
        sharing("a" * 32_768, cells=2),
        with_part(
            SHEET,
            rows=f'<row><c t="inlineStr"><is><r><t>{"a" * 32_000}</t></r><r><t>{"b" * 768}</t></r></is></c></row>',
        ),
        with_part(SHEET, rows=f'<row><c t="str"><v>{"a" * 32_768}</v></c></row>'),
    ],
    ids=["shared", "inline", "value"],
)
def test_a_text_longer_than_a_cell_may_hold_is_refused(content):
    with pytest.raises(WorkbookRefused, match=r"có ô chứa hơn 32\.767 ký tự"):
        read_workbook(upload(content))


def test_the_longest_text_is_read_and_blanks_between_cells_are_no_text():
    blanks = with_part(
        SHEET, rows=f"<row>{' ' * 40_000}{ONE_SHARED}{' ' * 40_000}</row>", of=sharing("ă" * 32_767, cells=1)
    )

    assert values(read_workbook(upload(blanks))["Sheet"]) == [["ă" * 32_767]]


def test_a_shared_text_is_worked_out_once():
    sheet = read_workbook(upload(sharing("e\u0302\u0301" * 9, cells=3, rows=2)))["Sheet"]

    assert values(sheet) == [["ế" * 9] * 3] * 2
    assert len({id(cell.value) for row in sheet.rows for cell in row}) == 1


def test_a_shared_text_cannot_fill_every_cell_without_end():
    with pytest.raises(WorkbookRefused, match="bung ra quá lớn"):
        read_workbook(upload(sharing("a" * 32_767, cells=60, rows=30)))


def test_half_a_letter_is_left_out():
    assert values(read_one(["Đã _xD800_họp_xdFfF_", "_xD800_", "cuối"])) == [["Đã họp", None, "cuối"]]
