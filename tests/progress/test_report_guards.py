"""What a review found could slip through: empty reports, declined work, inner moves told outside, wrong readers."""

import pytest
from django.urls import reverse

from progress.actions import reports as acts
from progress.models import Report, Submission
from tasks.enums import AssignmentState, Level
from tasks.models import Assignment, Participation
from tests.factories import make_line, make_post, make_unit, take_part
from tests.progress.report_world import ReportWorld
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_report_of_work_at_rest_needs_a_nil_reason():
    world = ReportWorld()
    world.report.lines.update(result="")
    Assignment.objects.filter(unit=world.unit).update(state=AssignmentState.SUSPENDED, suspended_on=world.report.due_on)

    with pytest.raises(acts.ReportIncomplete) as refused:
        acts.submit_report(world.report, by=world.head)

    assert [item.field for item in refused.value.missing] == ["nil_reason"]
    assert not Submission.objects.exists()


def test_declined_work_is_not_reported_done():
    world = ReportWorld()
    line = world.add_finished_line()
    Assignment.objects.filter(pk=line.assignment_id).update(state=AssignmentState.DECLINED)

    with pytest.raises(acts.ReportIncomplete) as refused:
        acts.submit_report(world.report, by=world.head)

    assert [(item.line_id, item.field) for item in refused.value.missing] == [(line.pk, "work_state")]


def test_inner_moves_are_not_told_to_the_receiver():
    world = ReportWorld()
    acts.ask_sign_off(world.report, by=world.writer)

    with pytest.raises(acts.MoveRefused) as refused:
        acts.receive_report(world.report, by=world.judge)

    assert "Đơn vị chưa gửi báo cáo này" in refused.value.sentence
    assert world.writer.user.full_name not in refused.value.sentence


def test_reopening_by_the_office_tells_the_receiver_too(sign_in):
    world = ReportWorld()
    parent = make_post(make_unit("UBND huyện"), Role.HEAD)
    take_part(world.plan, parent.unit)
    Report.objects.filter(pk=world.report.pk).update(to_unit=parent.unit)
    report = world.fresh()
    acts.submit_report(report, by=world.head)
    acts.confirm_report(report, by=parent)

    acts.reopen_report(report, by=world.office_head, reason="Số liệu sai.")

    assert parent.user.notices.filter(text__contains="mở lại").exists()


def test_former_parent_reads_nothing_that_comes_later(sign_in):
    world = ReportWorld()
    former = make_post(make_unit("UBND huyện"), Role.HEAD)
    place = take_part(world.plan, former.unit)
    Participation.objects.filter(unit=world.unit).update(path=f"{place.path}{world.unit.pk}/", valid_to="2024-06-30")
    take_part(world.plan, world.unit, level=Level.SECOND)
    acts.submit_report(world.report, by=world.head)

    response = sign_in(former).get(reverse("portal:report", args=[world.report.pk]))

    assert response.status_code == 404


def test_supporter_sees_who_leads_and_nobody_else():
    world = ReportWorld()
    task = world.line.assignment.task
    supporter, fellow = make_post(), make_post()
    mine, theirs = [
        Assignment.objects.create(
            task=task, unit=post.unit, part="support", cadence="quarter", starts_on=world.plan.issued_on
        )
        for post in (supporter, fellow)
    ]
    for post in (supporter, fellow):
        take_part(world.plan, post.unit)

    seen = set(Assignment.objects.visible_to(supporter))

    assert seen == {mine, world.line.assignment}
    assert set(Assignment.objects.followed_by(supporter)) == {mine}
    assert theirs in Assignment.objects.followed_by(world.writer)


def test_working_words_are_no_condition_of_the_admins_list(sign_in):
    world = ReportWorld()
    Report.objects.update(difficulties="kinh phí")

    for condition in ("difficulties__contains=kinh", "state__exact=draft", "unit__memberships__user__password=x"):
        response = sign_in(world.judge).get(f"/quan-tri/progress/report/?{condition}")
        assert response.status_code == 400, condition


def test_impossible_year_in_the_admins_list_is_no_fault(sign_in):
    world = ReportWorld()

    response = sign_in(world.judge).get("/quan-tri/progress/submission/?submitted_on__year=99999")

    assert response.status_code == 302


def test_pages_of_signed_in_people_are_kept_in_no_cache(sign_in):
    world = ReportWorld()

    response = sign_in(world.writer).get(reverse("portal:report-write", args=[world.report.pk]))

    assert response["Cache-Control"] == "private, no-store"


def test_unit_page_tells_outsiders_no_more_than_not_sent(sign_in):
    world = ReportWorld()
    acts.ask_sign_off(world.report, by=world.writer)
    address = reverse("portal:unit", args=[world.unit.pk])

    assert "Chờ lãnh đạo duyệt" in sign_in(world.writer).get(address).content.decode()
    outside = sign_in(world.judge).get(address).content.decode()
    assert "Chờ lãnh đạo duyệt" not in outside
    assert "Chưa gửi" in outside


def test_two_lines_of_one_task_are_told_apart():
    world = ReportWorld()
    task = world.line.assignment.task
    below = Assignment.objects.create(
        task=task,
        unit=world.unit,
        part="support",
        parent=world.line.assignment,
        cadence="quarter",
        starts_on=world.plan.issued_on,
    )
    make_line(world.report, below)
    world.report.lines.update(result="")

    places = [item.place for item in acts.missing_of(world.report)]

    assert places == [f"{task.code} (chủ trì)", f"{task.code} (phối hợp)"]


def test_unchanged_report_that_was_asked_for_more_is_not_called_ready(sign_in):
    world = ReportWorld()
    acts.submit_report(world.report, by=world.head)
    acts.ask_for_more(world.fresh(), by=world.judge, reason="Cần nêu rõ số buổi.")

    page = sign_in(world.head).get(reverse("portal:report", args=[world.report.pk])).content.decode()

    assert "Chưa có gì thay đổi so với lần gửi 1" in page
    assert "Đã đủ nội dung để gửi" not in page
    assert "Bổ sung báo cáo" in page


def test_specialist_is_told_who_signs_a_request_to_a_peoples_committee(sign_in):
    world = ReportWorld(kind="commune")
    acts.submit_report(world.report, by=world.head)
    address = reverse("portal:report", args=[world.report.pk])
    sentence = "bổ sung do lãnh đạo đơn vị ký"

    assert sentence in sign_in(world.judge).get(address).content.decode()
    assert sentence not in sign_in(world.office_head).get(address).content.decode()
