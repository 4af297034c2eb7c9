import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import tasks
import units
from common.refusals import BadRows
from tasks import actions
from tasks.enums import AssignmentState, Level, Part, TaskMode
from tasks.loading import load_plan
from tasks.models import Assignment, AssignmentEvent, Indicator, Participation, Plan, Task
from tests.factories import make_post
from units.models import Unit

pytestmark = pytest.mark.django_db

PLAN_FILE = Path(tasks.__file__).parent / "seed" / "plan_261.toml"
UNITS_FILE = Path(units.__file__).parent / "seed" / "bu_gia_map_2024.toml"


@pytest.fixture
def district(db):
    call_command("load_units", str(UNITS_FILE), stdout=io.StringIO())


@pytest.fixture
def changed_file(tmp_path):
    """Return a function that writes the real plan with some text replaced."""

    def write(*replacements):
        text = PLAN_FILE.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "ke-hoach.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def loaded_lines(path=PLAN_FILE):
    out = io.StringIO()
    call_command("load_plan", str(path), stdout=out)
    return out.getvalue().splitlines()


def unit(code):
    return Unit.objects.get(code=code)


def test_real_plan_is_loaded_whole(district):
    lines = loaded_lines()

    assert lines == [
        "Kế hoạch 261-KH/HU: 1 kế hoạch, 6 nhóm nhiệm vụ, 19 nhiệm vụ, 3 mục tổ chức thực hiện, 9 phần việc.",
        "Phân công: 176 mới (56 chủ trì, 120 phối hợp), 0 đã có và giữ nguyên.",
        "Đơn vị tham gia: 40 mới.",
        "Câu chữ: 64 mục mới, 0 mục sửa.",
    ]
    assert Assignment.objects.count() == AssignmentEvent.objects.count() == 176
    assert list(Plan.objects.get().observers.values_list("code", flat=True)) == ["ubkt-hu"]


def test_second_run_changes_nothing(district):
    loaded_lines()
    before = list(Assignment.objects.order_by("pk").values())

    lines = loaded_lines()

    assert lines[1:] == [
        "Phân công: 0 mới (0 chủ trì, 0 phối hợp), 176 đã có và giữ nguyên.",
        "Đơn vị tham gia: 0 mới.",
        "Câu chữ: 0 mục mới, 0 mục sửa.",
    ]
    assert list(Assignment.objects.order_by("pk").values()) == before
    assert Task.history.count() == 28


def test_selectors_mean_units_of_the_day_of_issue(district):
    Unit.objects.filter(code="xa-phu-nghia").update(valid_to="2024-01-01")

    load_plan(PLAN_FILE)

    codes = set(Assignment.objects.filter(task__code="2.3").values_list("unit__code", flat=True))
    communes = {code for code in codes if code.startswith("xa-")}
    assert len(communes) == 7
    assert "xa-phu-nghia" not in communes
    border = Assignment.objects.filter(task__code="6.2", unit__code__startswith="xa-").order_by("unit__code")
    assert list(border.values_list("unit__code", flat=True)) == ["xa-bu-gia-map", "xa-dak-o"]


def test_duties_of_several_units_are_led_by_each(district):
    load_plan(PLAN_FILE)

    duty = Task.objects.get(code="TC1.1")

    assert duty.mode == TaskMode.EACH_OWN
    assert duty.assignments.count() == 15
    assert set(duty.assignments.values_list("part", "exclusive")) == {(Part.LEAD, False)}
    boards = duty.assignments.filter(unit__kind__in=["party_board", "inspection_commission"])
    assert set(boards.values_list("unit__code", flat=True)) == {
        "vp-hu",
        "ban-to-chuc",
        "btg-hu",
        "ban-dan-van",
        "ubkt-hu",
    }


