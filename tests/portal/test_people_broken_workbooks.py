"""Workbooks that cannot be taken for a list of people: each is told in a sentence, and nothing is written."""

import unicodedata

import pytest
from django.urls import reverse

from tests.common.broken_workbooks import BROKEN, SHEET, with_part
from tests.factories import make_post, make_unit
from tests.units.people_files import as_upload, filled, person
from units.enums import Role
from units.models import User
from units.people_sheet import COLUMNS, PEOPLE

pytestmark = pytest.mark.django_db
AT = f"Trang “{PEOPLE}”, ô"
ODD_SHAPE = "Tệp không đúng mẫu: cột bị thêm, bớt, đổi chỗ hoặc gộp ô. Hãy dùng lại tệp mẫu."


@pytest.fixture
def unit():
    return make_unit("UBND xã Đak Ơ")


@pytest.fixture
def look(sign_in):
    client = sign_in(make_post(role=Role.ADMINISTRATOR))

    def send(content, name="danh-sach.xlsx"):
        return client.post(reverse("portal:people-upload"), {"upload": as_upload(content, name)})

    return send


def told(response):
    """What the page says is wrong: with the file as a whole, or cell by cell."""
    assert not User.objects.filter(username="khanhlinh").exists()
    checked = response.context.get("checked")
    return [str(one) for one in checked.problems] if checked else list(response.context["form"].errors["upload"])


@pytest.mark.parametrize(("content", "name", "sentence"), BROKEN.values(), ids=BROKEN)
def test_broken_workbooks_get_a_sentence(look, content, name, sentence):
    # The list of people takes fewer rows than a report's form.
    sentence = sentence.replace("5.000", "2.000")

    response = look(content(), name)

    assert response.status_code == 422
    assert [one.replace("Tệp rỗng", f"Tệp “{name}” rỗng") for one in told(response)] == [f"Tệp “{name}” {sentence}"]


def _first(change):
    return lambda workbook: change(workbook.worksheets[0])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            _first(lambda sheet: setattr(sheet, "title", "Trang khác")),
            f"Tệp không có trang “{PEOPLE}”. Hãy dùng tệp mẫu của cổng và giữ nguyên tên trang.",
        ),
        (
            lambda workbook: workbook.remove(workbook.worksheets[0]),
            f"Tệp không có trang “{PEOPLE}”. Hãy dùng tệp mẫu của cổng và giữ nguyên tên trang.",
        ),
        (_first(lambda sheet: sheet.insert_cols(1)), ODD_SHAPE),
        (_first(lambda sheet: sheet.delete_cols(3)), ODD_SHAPE),
        (_first(lambda sheet: sheet.insert_rows(1)), ODD_SHAPE),
        (_first(lambda sheet: sheet.move_range("B1:B2", cols=9)), ODD_SHAPE),
        (_first(lambda sheet: sheet.merge_cells("A2:B2")), ODD_SHAPE),
        (_first(lambda sheet: sheet.merge_cells("A1:I1")), ODD_SHAPE),
        (
            _first(lambda sheet: sheet.delete_rows(2)),
            f"Trang “{PEOPLE}” chưa có dòng nào. Hãy ghi từ dòng 2, mỗi người một dòng.",
        ),
    ],
    ids=[
        "wrong sheet",
        "sheet missing",
        "shifted columns",
        "column missing",
        "shifted rows",
        "column moved",
        "merged cells",
        "merged heads",
        "no rows",
    ],
)
def test_workbook_of_another_shape_gets_a_sentence(look, unit, change, sentence):
    response = look(filled(person(unit), change=change))

    assert response.status_code == 422
    assert told(response) == [sentence]


@pytest.mark.parametrize(
    "day", ["1/7/2024", "01/07/2024", "1-7-2024", "01.07.2024", unicodedata.normalize("NFD", " 01/07/2024 ")]
)
def test_days_written_as_text_are_understood(look, unit, day):
    response = look(filled(person(unit, valid_from=day)))

    assert response.status_code == 200
    assert [f"{row.valid_from:%d/%m/%Y}" for row in response.context["checked"].rows] == ["01/07/2024"]


@pytest.mark.parametrize("day", ["31/02/2024", "2024", "ngày mai", "7/1/24", "1/7", 0, -1, 99_999_999, True])
def test_day_that_is_none_is_told_at_its_cell(look, unit, day):
    response = look(filled(person(unit, valid_from=day)))

    assert response.status_code == 422
    assert [one.startswith(f"{AT} H2: ") for one in told(response)] == [True]


def test_words_in_decomposed_letters_are_understood(look, unit):
    row = {key: unicodedata.normalize("NFD", value) if value else value for key, value in person(unit).items()}

    response = look(filled(row))

    [taken] = response.context["checked"].rows
    assert response.status_code == 200
    assert (taken.account["full_name"], taken.unit, taken.role) == ("Nông Khánh Linh", unit, Role.WRITER)
    assert taken.title == "Công chức Văn hóa - Xã hội"


LETTERS = "ABCDEFGHI"
ODD_KEYS = ["full_name", "work_phone", "unit", "valid_from"]
ODD_CELLS = [
    "<v>NaN</v>",
    "<v>INF</v>",
    "<v>1e999</v>",
    "<v>-1e-999</v>",
    "<v>1e40</v>",
    "<v></v>",
    '" t="e"><v>#REF!</v>',
    '" t="b"><v>7</v>',
    '" t="s"><v>99999</v>',
    '" t="s"><v>-1</v>',
    '" t="d"><v>hôm nay</v>',
    '" t="n"><v>một</v>',
    '" t="la"><v>1</v>',
    '" s="9999"><v>45000</v>',
    "<f>HYPERLINK(&quot;http://example.vn&quot;)</f><v>1</v>",
    "<f>1/0</f>",
    "<is><t>x</t></is>",
]


def _with_raw(unit, cell):
    """A list whose one row holds, in the columns of ODD_KEYS, a cell that no program writes."""
    keys = [column.key for column in COLUMNS]
    rows = [[column.title for column in COLUMNS], [person(unit)[key] or "" for key in keys]]
    lines = [
        [f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in _lettered(texts)]
        for number, texts in enumerate(rows, start=1)
    ]
    for key in ODD_KEYS:
        place = keys.index(key)
        odd = cell if cell.startswith('"') else f'">{cell}'
        lines[1][place] = f'<c r="{LETTERS[place]}2{odd}</c>'
    content = "".join(f'<row r="{number}">{"".join(cells)}</row>' for number, cells in enumerate(lines, start=1))
    return with_part(SHEET, rows=content, of=filled())


def _lettered(texts):
    return zip(LETTERS, texts, strict=True)


@pytest.mark.parametrize("cell", ODD_CELLS)
def test_cell_that_no_program_writes_is_told_and_never_a_fault(look, unit, cell):
    response = look(_with_raw(unit, cell))

    assert response.status_code == 422
    assert told(response) != []
