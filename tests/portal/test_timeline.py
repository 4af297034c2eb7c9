"""One line of time for a report: moves, submissions, remarks and suggestions taken over, cut to the reader."""

import pytest
from django.urls import reverse

from portal.reports.timeline import timeline
from progress.actions import reports
from progress.actions.suggestions import accept_suggestion, undo_suggestion
from progress.remarks import remarks_of
from tests.portal.test_report_pages import cost
from tests.progress.test_suggestions import SUGGESTED, AskedWorld

pytestmark = pytest.mark.django_db


def items(world, who):
    submissions, remarks = world.report.submissions.order_by("-number"), remarks_of(world.report)
    return timeline(world.fresh(), getattr(world, who), submissions, remarks)


def titles(world, who):
    return [item.title for item in items(world, who)]


def test_timeline_tells_all_that_happened_newest_first():
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
    undo_suggestion(world.latest(), version=2, by=world.writer)
    accept_suggestion(world.remark, world.now(), version=3, by=world.head)
    reports.ask_sign_off(world.fresh(), by=world.writer)
    reports.submit_report(world.fresh(), by=world.head)
    reports.withdraw_report(world.fresh(), by=world.head)

    code, office = world.line.task_code, world.office
    took_over = f"Ghi {code} theo gợi ý của {office}"
    inner = ["Trình lãnh đạo", took_over, f"Lấy lại bản trước của {code}", took_over]
    inside = ["Rút lại", "Gửi báo cáo, lần 2", *inner, "Đề nghị bổ sung", "Gửi báo cáo, lần 1"]
    assert titles(world, "writer") == inside
    assert titles(world, "judge") == [title for title in inside if title not in inner]


def test_request_carries_its_remarks_and_submissions_their_fate():
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
    reports.submit_report(world.fresh(), by=world.head)
    reports.confirm_report(world.fresh(), by=world.judge)

    by_title = {item.title: item for item in items(world, "judge")}

    assert [remark.text for remark in by_title["Đề nghị bổ sung"].remarks] == ["Nêu rõ số lượt người."]
    assert by_title["Gửi báo cáo, lần 1"].submission.superseded_at is not None
    assert by_title["Gửi báo cáo, lần 2"].submission.accepted_at is not None
    assert [remark.pk for remark in by_title["Gửi báo cáo, lần 2"].followed] == [world.remark.pk]
    assert by_title["Gửi báo cáo, lần 1"].followed == []


def test_suggestion_changed_before_sending_is_not_said_to_be_followed():
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
    reports.save_line(world.now(), {"result": "Viết khác hẳn."}, version=2, by=world.writer)
    reports.submit_report(world.fresh(), by=world.head)

    assert [item.followed for item in items(world, "judge") if item.submission] == [[], []]


def test_page_shows_the_line_of_time(sign_in):
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
    reports.submit_report(world.fresh(), by=world.head)

    page = sign_in(world.judge).get(reverse("portal:report", args=[world.report.pk]))

    assert f"{world.line.task_code} theo gợi ý của {world.office}" in page.text
    assert "Góp ý từng dòng (1)" in page.text
    assert SUGGESTED in page.text


@pytest.mark.parametrize("who", ["writer", "judge"])
def test_page_costs_the_same_after_one_round_and_three(sign_in, who):
    costs = []
    for more in [0, 2]:
        world = AskedWorld()
        accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
        for _ in range(more):
            reports.submit_report(world.fresh(), by=world.head)
            world.ask([(world.line, "Vẫn thiếu.", "Một cách ghi khác.")])
        reports.submit_report(world.fresh(), by=world.head)
        costs.append(cost(sign_in(getattr(world, who)), reverse("portal:report", args=[world.report.pk])))

    assert costs[0] == costs[1] <= 20