def test_chain_of_reports_follows_the_units_file(district):
    plan = load_plan(PLAN_FILE).plan
    owner, office, committee = unit("huyen-uy"), unit("btg-hu"), unit("ubnd-huyen")

    places = {place.unit.code: place for place in Participation.objects.select_related("unit", "reports_to")}

    assert "bcd-ttdn" not in places
    assert places["huyen-uy"].reports_to is None
    assert (places["btg-hu"].reports_to, places["btg-hu"].level) == (owner, Level.THIRD)
    assert (places["bcd-35"].reports_to, places["bcd-35"].level) == (owner, Level.THIRD)
    assert (places["ubnd-huyen"].reports_to, places["ubnd-huyen"].level) == (office, Level.SECOND)
    assert (places["xa-dak-o"].reports_to, places["xa-dak-o"].level) == (committee, Level.FIRST)
    assert places["xa-dak-o"].path == f"/{owner.pk}/{office.pk}/{committee.pk}/{unit('xa-dak-o').pk}/"
    assert plan.participations.count() == 40


def test_second_run_keeps_what_people_decided(district):
    plan = load_plan(PLAN_FILE).plan
    office = make_post(plan.standing_office, "head")
    lead = Assignment.objects.get(task__code="1.1", part=Part.LEAD)
    new = actions.transfer(lead, to_unit=unit("ban-dan-van"), by=office, reason="Đúng chức năng hơn.")
    support = Assignment.objects.get(task__code="1.2", unit__code="tt-chinh-tri")
    actions.withdraw(support, by=office, reason="Không cần nữa.")

    loaded = load_plan(PLAN_FILE)

    assert (loaded.leads_made, loaded.supports_made) == (0, 0)
    assert Assignment.objects.get(task__code="1.1", part=Part.LEAD, ended_on=None) == new
    assert Assignment.objects.get(pk=support.pk).state == AssignmentState.WITHDRAWN


def test_changed_wording_is_written_and_told(district, changed_file):
    load_plan(PLAN_FILE)
    path = changed_file(
        ('product = "Văn bản phân công"', 'product = "Quyết định phân công"'),
        ('support = ["btg-hu"]', 'support = ["btg-hu", "mttq"]'),
    )

    lines = loaded_lines(path)

    assert lines[1] == "Phân công: 1 mới (0 chủ trì, 1 phối hợp), 176 đã có và giữ nguyên."
    assert lines[3].startswith("Câu chữ: 0 mục mới, 1 mục sửa.")
    assert lines[4].startswith("  sửa nhiệm vụ TC2.2. ")
    assert Task.objects.get(code="TC2.2").product == "Quyết định phân công"


