"""Confirming many reports at once: what is shown before, what became of each, and what is refused."""

import pytest

from progress.enums import ReportState
from progress.models import Report
from tests.factories import make_post
from tests.portal.judging_desk import BULK, INBOX, Desk, cost, ticks
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_preview_changes_nothing_and_tells_what_stands_in_the_way(sign_in):
    desk = Desk()
    desk.ask_and_send_again("Đã tổ chức 5 buổi.")

    response = sign_in(desk.judge).get(BULK, ticks(*desk.sent))

    obstacles = {row.report.pk: row.obstacle for row in response.context["rows"]}
    assert response.status_code == 200
    assert obstacles[desk.report.pk].startswith("Đơn vị đã gửi lại (lần gửi 2)")
    assert [obstacles[report.pk] for report in desk.sent[1:]] == ["", ""]
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.SUBMITTED}


def test_chosen_reports_are_confirmed_with_a_result_for_each(sign_in):
    desk = Desk()
    desk.ask_and_send_again("Đã tổ chức 5 buổi.")

    response = sign_in(desk.judge).post(BULK, ticks(*desk.sent))

    fates = {outcome.report.pk: outcome.is_confirmed for outcome in response.context["outcomes"]}
    assert fates == {desk.sent[0].pk: False, desk.sent[1].pk: True, desk.sent[2].pk: True}
    assert "Đã xác nhận 2 báo cáo. 1 báo cáo chưa xác nhận, lý do ghi ở từng dòng." in response.text


def test_second_press_confirms_nothing_twice(sign_in):
    desk = Desk()
    client = sign_in(desk.judge)
    client.post(BULK, ticks(*desk.sent))

    response = client.post(BULK, ticks(*desk.sent))

    assert [outcome.is_confirmed for outcome in response.context["outcomes"]] == [False] * 3
    assert response.text.count("Chính đồng chí đã xác nhận báo cáo này lúc") == 3
    assert [report.events.filter(move="confirm").count() for report in desk.sent] == [1, 1, 1]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("chosen", [["x"], ["1-"], ["1-1", "\0"], ["9" * 30 + "-1"], ["1-1.5"], ["-1-1"]])
def test_choice_that_cannot_be_read_is_a_sentence(sign_in, method, chosen):
    desk = Desk(1)

    response = getattr(sign_in(desk.judge), method)(BULK, {"chon": chosen})

    assert response.status_code == 422
    assert "Có lựa chọn không đọc được" in response.text
    assert desk.fresh().state == ReportState.SUBMITTED


def test_nothing_chosen_is_a_sentence(sign_in):
    client = sign_in(Desk(1).judge)

    answers = [client.get(BULK), client.post(BULK)]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert ["Chưa chọn báo cáo nào" in answer.text for answer in answers] == [True, True]


def test_report_of_others_is_not_confirmed_among_ones_own(sign_in):
    desk, elsewhere = Desk(1), Desk(1)
    client = sign_in(desk.judge)

    foreign = client.post(BULK, ticks(desk.report, elsewhere.report))
    of_reader = sign_in(make_post(desk.office, Role.READER)).post(BULK, ticks(desk.report))
    of_unit = sign_in(desk.head).post(BULK, ticks(desk.report))

    assert [foreign.status_code, of_reader.status_code, of_unit.status_code] == [404, 403, 403]
    assert desk.fresh().state == ReportState.SUBMITTED


def test_inbox_and_preview_cost_the_same_for_one_report_and_three(sign_in):
    costs = []
    for count in (1, 3):
        desk = Desk(count)
        client = sign_in(desk.judge)
        costs.append((cost(client, INBOX), cost(client, BULK, ticks(*desk.sent))))

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15
