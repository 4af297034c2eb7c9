"""Tables to take away: types as the office has them, and nothing that runs."""

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from common.spreadsheets import Column, Figure, Table, put, sheet_title, spreadsheet_response, write_tables

DAY = datetime.date(2024, 12, 5)
MOMENT = datetime.datetime(2024, 12, 5, 1, 30, tzinfo=datetime.UTC)


def written(*rows, columns=1):
    file = io.BytesIO()
    write_tables([Table("Danh sách", [Column(f"Cột {n}") for n in range(columns)], rows)], file)
    return load_workbook(file)["Danh sách"]


@pytest.mark.parametrize(
    ("value", "kept", "form"),
    [
        (1234, 1234, "#,##0"),
        (Decimal("12.500"), 12.5, "#,##0.0##"),
        (DAY, datetime.datetime.fromisoformat("2024-12-05"), "dd/mm/yyyy"),
        (MOMENT, datetime.datetime.fromisoformat("2024-12-05T08:30"), "dd/mm/yyyy hh:mm"),
        (True, "có", "@"),
        (None, None, "General"),
        (datetime.date(1899, 5, 1), "01/05/1899", "@"),
        (Decimal("123456789012345.678"), "123456789012345,678", "@"),
        (float("nan"), None, "@"),
        ("Đã họp\nhai lần", "Đã họp\nhai lần", "@"),
    ],
)
def test_values_keep_their_type(value, kept, form):
    cell = written([value])["A2"]

    assert (cell.value, cell.number_format) == (kept, form)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+84", "-5", "@SUM(A1)", "\t=1", "#N/A", "'x"])
def test_texts_never_run(text):
    cell = written([text])["A2"]

    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix or text == "#N/A"


@pytest.mark.parametrize("text", ["\x01=1+1", "\ud800@SUM(1)", "\x02\x03+1"])
def test_what_is_left_out_does_not_hide_that_a_text_looks_like_a_formula(text):
    cell = written([text])["A2"]

    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("plain", [False, True])
def test_rows_hold_what_the_library_would_write(plain):
    texts = [
        "a < b & c > d",
        "hai\r\ndòng",
        " trống hai đầu ",
        "_x0041_",
        "",
        "\x07chuông",
        "#REF!",
        "=1",
        "a" * 33_000,
        "Đăk Ơ 🌾",
    ]
    values = [*texts, None, 7, -7, 1000, 0.1, 1e20, Decimal("1234.50"), Decimal(0), DAY, MOMENT, True]
    library, ours = Workbook(), io.BytesIO()
    for number, value in enumerate(values, start=2):
        put(library.active.cell(number, 1), value)
    library.save(theirs := io.BytesIO())

    write_tables([Table("Một", [Column("A")], [[value] for value in values], plain=plain)], ours)

    told = [
        [(row[0].value, row[0].data_type) for row in load_workbook(file).active.iter_rows(min_row=2)]
        for file in (ours, theirs)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("plain", [False, True])
def test_a_number_in_words_stands_right_as_numbers_do(plain):
    file, rows = io.BytesIO(), [[Figure("98,62%")], [Figure("–")], ["98,62%"], [98]]

    write_tables([Table("Một", [Column("Tỷ lệ")], rows, plain=plain)], file)

    cells = [row[0] for row in load_workbook(file).active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["98,62%", "–", "98,62%", 98]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "n"]
    assert [cell.alignment.horizontal for cell in cells] == ["right", "right", None, None]


def test_characters_that_no_sheet_may_hold_are_left_out():
    assert written(["a\x00b\x0bc\ud800\uffff"])["A2"].value == "abc"


def test_a_text_longer_than_a_cell_is_cut_in_sight():
    value = written(["a" * 40_000])["A2"].value

    assert (len(value), value[-1]) == (32_767, "…")


def test_the_head_stays_filters_and_is_printed_on_every_page():
    sheet = written(["a", 1], ["b", 2], columns=2)

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_a_row_is_as_high_as_its_longest_text():
    columns = [Column("Số liệu và cách tính", 10), Column("Ghi chú", 10, wraps=False)]
    rows = [["a" * 10, "b" * 99], ["a" * 21, 1], ["a\nb", None], ["a" * 9000, None], ["Ủ" * 9, None]]
    file = io.BytesIO()

    write_tables([Table("Danh sách", columns, rows)], file)

    sheet = load_workbook(file)["Danh sách"]
    assert [sheet.row_dimensions[number].height for number in range(1, 7)] == [45, None, 45, 30, 405, 30]


def test_a_table_without_rows_is_a_head_alone():
    assert [[cell.value for cell in row] for row in written().rows] == [["Cột 0"]]


def test_sheet_titles_are_made_to_fit():
    assert sheet_title("Kỳ [I/2024]: " + "dài " * 20) == "Kỳ  I 2024   dài dài dài dài dà"


@pytest.mark.django_db
def test_the_download_has_a_vietnamese_name_and_is_kept_nowhere():
    response = spreadsheet_response("Báo cáo.xlsx", Table("Một", [Column("A")], [["x"]]))

    content = b"".join(response.streaming_content)
    response.close()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o.xlsx"
    assert response["Cache-Control"] == "private, no-store"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_rows_are_taken_one_at_a_time():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield [number]

    sheet = written(*rows())

    assert (taken, sheet.max_row) == ([0, 1, 2], 4)
