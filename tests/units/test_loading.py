import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from common.refusals import BadRows
from tests.factories import make_unit
from units.loading import load_units
from units.models import Unit

pytestmark = pytest.mark.django_db

SEED = settings.BASE_DIR / "units" / "seed" / "bu_gia_map_2024.toml"


def row(code="phong", **fields):
    """One [[unit]] as TOML; a value is written as it is given, so that tests can write nonsense."""
    values = {"name": '"Phòng"', "kind": '"office"'} | fields
    lines = [f"{name} = {value}" for name, value in values.items() if value is not None]
    return "\n".join(["[[unit]]", f'code = "{code}"', *lines, ""])


def refusals(text):
    with pytest.raises(BadRows) as refused:
        load_units(text if isinstance(text, bytes) else text.encode())
    assert not Unit.objects.exists()
    return refused.value.details


def test_seed_makes_the_units_of_the_district():
    loaded = load_units(SEED.read_bytes())

    assert len(loaded.created) == Unit.objects.count() == 41
    assert Unit.objects.filter(kind="commune").exclude(official_code="").count() == 8
    assert Unit.objects.get(code="xa-dak-o").parent.code == "ubnd-huyen"


def test_second_load_changes_nothing():
    load_units(SEED.read_bytes())
    versions = Unit.history.count()

    loaded = load_units(SEED.read_bytes())

    assert (loaded.created, loaded.changed, loaded.unchanged) == ([], [], 41)
    assert Unit.history.count() == versions


def test_changed_row_is_told_and_kept_in_history():
    load_units(row().encode())

    loaded = load_units(row(name='"Phòng mới"', valid_from="2024-06-17").encode())

    [(unit, names)] = loaded.changed
    unit.refresh_from_db()
    assert sorted(names) == ["name", "valid_from"]
    assert (unit.name, unit.valid_from) == ("Phòng mới", datetime.date(2024, 6, 17))
    assert unit.history.count() == 2


def test_key_left_out_keeps_its_value():
    make_unit("Phòng", code="phong", kind="office", document_symbol="P", order=0)

    loaded = load_units(row().encode())

    assert loaded.unchanged == 1
    assert Unit.objects.get().document_symbol == "P"


def test_child_may_stand_before_its_parent():
    load_units((row("duoi", parent='"tren"') + row("tren")).encode())

    assert Unit.objects.get(code="duoi").parent.code == "tren"


def test_every_bad_place_is_listed_and_nothing_is_written():
    text = row("tot") + row("xau", kind='"la"', order='"1"', la="1") + row("xau", name='""') + row("con", parent='"ma"')

    assert refusals(text) == [
        "Đơn vị thứ 2 (xau), trường kind: không có loại “la”; chọn một trong "
        "party_committee, steering_committee, party_board, inspection_commission, party_cell, peoples_committee, "
        "office, public_service_unit, press, armed_force, mass_organisation, commune.",
        "Đơn vị thứ 2 (xau), trường order: cần số nguyên từ 0 trở lên, không có dấu nháy.",
        "Đơn vị thứ 2 (xau), trường la: không có trong mẫu; hãy xem lại chính tả hoặc bỏ đi.",
        "Đơn vị thứ 3 (xau), trường name: không được để trống.",
        "Đơn vị thứ 3 (xau), trường code: mã “xau” đã dùng ở Đơn vị thứ 2 (xau).",
        "Đơn vị thứ 4 (con), trường parent: không có đơn vị nào mang mã “ma”.",
    ]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": None}, "trường name: bắt buộc phải có."),
        ({"name": "7"}, "trường name: cần chữ đặt trong dấu nháy kép."),
        ({"name": '"a\\u0000b"'}, "trường name: có ký tự điều khiển (xuống dòng, NUL…); hãy gõ lại."),
        ({"name": f'"{"a" * 100_000}"'}, "trường name: dài 100000 ký tự, tối đa 200."),
        ({"order": "-1"}, "trường order: cần số nguyên từ 0 trở lên, không có dấu nháy."),
        ({"order": "true"}, "trường order: cần số nguyên từ 0 trở lên, không có dấu nháy."),
        ({"order": "9999999999"}, "trường order: cần số nguyên từ 0 trở lên, không có dấu nháy."),
        ({"sample": "1"}, "trường sample: cần true hoặc false, không có dấu nháy."),
        ({"valid_from": '"17/6/2024"'}, "trường valid_from: cần ngày viết như 2024-06-17, không có dấu nháy và giờ."),
        (
            {"valid_from": "2024-06-17T00:00:00"},
            "trường valid_from: cần ngày viết như 2024-06-17, không có dấu nháy và giờ.",
        ),
        (
            {"valid_from": "2024-06-18", "valid_to": "2024-06-17"},
            "trường valid_to: phải từ ngày 18/06/2024 (valid_from) trở đi.",
        ),
        ({"parent": "[]"}, "trường parent: cần chữ đặt trong dấu nháy kép."),
    ],
)
def test_bad_value_is_told_with_its_place(fields, fault):
    assert refusals(row(**fields)) == [f"Đơn vị thứ 1 (phong), {fault}"]


