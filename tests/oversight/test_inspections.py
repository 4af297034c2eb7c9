"""Inspections and findings: who is told when, what each round leaves behind, and what is refused."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from oversight.actions import findings as acts
from oversight.actions import inspections
from oversight.deadlines import deadlines
from oversight.enums import DutyKind, FindingState, InspectionState
from oversight.models import Finding, Inspection
from oversight.permissions import inspections as may
from progress.actions.evidence import EvidenceRefused
from progress.permissions.evidence import readable_evidence
from tasks.models import Participation
from tests.factories import make_post, make_unit, take_part
from tests.factories.files import make_pdf
from tests.oversight.inspection_world import (
    DAYS,
    DUE_ON,
    FACTS,
    INSPECTED_ON,
    PLANNED_ON,
    REMEDIED_ON,
    InspectionWorld,
    on,
)
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
NEW_DAY = datetime.date(2025, 1, 6)


@pytest.fixture
def world():
    return InspectionWorld()


def told(post, kind):
    return list(Notice.objects.filter(user=post.user, kind=kind).order_by("pk").values_list("text", flat=True))


def moves(thing):
    return [event.move for event in thing.events.all()][::-1]


def pdf(name="van-ban.pdf"):
    return SimpleUploadedFile(name, make_pdf(name))


def test_unit_knows_of_an_inspection_from_the_day_it_is_told(world):
    inspection = world.planned(world.unit)
    before = Inspection.objects.visible_to(world.head).exists()

    with on(PLANNED_ON):
        inspections.announce_inspection(inspection, by=world.judge)

    assert (before, Inspection.objects.visible_to(world.head).get()) == (False, inspection)
    assert not Inspection.objects.visible_to(world.other_head).exists()
    said = "Ban Tuyên giáo sẽ kiểm tra “Việc triển khai kế hoạch”, từ ngày 09/12/2024 đến ngày 10/12/2024."
    assert told(world.writer, "inspection") == [said]


def test_nobody_who_is_inspected_knows_before_he_is_told_whatever_else_he_sees(world):
    parent = make_unit("UBND huyện")
    take_part(world.plan, parent)
    Participation.objects.get(unit=world.unit).delete()
    take_part(world.plan, world.unit, reports_to=parent)
    posts = {"child": world.head, "parent": make_post(parent, Role.HEAD), "office": world.judge}
    both = world.planned(world.unit, parent)
    child = world.planned(world.unit)
    office = world.planned(world.unit)
    office.inspected.create(unit=world.office)
    Inspection.objects.filter(pk=office.pk).update(for_unit=parent)

    before = {name: set(Inspection.objects.visible_to(post)) for name, post in posts.items()}
    with on(PLANNED_ON):
        inspections.announce_inspection(both, by=world.judge)
        inspections.announce_inspection(office, by=posts["parent"])
    after = {name: set(Inspection.objects.visible_to(post)) for name, post in posts.items()}

    assert before == {"child": set(), "parent": {child, office}, "office": {both, child}}
    assert after == {"child": {both, office}, "parent": {both, child, office}, "office": {both, child, office}}


def test_old_page_tells_the_units_what_holds_now(world):
    inspection = world.planned(world.unit)
    old = Inspection.objects.get(pk=inspection.pk)
    later = FACTS | DAYS | {"ends_on": datetime.date(2024, 12, 11), "version": inspection.version, "by": world.judge}
    with on(PLANNED_ON):
        inspections.change_inspection(inspection, **later)
        inspections.announce_inspection(Inspection.objects.get(pk=inspection.pk), by=world.judge)
        inspections.call_off_inspection(old, reason="Trời bão.", by=world.office_head)

    assert told(world.head, "inspection") == [
        "Ban Tuyên giáo sẽ kiểm tra “Việc triển khai kế hoạch”, từ ngày 09/12/2024 đến ngày 11/12/2024.",
        "Ban Tuyên giáo không tiến hành kiểm tra “Việc triển khai kế hoạch”. Trời bão.",
    ]


def test_life_of_an_inspection_stands_in_its_log(world):
    inspection = world.recorded(world.unit)
    with on(REMEDIED_ON):
        inspections.close_inspection(inspection, by=world.judge)

    assert moves(inspection) == ["plan", "announce", "record", "close"]
    assert (inspection.state, inspection.recorded_on) == (InspectionState.CLOSED, datetime.date(2024, 12, 9))
    assert inspection.inspected.get().account == "Kết quả tại Phòng Văn hóa."
    with pytest.raises(inspections.InspectionRefused, match=r"đã khép lại: .* ghi “khép lại” lúc 09:00"):
        inspections.call_off_inspection(inspection, reason="Thôi.", by=world.judge)


def test_same_form_plans_once_and_another_persons_is_refused(world):
    token = uuid.uuid4()
    first, second = world.planned(token=token), world.planned(token=token)

    assert (first, Inspection.objects.count(), moves(first)) == (second, 1, ["plan"])
    chief = make_post(make_unit("UBND huyện"), Role.HEAD)
    world.unit.participations.update(reports_to=chief.unit)
    with pytest.raises(inspections.InspectionRefused, match="đã dùng rồi"):
        world.planned(world.unit, token=token, by=chief)


def test_only_whoever_takes_part_below_is_inspected(world):
    owner, committee = world.plan.owner, world.plan.steering_committee
    left, stranger = make_unit("Đơn vị thôi tham gia"), make_unit("Đơn vị ngoài")
    for unit in (committee, left):
        take_part(world.plan, unit)
    Participation.objects.filter(unit=left).update(valid_to=datetime.date(2024, 11, 1))

    pairs = may.inspectable(world.judge)

    assert pairs == {(world.plan.pk, unit.pk) for unit in (world.unit, world.other)}
    assert [may.inspectable(post) for post in (world.head, None)] == [set(), set()]
    for unit in (owner, committee, left, stranger, world.office):
        with pytest.raises(inspections.InspectionRefused, match=f"không kiểm tra được {unit} theo"):
            world.planned(world.unit, unit)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": " "}, "nội dung kiểm tra"),
        ({"team": "\0"}, "thành viên đoàn"),
        ({"ends_on": datetime.date(2024, 12, 8)}, "trước hoặc bằng"),
        ({"decision_number": "15-QĐ/HU"}, "cả số và ngày"),
    ],
)
def test_plan_that_lacks_something_is_refused(world, changes, words):
    with pytest.raises(inspections.InspectionRefused, match=words):
        world.planned(**changes)


def test_new_days_are_told_and_an_old_form_changes_nothing(world):
    inspection = world.announced(world.unit)
    facts = FACTS | DAYS | {"ends_on": datetime.date(2024, 12, 11), "version": inspection.version, "by": world.judge}
    with on(PLANNED_ON):
        inspections.change_inspection(inspection, **facts)

    assert told(world.writer, "inspection")[-1].endswith("từ ngày 09/12/2024 đến ngày 11/12/2024.")
    assert moves(inspection) == ["plan", "announce", "change"]
    with pytest.raises(inspections.InspectionRefused, match="chưa được lưu"):
        inspections.change_inspection(inspection, **facts | {"team": "Người khác"})


def test_record_needs_every_unit_and_the_first_day(world):
    inspection = world.planned()
    with pytest.raises(inspections.InspectionRefused, match="kết quả tại Ban Dân vận"):
        world.record(inspection, accounts={world.unit.pk: "Tốt."})
    accounts = {world.unit.pk: "Tốt.", world.other.pk: "Tốt."}
    with on(PLANNED_ON), pytest.raises(inspections.InspectionRefused, match="bắt đầu ngày 09/12/2024"):
        inspections.record_inspection(inspection, conclusion="Tốt.", accounts=accounts, by=world.judge)

    world.record(inspection)

    # Nobody was told before: the record makes it known.
    assert told(world.head, "inspection") == ["Ban Tuyên giáo đã có kết luận kiểm tra “Việc triển khai kế hoạch”."]
    assert Inspection.objects.visible_to(world.other_head).get() == inspection


def test_finding_is_a_duty_of_its_unit_alone(world):
    finding = world.found()

    assert set(Finding.objects.visible_to(world.writer)) == {finding}
    assert not Finding.objects.visible_to(world.other_head).exists()
    assert told(world.writer, "finding") == [
        "Ban Tuyên giáo kiến nghị, khắc phục trước hết ngày 20/12/2024: Ban hành kế hoạch riêng."
    ]
    owed = [one for one in deadlines(DUE_ON, units=[world.unit.pk]) if one.kind == DutyKind.REMEDY]
    assert [(one.object_id, one.due_on, one.about) for one in owed] == [
        (finding.pk, DUE_ON, "Khắc phục kiến nghị sau kiểm tra ngày 09/12/2024")
    ]
    assert (finding.days_late(DUE_ON), finding.days_late(NEW_DAY)) == (0, 17)


def test_remedy_goes_round_until_it_is_enough_and_every_round_stays(world):
    finding = world.found()
    with on(REMEDIED_ON):
        acts.report_remedy(finding, version=1, text="Đã dự thảo.", by=world.writer)
        acts.reopen_finding(finding, version=2, reason="Chưa ban hành.", due_on=NEW_DAY, by=world.judge)
    after_first = finding.state, finding.due_on
    with on("2025-01-02 09:00+07:00"):
        acts.report_remedy(finding, version=3, text="Đã ban hành số 12.", by=world.head)
        acts.close_finding(finding, version=4, by=world.office_head)

    assert after_first == (FindingState.OWED, NEW_DAY)
    assert [(one.move, one.text, one.due_on) for one in finding.events.all()][::-1] == [
        ("give", "", DUE_ON),
        ("report", "Đã dự thảo.", DUE_ON),
        ("reopen", "Chưa ban hành.", NEW_DAY),
        ("report", "Đã ban hành số 12.", NEW_DAY),
        ("close", "", NEW_DAY),
    ]
    finding.refresh_from_db()
    assert (finding.state, finding.due_on_original) == (FindingState.CLOSED, DUE_ON)
    assert told(world.judge, "finding")[0] == "Phòng Văn hóa báo cáo khắc phục lần 1: Đã dự thảo."
    assert deadlines(NEW_DAY, units=[world.unit.pk]) == [
        one for one in deadlines(NEW_DAY, units=[world.unit.pk]) if one.kind != DutyKind.REMEDY
    ]


def test_proof_is_read_by_whoever_sees_the_finding(world, media_root):
    finding = world.found()
    with on(REMEDIED_ON):
        said = {"text": "Đã ban hành.", "files": [pdf()], "declared": True}
        event = acts.report_remedy(finding, version=1, **said, by=world.writer)

    (proof,) = event.evidence.all()
    readers = [world.head, world.judge, world.other_head]
    assert [readable_evidence(post).filter(pk=proof.pk).exists() for post in readers] == [True, True, False]


def test_remedy_that_is_refused_leaves_no_file(world, media_root):
    finding = world.found()
    with pytest.raises(EvidenceRefused, match="cam đoan"):
        acts.report_remedy(finding, version=1, text="Đã ban hành.", files=[pdf()], by=world.writer)
    with on(REMEDIED_ON):
        acts.report_remedy(finding, version=1, text="Đã ban hành.", by=world.writer)
    with pytest.raises(acts.FindingRefused, match=r"chờ xem xét: .* ghi “báo cáo khắc phục” lúc 09:00"):
        acts.report_remedy(
            finding, version=2, text="Lần nữa.", files=[pdf("lan-hai.pdf")], declared=True, by=world.head
        )

    assert (finding.rounds, finding.events.count(), world.unit.evidence.count()) == (1, 2, 0)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_nobody_answers_a_question_he_has_not_read(world):
    finding = world.found()
    with on(REMEDIED_ON):
        acts.report_remedy(finding, version=1, text="Đã dự thảo.", by=world.writer)
        acts.reopen_finding(finding, version=2, reason="Chưa ban hành.", due_on=NEW_DAY, by=world.judge)

        with pytest.raises(acts.FindingRefused, match="đề nghị khắc phục tiếp"):
            acts.report_remedy(finding, version=1, text="Như đã dự thảo.", by=world.head)

    finding.refresh_from_db()
    assert (finding.state, finding.rounds, finding.events.count()) == (FindingState.OWED, 1, 3)


def test_other_inspecting_side_is_told_what_was_decided(world):
    parent = make_unit("UBND huyện")
    take_part(world.plan, parent)
    chief = make_post(parent, Role.HEAD)
    inspection = world.recorded(world.unit)
    Inspection.objects.update(for_unit=parent)
    finding = world.found(Inspection.objects.get(pk=inspection.pk))
    with on(REMEDIED_ON):
        acts.close_finding(finding, version=1, text="Đã xem.", by=world.judge)
        acts.reopen_finding(finding, version=2, reason="Làm lại như cũ.", due_on=NEW_DAY, by=chief)

    assert told(chief, "finding") == [
        "Ban Tuyên giáo khép lại kiến nghị với Phòng Văn hóa ngày 09/12/2024. Đã xem.",
    ]
    assert told(world.office_head, "finding") == [
        "UBND huyện đề nghị khắc phục tiếp kiến nghị với Phòng Văn hóa ngày 09/12/2024, "
        "trước hết ngày 06/01/2025: Làm lại như cũ.",
    ]


def test_nobody_closes_what_he_has_not_read(world):
    finding = world.found()
    with pytest.raises(acts.FindingRefused, match="ghi căn cứ"):
        acts.close_finding(finding, version=1, by=world.judge)
    with on(REMEDIED_ON):
        acts.report_remedy(finding, version=1, text="Đã ban hành.", by=world.writer)

    with pytest.raises(acts.FindingRefused, match="Hãy tải lại trang"):
        acts.close_finding(finding, version=1, text="Đã xem tại chỗ.", by=world.judge)

    assert Finding.objects.get().state == FindingState.REPORTED


def test_closed_inspection_is_open_again_with_a_finding_of_it(world):
    inspection = world.recorded(world.unit)
    finding = world.found(inspection)
    with pytest.raises(inspections.InspectionRefused, match="Còn 1 kiến nghị"):
        inspections.close_inspection(inspection, by=world.judge)
    with on(REMEDIED_ON):
        acts.close_finding(finding, version=1, text="Đã xem tại chỗ.", by=world.judge)
        inspections.close_inspection(inspection, by=world.judge)
        with pytest.raises(acts.FindingRefused, match="chưa khép lại"):
            world.found(inspection)
        acts.reopen_finding(finding, version=2, reason="Làm lại như cũ.", due_on=NEW_DAY, by=world.judge)

    inspection.refresh_from_db()
    assert (inspection.state, inspection.closed_at, finding.closed_at) == (InspectionState.RECORDED, None, None)
    assert moves(inspection)[-2:] == ["close", "reopen"]


def test_finding_is_only_of_what_was_inspected_and_not_in_the_past(world):
    inspection = world.recorded(world.other)
    with pytest.raises(acts.FindingRefused, match="không thuộc cuộc kiểm tra"):
        world.found(inspection)
    with pytest.raises(acts.FindingRefused, match="không thuộc cuộc kiểm tra"):
        world.found(inspection, unit=world.other, assignment=world.work)
    with pytest.raises(acts.FindingRefused, match="trước hôm nay"):
        world.found(inspection, unit=world.other, due_on=datetime.date(2024, 12, 6))
    with pytest.raises(acts.FindingRefused, match="đã có kết luận"):
        world.found(world.planned())


def test_rights_follow_the_chain_and_never_ones_own_unit(world):
    parent = make_unit("UBND huyện")
    take_part(world.plan, parent)
    world.unit.participations.update(reports_to=parent)
    heads = {"office": world.judge, "parent": make_post(parent, Role.HEAD), "other": world.other_head}

    inspection = world.planned(world.unit, by=heads["parent"])
    finding = world.found(world.recorded(world.unit))

    runs = {name: may.can_run(post, inspection) for name, post in heads.items()}
    assert runs == {"office": True, "parent": True, "other": False}
    assert may.can_run(world.head, inspection) is False
    assert [may.can_judge_remedy(post, finding) for post in (world.judge, heads["parent"], world.head)] == [
        True,
        False,
        False,
    ]
    assert [may.can_report_remedy(post, finding) for post in (world.writer, world.judge)] == [True, False]


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Inspection, {"state": "planned"}, "announced_has_time"),
        (Inspection, {"conclusion": ""}, "recorded_is_whole"),
        (Inspection, {"closed_at": INSPECTED_ON}, "closed_has_time"),
        (Inspection, {"ends_on": datetime.date(2024, 1, 1)}, "dates_in_order"),
        (Inspection, {"decision_number": "15"}, "decision_is_whole"),
        (Finding, {"state": "reported"}, "reported_has_round"),
        (Finding, {"state": "closed"}, "closed_has_time"),
        (Finding, {"due_on": datetime.date(2024, 12, 8)}, "dates_in_order"),
        (Finding, {"found": ""}, "has_texts"),
    ],
)
def test_rows_that_make_no_sense_are_refused_by_the_database(world, model, values, constraint):
    world.found()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)