BAD = {
    "unknown unit": (('lead = "phong-vhtt"', 'lead = "phong-khong-co"'), "không có đơn vị mang mã “phong-khong-co”"),
    "unknown selector": (('"xa:*"]', '"thon:*"]'), "không hiểu bộ chọn “thon:*”"),
    "unknown unit of a selector": (('"xa:dak-o"]', '"xa:khong-co"]'), "không có đơn vị mang mã “xa-khong-co”"),
    "date in quotes": (("due_on = 2024-08-31", 'due_on = "31/08/2024"'), "“due_on” phải là ngày có thật"),
    "date and cadence": (
        ("due_on = 2024-08-31", 'due_on = 2024-08-31\n  cadence = "year"'),
        "có cả “due_on” và “cadence”",
    ),
    "date before issue": (("due_on = 2024-08-31", "due_on = 2023-08-31"), "thời hạn 31/08/2023 trước ngày ban hành"),
    "duplicate code": (('code = "1.2"', 'code = "1.1"'), "mã “1.1” có 2 lần trong tệp"),
    "unknown key": (('code = "1.2"', 'code = "1.2"\n  chu_tri = "x"'), "không hiểu khóa “chu_tri”"),
    "unknown cadence": (('cadence = "quarter"', 'cadence = "weekly"'), "“cadence” là “weekly”"),
    "number not a number": (("number = 1", 'number = "một"'), "“number” phải là số"),
    "number twice": (("number = 2", "number = 1"), "số nhóm “1” có 2 lần"),
    "text too long": (('code = "1.1"', f'code = "{"1" * 100_000}"'), "“code” dài 100000 ký tự"),
    "NUL": (('code = "1.1"', 'code = "1\\u0000"'), "“code” có ký tự không in được"),
    "not in the chain": (('lead = "phong-vhtt"', 'lead = "bcd-ttdn"'), "BCĐ TTĐN không tham gia kế hoạch"),
    "several leads": (('lead = "phong-vhtt"', 'lead = "xa:*"'), "“lead” chỉ một đơn vị, bộ chọn này ra 8 đơn vị"),
    "lead supports too": (('support = ["btg-hu"]', 'support = ["tt-chinh-tri"]'), "vừa chủ trì vừa phối hợp"),
    "unit twice": (('support = ["btg-hu"]', 'support = ["btg-hu", "btg-hu"]'), "nêu “btg-hu” hai lần"),
    "nobody assigned": (('assigned = ["btg-hu"]', "assigned = []"), "thiếu “assigned”"),
    "aggregate": (('over_time = "sum"', 'over_time = "cộng"'), "“over_time” là “cộng”"),
    "unknown owner": (('owner = "huyen-uy"', 'owner = "ai-do"'), "không có đơn vị mang mã “ai-do”"),
    "irregular period": (('regular_period = "quarter"', 'regular_period = "ad_hoc"'), "“regular_period” phải là month"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_row_is_told_with_its_place_and_nothing_is_loaded(case, district, changed_file):
    replacement, sentence = BAD[case]

    with pytest.raises(BadRows) as refused:
        load_plan(changed_file(replacement))

    assert [detail for detail in refused.value.details if sentence in detail]
    assert (Plan.objects.count(), Task.objects.count(), Participation.objects.count()) == (0, 0, 0)


def test_every_bad_row_is_listed(district, changed_file):
    path = changed_file(
        ('lead = "phong-vhtt"', 'lead = "phong-khong-co"'),
        ("due_on = 2024-08-31", "due_on = 2023-08-31"),
        ('code = "1.3"', 'code = "1.1"'),
    )

    with pytest.raises(CommandError) as refused:
        call_command("load_plan", str(path), stdout=io.StringIO())

    assert str(refused.value).splitlines() == [
        "Tệp ke-hoach.toml có 3 chỗ sai; chưa nạp gì.",
        "- mã “1.1” có 2 lần trong tệp; mỗi mã chỉ dùng một lần.",
        "- mục 1, phần việc thứ 2 (TC1.2): thời hạn 31/08/2023 trước ngày ban hành kế hoạch 17/06/2024.",
        "- nhóm 1, nhiệm vụ thứ 1 (1.1): không có đơn vị mang mã “phong-khong-co” vào ngày ban hành kế hoạch.",
    ]


@pytest.mark.parametrize(
    "content",
    [b"[plan\n", b"due_on = 2024-02-31\n", b"\xff\xfe", b"code = 'a\x00b'", b""],
    ids=["broken", "no such day", "not UTF-8", "NUL", "empty"],
)
def test_unreadable_file_is_refused_with_a_sentence(content, district, tmp_path):
    path = tmp_path / "ke-hoach.toml"
    path.write_bytes(content)

    with pytest.raises(BadRows):
        load_plan(path)

    assert Plan.objects.count() == 0


def test_missing_file_is_refused(district, tmp_path):
    with pytest.raises(BadRows, match=r"Không thấy tệp khong-co\.toml"):
        load_plan(tmp_path / "khong-co.toml")


def test_chain_that_goes_round_is_refused(district, tmp_path):
    text = UNITS_FILE.read_text(encoding="utf-8")
    old = 'code = "ubnd-huyen"\n'
    path = tmp_path / "don-vi.toml"
    path.write_text(text.replace(old, old + 'reports_to = "phong-vhtt"\n', 1), encoding="utf-8")

    with pytest.raises(BadRows) as refused:
        load_plan(PLAN_FILE, path)

    assert "tệp đơn vị: tuyến báo cáo của UBND huyện đi vòng, không tới cơ quan ban hành kế hoạch." in (
        refused.value.details
    )
    assert Participation.objects.count() == 0


def test_indicators_are_loaded_in_order(district):
    load_plan(PLAN_FILE)

    indicators = Indicator.objects.filter(task__code="1.2")

    assert list(indicators.values_list("name", "unit_of_measure", "position")) == [
        ("Hội nghị, buổi tuyên truyền", "cuộc", 1),
        ("Lượt người tham dự", "lượt", 2),
    ]
