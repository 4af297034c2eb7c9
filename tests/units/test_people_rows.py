"""A list of people is read with every fault told: the cell, what is wrong, how to mend it."""

import datetime
import unicodedata

import pytest
from django.utils import timezone

from common.clock import today
from common.refusals import BadRows, Refused
from common.workbooks import WorkbookRefused
from tests.common.broken_workbooks import as_xlsx, million_rows
from tests.factories import make_post, make_unit, make_user
from tests.units.people_files import as_upload, filled, person, typed
from units.enums import Role
from units.people_rows import check_people, read_people

pytestmark = pytest.mark.django_db
SHEET = "Trang “Danh sách người dùng”, ô"


@pytest.fixture
def unit():
    return make_unit("UBND xã Đak Ơ")


@pytest.fixture
def administrator():
    return make_post(role=Role.ADMINISTRATOR)


def faults(rows, by):
    return [str(problem) for problem in check_people(typed(*rows), by=by, on=today()).problems]


def test_template_filled_in_is_taken_as_it_stands(unit, administrator):
    checked = check_people(typed(person(unit)), by=administrator, on=today())

    [row] = checked.rows
    assert checked.problems == []
    assert (row.number, row.username, row.unit, row.role) == (2, "khanhlinh", unit, Role.WRITER)
    assert (row.valid_from, row.valid_to) == (datetime.date(2024, 7, 1), None)
    assert row.account["full_name"] == "Nông Khánh Linh"


@pytest.mark.parametrize(
    ("values", "became"),
    [
        ({"role": "LÃNH ĐẠO ĐƠN VỊ"}, {"role": Role.HEAD}),
        ({"role": unicodedata.normalize("NFD", "Người xem")}, {"role": Role.READER}),
        ({"valid_from": datetime.date(2024, 7, 2)}, {"valid_from": datetime.date(2024, 7, 2)}),
        ({"valid_to": "31/12/2030"}, {"valid_to": datetime.date(2030, 12, 31)}),
        ({"title": "  Công chức \n xã "}, {"title": "Công chức xã"}),
        ({"username": 261261}, {"username": "261261"}),
    ],
)
def test_what_people_type_is_understood(unit, administrator, values, became):
    [row] = check_people(typed(person(unit, **values)), by=administrator, on=today()).rows

    assert {name: getattr(row, name) for name in became} == became


def test_post_without_a_first_day_begins_today(unit, administrator):
    [row] = check_people(typed(person(unit, valid_from=None)), by=administrator, on=today()).rows

    assert row.valid_from == today()


def test_phone_number_gets_back_the_zero_that_a_spreadsheet_took(unit, administrator):
    [row] = check_people(typed(person(unit, work_phone=912345678)), by=administrator, on=today()).rows

    assert row.account["work_phone"] == "0912345678"


@pytest.mark.parametrize(
    ("values", "cell", "what"),
    [
        ({"full_name": None}, "A2", "ô trống"),
        ({"full_name": "A" * 121}, "A2", "tối đa 120"),
        ({"username": "Khánh Linh"}, "B2", "chữ thường không dấu"),
        ({"username": None}, "B2", "ô trống"),
        ({"email": "khanhlinh"}, "C2", "“khanhlinh”"),
        ({"work_phone": "gọi sau"}, "D2", "chữ số"),
        ({"unit": "xa-la"}, "E2", "không có mã đơn vị “xa-la”"),
        ({"unit": None}, "E2", "chưa ghi mã đơn vị"),
        ({"role": "chủ tịch"}, "F2", "không có vai trò “chủ tịch”"),
        ({"title": None}, "G2", "ô trống"),
        ({"valid_from": "31/02/2024"}, "H2", "“31/02/2024” không phải một ngày"),
        ({"valid_from": "hôm qua"}, "H2", "không phải một ngày"),
        ({"valid_to": "01/01/2024"}, "I2", "trước ngày bắt đầu 01/07/2024"),
        ({"title": "=1+1"}, "G2", "công thức “=1+1”"),
    ],
)
def test_bad_cell_is_told_with_its_place_and_the_way_out(unit, administrator, values, cell, what):
    found = faults([person(unit, **values)], administrator)

    assert [fault for fault in found if fault.startswith(f"{SHEET} {cell}: ") and what.lower() in fault.lower()]
    assert {fault.split(":")[0] for fault in found} == {f"{SHEET} {cell}"}


def test_every_bad_row_is_told_at_once(unit, administrator):
    rows = [person(unit, username=f"nguoi{number}", unit="la", role="la") for number in range(3)]

    assert [fault.split(":")[0] for fault in faults(rows, administrator)] == [
        f"{SHEET} {cell}" for cell in ("E2", "F2", "E3", "F3", "E4", "F4")
    ]


