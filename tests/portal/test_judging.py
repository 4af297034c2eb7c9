"""The reviewer's pages: the inbox and its filters, one report after the other, two submissions, and their cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.reports import inbox_list
from progress.actions import reports as acts
from progress.enums import ReportState, WorkState
from progress.models import ReportLine, ReportValue
from tests.factories import make_indicator, make_line, make_period, make_post, make_report, make_unit
from tests.portal.judging_desk import INBOX, REASON, Desk, cost, judge_url
from tests.portal.test_lists import seen, taken, workbook
from tests.progress.report_world import ReportWorld, cite_document
from units.enums import Role

pytestmark = pytest.mark.django_db


def listed(response):
    return [row.report for row in response.context["rows"]]


# The inbox ---------------------------------------------------------------------------------------------------


def test_inbox_shows_the_longest_wait_first_with_its_clock(sign_in):
    desk = Desk()

    response = sign_in(desk.judge).get(INBOX)

    assert listed(response) == desk.sent
    assert response.text.count("Còn 5 ngày làm việc") == 3
    assert response.text.count("gửi hôm nay") == 3


def test_workbook_of_the_inbox_holds_the_rows_of_all_pages_oldest_first(sign_in, monkeypatch):
    monkeypatch.setattr(inbox_list, "PER_PAGE", 2)
    desk = Desk()
    client = sign_in(desk.judge)

    for query in ({}, {"don_vi": desk.sent[1].unit_id}, {"sap": "-don-vi"}):
        assert taken(client, "report-inbox", **query)[1] == seen(client, "report-inbox", **query), query
    assert [row[0] for row in taken(client, "report-inbox")[1]] == [str(report.unit) for report in desk.sent]
    assert client.get(f"{INBOX}tai-ve/", {"tinh_trang": "x"}).url == f"{INBOX}?tinh_trang=x"


def test_workbook_of_the_inbox_costs_the_same_for_one_report_and_three(sign_in):
    costs = []
    for count in (1, 3):
        client = sign_in(Desk(count).judge)
        client.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{INBOX}tai-ve/")
        costs.append(len(queries))
        workbook(response)

    assert costs[0] == costs[1] <= 15


def test_inbox_of_somebody_without_reports_to_judge_is_a_sentence(sign_in):
    desk = Desk()

    response = sign_in(desk.head).get(INBOX)

    assert listed(response) == []
    assert "Không còn báo cáo nào chờ xem xét" in response.text


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"tinh_trang": "received"}, [1]),
        ({"tinh_trang": "submitted"}, [0, 2]),
        ({"don_vi": "first"}, [0]),
        ({"ky": "period"}, [0, 1, 2]),
        ({"qua_han": "on"}, [2]),
    ],
)
def test_filters_stand_in_the_address(sign_in, query, places):
    desk = Desk()
    acts.receive_report(desk.sent[1], by=desk.judge)
    desk.sent[2].submitted_at -= datetime.timedelta(days=30)
    desk.sent[2].save()
    stands_for = {"first": desk.sent[0].unit_id, "period": desk.period.pk}

    response = sign_in(desk.judge).get(INBOX, {name: stands_for.get(value, value) for name, value in query.items()})

    assert set(listed(response)) == {desk.sent[place] for place in places}


@pytest.mark.parametrize("query", [{"ky": "abc"}, {"don_vi": "999999"}, {"tinh_trang": "xong"}, {"trang": "x"}])
def test_filter_that_is_not_understood_hides_nothing(sign_in, query):
    desk = Desk()

    response = sign_in(desk.judge).get(INBOX, query)

    assert response.status_code == 200
    assert listed(response) == desk.sent


def test_home_and_the_list_lead_to_the_inbox(sign_in):
    client = sign_in(Desk().judge)

    pages = [client.get(reverse(name)).text for name in ("portal:home", "portal:report-list")]

    assert [f'href="{INBOX}"' in page for page in pages] == [True, True]


# Judging one after the other -----------------------------------------------------------------------------------


def test_judge_goes_from_one_report_to_the_next_and_keeps_the_filters(sign_in):
    desk = Desk()

    response = sign_in(desk.judge).get(judge_url(desk.sent[1], f"?ky={desk.period.pk}"))

    place = response.context["place"]
    assert (place.position, place.total) == (2, 3)
    assert place.previous_url == judge_url(desk.sent[0], f"?ky={desk.period.pk}")
    assert place.next_url == judge_url(desk.sent[2], f"?ky={desk.period.pk}")


@pytest.mark.parametrize(("place", "following"), [(0, 1), (1, 2), (2, 0)])
@pytest.mark.parametrize("name", ["report-confirm", "report-ask-for-more"])
def test_after_judging_the_next_report_opens(sign_in, name, place, following):
    desk = Desk()
    client = sign_in(desk.office_head)
    page = client.get(judge_url(desk.sent[place], f"?ky={desk.period.pk}"))
    act = next(
        url for choice, url in page.context["choices"] if name.removeprefix("report-").replace("-", "_") == choice.move
    )

    response = client.post(act, {"lan-gui": "1", "reason": REASON})

    assert response["Location"] == judge_url(desk.sent[following], f"?ky={desk.period.pk}")


def test_receiving_stays_and_the_last_one_leads_back_to_the_inbox(sign_in):
    desk = Desk(1)
    client = sign_in(desk.judge)
    page = judge_url(desk.report)

    received = client.post(client.get(page).context["choices"][0][1])
    confirmed = client.post(client.get(page).context["choices"][0][1], {"lan-gui": "1"})

    assert (received["Location"], confirmed["Location"]) == (page, INBOX)
    assert desk.fresh().state == ReportState.CONFIRMED


def test_page_offers_one_main_act_and_each_act_once(sign_in):
    desk = Desk(1)

    response = sign_in(desk.judge).get(judge_url(desk.report))

    moves = [(choice.move, choice.is_main) for choice, _ in response.context["choices"]]
    assert moves == [("receive", True), ("confirm", False), ("ask_for_more", False)]


def test_report_that_no_longer_waits_says_so_and_leads_on(sign_in):
    desk = Desk()
    acts.confirm_report(desk.sent[0], by=desk.office_head)

    response = sign_in(desk.judge).get(judge_url(desk.sent[0]))

    assert response.status_code == 200
    assert "không còn chờ đơn vị xem xét" in response.text
    assert response.context["choices"] == []
    assert response.context["place"].position is None


def test_second_judge_is_told_who_was_first(sign_in):
    desk = Desk(1)
    client = sign_in(desk.judge)
    act = client.get(judge_url(desk.report)).context["choices"][1][1]
    acts.confirm_report(desk.fresh(), by=desk.office_head)

    response = client.post(act, {"lan-gui": "1"})

    assert response.status_code == 409
    assert f"Đồng chí {desk.office_head.user} đã xác nhận báo cáo này lúc" in response.text


@pytest.mark.parametrize("who", ["head", "writer", "stranger"])
def test_only_who_judges_opens_the_page(sign_in, who):
    desk = Desk(1)
    desk.stranger = make_post(make_unit("Ban khác"), Role.HEAD)

    status = sign_in(getattr(desk, who)).get(judge_url(desk.report)).status_code

    assert status == (404 if who == "stranger" else 403)


def test_what_the_unit_has_not_sent_is_not_shown(sign_in):
    desk = Desk(1)
    acts.withdraw_report(desk.fresh(), by=desk.head)
    ReportLine.objects.filter(pk=desk.line.pk).update(result="Bản đang sửa.")

    response = sign_in(desk.judge).get(judge_url(desk.report))

    assert response.status_code == 200
    assert [text for text in ("Bản đang sửa.", desk.line.result) if text in response.text] == []


def test_jump_and_repetition_are_told_in_words(sign_in):
    desk = ReportWorld()
    indicator = make_indicator(desk.line.assignment.task)
    ReportValue.objects.create(line=desk.line, indicator=indicator, value=2)
    acts.submit_report(desk.report, by=desk.head)
    acts.confirm_report(desk.fresh(), by=desk.judge)
    later = make_report(make_period(desk.plan, year=2025, number=1), desk.unit)
    line = make_line(later, desk.line.assignment, result=desk.line.result, work_state=WorkState.DONE)
    ReportValue.objects.create(line=line, indicator=indicator, value=6)
    acts.submit_report(later, by=desk.head)

    page = sign_in(desk.judge).get(judge_url(later))

    kinds = [doubt.kind for doubt in page.context["doubts"]]
    assert kinds == ["late", "jump", "evidence", "same"]
    assert "tăng gấp 3 lần so với kỳ trước" in page.text
    assert "Câu chữ giống hệt kỳ trước" in page.text


# Two submissions -------------------------------------------------------------------------------------------------


def compared(client, report, **query):
    return client.get(reverse("portal:report-compare", args=[report.pk]), query)


def thrice_sent():
    desk = Desk(1)
    desk.ask_and_send_again("Đã tổ chức 3 buổi nói chuyện tại thôn 2.")
    desk.ask_and_send_again("Đã tổ chức 5 buổi nói chuyện tại thôn 2.")
    return desk


@pytest.mark.parametrize(
    ("query", "removed", "added"),
    [
        ({}, ["3 "], ["5 "]),
        ({"tu": 1, "den": 2}, [], [" tại thôn 2"]),
        ({"tu": 3, "den": 1}, ["3 "], ["5 ", " tại thôn 2"]),
    ],
)
def test_any_two_submissions_are_compared_word_by_word(sign_in, query, removed, added):
    desk = thrice_sent()

    response = compared(sign_in(desk.judge), desk.report, **query)

    segments = [one for change in response.context["changes"].lines for text in change.texts for one in text.segments]
    assert [one.text for one in segments if one.kind == "removed"] == removed
    assert [one.text for one in segments if one.kind == "added"] == added


def test_judge_sees_at_once_what_was_changed_since_he_asked(sign_in):
    desk = thrice_sent()

    response = sign_in(desk.judge).get(judge_url(desk.report))

    assert "Đơn vị đã sửa gì so với lần gửi 2" in response.text
    assert response.context["changes"].is_empty is False


@pytest.mark.parametrize("query", [{"tu": "9"}, {"den": "abc"}, {"tu": "2", "den": "2"}, {"tu": "1" * 40}])
def test_pair_that_cannot_be_compared_is_told_at_its_field(sign_in, query):
    desk = thrice_sent()

    response = compared(sign_in(desk.judge), desk.report, **query)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"den" if "den" in query else "tu"}


def test_withdrawn_text_is_for_the_unit_alone(sign_in):
    desk = Desk(1)
    acts.withdraw_report(desk.fresh(), by=desk.head)
    ReportLine.objects.filter(pk=desk.line.pk).update(result="Đã tổ chức 4 buổi ở hai xã.")
    acts.submit_report(desk.fresh(), by=desk.head)

    outside, inside = (compared(sign_in(post), desk.report, tu=1, den=2) for post in (desk.judge, desk.writer))

    assert (outside.status_code, inside.status_code) == (200, 200)
    assert "Báo cáo mới gửi một lần" in outside.text
    assert inside.context["changes"].is_empty is False


def test_facts_and_evidence_that_changed_are_told(sign_in):
    desk = Desk(1)
    indicator = make_indicator(desk.line.assignment.task, name="Số buổi")
    acts.ask_for_more(desk.fresh(), by=desk.judge, reason=REASON)
    cite_document(desk.line)
    ReportValue.objects.create(line=desk.line, indicator=indicator, value=12)
    ReportLine.objects.filter(pk=desk.line.pk).update(work_state=WorkState.DONE)
    desk.add_line(result="Dòng thêm sau.")
    acts.submit_report(desk.fresh(), by=desk.head)

    changes = compared(sign_in(desk.head), desk.report).context["changes"]

    facts = [(fact.label, fact.old, fact.new) for fact in changes.lines[0].facts]
    assert facts[:2] == [("Tình hình thực hiện", "đang thực hiện", "đã làm xong"), ("Số buổi", "", "12 cuộc")]
    assert [(label, bool(old), bool(new)) for label, old, new in facts[2:]] == [("Minh chứng", False, True)]
    assert [change.presence for change in changes.lines] == ["", "added"]


# What pages cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "most"), [("report-judge", 20), ("report-compare", 15)])
def test_judging_and_comparing_cost_the_same_for_one_line_and_three(sign_in, name, most):
    costs = []
    for more in (0, 2):
        desk = confirmed_before(more)
        costs.append(cost(sign_in(desk.judge), reverse(f"portal:{name}", args=[desk.report.pk])))

    assert costs[0] == costs[1] <= most


def confirmed_before(more):
    """A world with everything that the page of a judge can hold: a period confirmed before, a remark, a second text."""
    desk = ReportWorld()
    lines = [desk.line, *(desk.add_line(result="Đã làm.", work_state=WorkState.IN_PROGRESS) for _ in range(more))]
    for line in lines:
        cite_document(line)
        ReportValue.objects.create(line=line, indicator=make_indicator(line.assignment.task), value=3)
    acts.submit_report(desk.fresh(), by=desk.head)
    acts.confirm_report(desk.fresh(), by=desk.judge)
    desk.report = make_report(make_period(desk.plan, year=2025, number=1), desk.unit)
    for line in lines:
        again = make_line(desk.report, line.assignment, result="Đã làm thêm.", work_state=WorkState.IN_PROGRESS)
        cite_document(again)
    submission = acts.submit_report(desk.fresh(), by=desk.head)
    remarks = [(line, "Nêu số buổi.", "") for line in submission.lines.all()]
    acts.ask_for_more(desk.fresh(), by=desk.judge, reason=REASON, remarks=remarks)
    desk.report.lines.update(result="Đã làm thêm 3 buổi.")
    acts.submit_report(desk.fresh(), by=desk.head)
    return desk