def test_code_is_letters_without_marks():
    assert refusals(row("phòng ban")) == [
        "Đơn vị thứ 1 (phòng ban), trường code: chỉ dùng chữ không dấu, chữ số, gạch nối và gạch dưới."
    ]


def test_circle_of_superiors_is_told_once():
    text = row("a", parent='"b"') + row("b", parent='"c"') + row("c", parent='"b"')

    assert refusals(text) == ["Đơn vị thứ 2 (b), trường parent: cấp trên nối thành vòng b → c → b."]


def test_unit_is_not_its_own_superior():
    assert refusals(row("a", parent='"a"')) == ["Đơn vị thứ 1 (a), trường parent: cấp trên nối thành vòng a → a."]


def test_circle_with_units_already_there_is_refused():
    load_units((row("tren") + row("duoi", parent='"tren"')).encode())

    with pytest.raises(BadRows) as refused:
        load_units(row("tren", parent='"duoi"').encode())

    assert refused.value.details == ["Đơn vị thứ 1 (tren), trường parent: cấp trên nối thành vòng tren → duoi → tren."]


def test_superiors_may_be_turned_round():
    load_units((row("a") + row("b", parent='"a"') + row("c", parent='"b"')).encode())

    load_units((row("a", parent='"c"') + row("b", parent='""')).encode())

    assert dict(Unit.objects.values_list("code", "parent__code")) == {"a": "c", "b": None, "c": "b"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[unit]]\ncode = \n", "Dòng 2, cột 8: sai cú pháp TOML"),
        ("[[unit]]\nvalid_from = 2024-02-31\n", "Dòng 2, cột 14: sai cú pháp TOML"),
        ('[[unit]]\nname = "chưa đóng', "Cuối tệp: sai cú pháp TOML"),
        (b'[[unit]]\nname = "\xff"\n', "Dòng 2: tệp không phải văn bản UTF-8."),
        ("", "Tệp không có đơn vị nào"),
        ("unit = 3", "Mỗi đơn vị phải mở đầu bằng một dòng [[unit]]."),
        ("[[don_vi]]\ncode = 1", "Mục “don_vi”: không có trong mẫu, chỉ dùng [[unit]]."),
        ("a = " + "[" * 100_000, "Tệp lồng nhau quá sâu."),
    ],
)
def test_broken_file_is_told_with_its_line(text, fault):
    assert refusals(text)[0].startswith(fault)


def test_command_prints_what_was_done(tmp_path, capsys):
    file = Path(tmp_path, "don-vi.toml")
    file.write_text(row("cu"), encoding="utf-8")
    call_command("load_units", file)
    file.write_text(row("cu", name='"Phòng khác"') + row("moi"), encoding="utf-8")
    capsys.readouterr()

    call_command("load_units", file)

    assert capsys.readouterr().out == (
        "  tạo mới   moi: Phòng\n  thay đổi  cu: name\nĐơn vị: tạo mới 1, thay đổi 1, giữ nguyên 0.\n"
    )


def test_command_lists_faults_and_fails(tmp_path):
    file = Path(tmp_path, "don-vi.toml")
    file.write_text(row(kind=None), encoding="utf-8")

    with pytest.raises(CommandError) as failed:
        call_command("load_units", file)

    assert failed.value.returncode == 1
    assert str(failed.value) == (
        "Chưa ghi đơn vị nào vào cơ sở dữ liệu: hãy sửa các chỗ sau rồi nạp lại.\n"
        "- Đơn vị thứ 1 (phong), trường kind: bắt buộc phải có."
    )


def test_command_names_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="không có tệp này"):
        call_command("load_units", tmp_path / "khong-co.toml")