def test_one_user_name_for_two_people_is_told(unit, administrator):
    rows = [person(unit), person(unit, full_name="Điểu Minh")]

    [fault] = faults(rows, administrator)[:1]
    assert fault.startswith(f"{SHEET} B3: tên đăng nhập “khanhlinh” đã ghi ở dòng 2 cho Nông Khánh Linh.")


def test_same_row_twice_is_told(unit, administrator):
    [fault] = faults([person(unit), person(unit)], administrator)

    assert "đã giữ vai trò chuyên viên ở UBND xã Đak Ơ (dòng 2)" in fault


def test_one_person_may_get_two_posts(unit, administrator):
    rows = [person(unit), person(unit, role="lãnh đạo đơn vị")]

    checked = check_people(typed(*rows), by=administrator, on=today())

    assert (checked.problems, len(checked.rows)) == ([], 2)


def test_known_person_gets_a_post_and_new_contacts_and_keeps_what_is_left_empty(unit, administrator):
    user = make_user("Nông Khánh Linh", username="khanhlinh", email="cu@example.vn", work_phone="0271 399 000")

    [row] = check_people(typed(person(unit, work_phone=None)), by=administrator, on=today()).rows

    assert (row.user, row.changes) == (user, {"email": "khanhlinh@example.vn"})
    assert row.change_words == ["thư điện tử công vụ: cu@example.vn → khanhlinh@example.vn"]


def test_user_name_of_somebody_else_is_told(unit, administrator):
    make_user("Trần Văn Bình", username="khanhlinh")

    assert "đã có người dùng là Trần Văn Bình" in faults([person(unit)], administrator)[0]


def test_post_that_is_held_is_told(unit, administrator):
    make_post(unit, user=make_user("Nông Khánh Linh", username="khanhlinh"))

    assert "Nông Khánh Linh đã giữ vai trò chuyên viên ở UBND xã Đak Ơ." in faults([person(unit)], administrator)[0]


def test_disabled_account_and_closed_unit_are_told(unit, administrator):
    make_user("Nông Khánh Linh", username="khanhlinh", disabled_at=timezone.now())
    closed = make_unit("Ban cũ", valid_to=datetime.date(2024, 1, 1))

    assert "đang bị khóa" in faults([person(unit)], administrator)[0]
    assert "Ban cũ đã kết thúc hoạt động" in faults([person(closed, username="khac")], administrator)[0]


def test_administrator_cannot_change_himself(unit, administrator):
    own = person(unit, username=administrator.user.username, full_name=administrator.user.full_name)

    assert "là tài khoản của đồng chí" in faults([own], administrator)[0]


def _without_sheet(workbook):
    workbook.worksheets[0].title = "Trang khác"


def _shifted(workbook):
    workbook.worksheets[0].insert_cols(1)


def _merged(workbook):
    workbook.worksheets[0].merge_cells("A2:B2")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(_without_sheet, "không có trang"), (_shifted, "không đúng mẫu"), (_merged, "không đúng mẫu")],
)
def test_workbook_of_another_shape_is_refused_with_a_sentence(unit, change, sentence):
    with pytest.raises(BadRows, match=sentence):
        typed(person(unit), change=change)


def test_shifted_columns_are_named(unit):
    with pytest.raises(BadRows) as refused:
        typed(person(unit), change=_shifted)

    assert refused.value.details[0] == "Trang “Danh sách người dùng”, ô A1: phải là “Họ và tên”."


def test_empty_list_is_refused():
    with pytest.raises(BadRows, match="chưa có dòng nào"):
        typed()


@pytest.mark.parametrize("content", [b"", b"khong phai", as_xlsx()])
def test_file_that_is_no_list_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refused:
        read_people(as_upload(content))

    assert refused.value.sentence.startswith("Tệp")


def test_million_rows_are_refused():
    with pytest.raises(WorkbookRefused, match=r"có hơn 2\.000 dòng"):
        read_people(as_upload(million_rows()))


def test_other_kind_of_file_is_refused(unit):
    with pytest.raises(WorkbookRefused, match="có thể chứa macro"):
        read_people(as_upload(filled(person(unit)), "danh-sach.xlsm"))


@pytest.mark.parametrize("rows", [1, 30])
def test_checking_costs_the_same_for_one_row_and_thirty(unit, administrator, rows, django_assert_num_queries):
    for number in range(rows):
        make_post(user=make_user("Nông Khánh Linh", username=f"nguoi-cu-{number}"))
    read = typed(*(person(unit, username=f"nguoi-cu-{number}") for number in range(rows)))

    with django_assert_num_queries(3):
        checked = check_people(read, by=administrator, on=today())

    assert (len(checked.rows), checked.problems) == (rows, [])
