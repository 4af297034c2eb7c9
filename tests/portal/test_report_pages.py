"""The pages of a report against bad luck: what is foreign, stale, too long or sent twice; and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.actions import reports
from progress.enums import ReportState
from progress.models import Citation
from tests.factories import make_line, make_period, make_post, make_report
from tests.portal.test_reports import admin_page, typed
from tests.progress.report_world import ReportWorld, cite_document
from units.enums import Role

pytestmark = pytest.mark.django_db

MINE = "Bản của đồng chí vừa ghi, dài hơn ba mươi chữ."
THEIRS = "Bản đang lưu của người đến trước."


def address(name, world, *args):
    return reverse(f"portal:{name}", args=[world.report.pk, *args])


# What a page offers ----------------------------------------------------------------------------------------


def test_only_who_can_write_now_is_led_to_the_write_page(sign_in):
    world = ReportWorld()
    world.add_line(result="")
    posts = [world.writer, world.head, make_post(world.unit, Role.READER)]
    page, write = address("report", world), f'href="{address("report-write", world)}'
    before = [write in sign_in(post).get(page).text for post in posts]

    reports.ask_sign_off(world.report, by=world.writer)

    after = [write in sign_in(post).get(page).text for post in posts]
    assert (before, after) == ([True, True, False], [False, True, False])
    assert "chưa ghi kết quả" in sign_in(world.writer).get(page).text


def test_withdrawing_asks_its_own_question(sign_in):
    world = ReportWorld()
    reports.submit_report(world.fresh(), by=world.head)

    page = sign_in(world.head).get(address("report", world)).text

    assert 'data-confirm="Rút lại báo cáo đã gửi để sửa?' in page


# Writing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "field"), [("chung", "difficulties"), ("line", "result")])
def test_second_of_two_savers_sees_both_texts_and_then_keeps_his(sign_in, part, field):
    world = ReportWorld()
    client, page = sign_in(world.writer), address("report-write", world)
    name = f"{'chung' if part == 'chung' else f'dong-{world.line.pk}'}-{field}"
    opened = typed(client.get(page))
    client.post(page, opened | {name: THEIRS})

    met = client.post(page, opened | {name: MINE})
    again = client.post(page, typed(met) | {name: MINE})

    world.line.refresh_from_db()
    assert (met.status_code, again.status_code) == (409, 302)
    assert THEIRS in met.text
    assert MINE in met.text
    assert (world.fresh().difficulties if part == "chung" else world.line.result) == MINE


def test_conflict_in_one_part_does_not_lose_the_others(sign_in):
    world = ReportWorld()
    client, page, name = sign_in(world.writer), address("report-write", world), f"dong-{world.line.pk}-result"
    opened = typed(client.get(page))
    client.post(page, opened | {name: THEIRS})

    met = client.post(page, opened | {name: MINE, "chung-proposals": "Hỗ trợ tài liệu."})

    world.line.refresh_from_db()
    assert met.status_code == 409
    assert (world.line.result, world.fresh().proposals) == (THEIRS, "Hỗ trợ tài liệu.")


@pytest.mark.parametrize("door", ["portal", "admin"])
def test_text_that_came_too_late_is_shown_again(sign_in, door):
    world = ReportWorld()
    client = sign_in(world.writer)
    page = admin_page(world) if door == "admin" else address("report-write", world)
    opened = typed(client.get(page))
    reports.submit_report(world.fresh(), by=world.head)

    response = client.post(page, opened | {f"dong-{world.line.pk}-result": MINE})

    world.line.refresh_from_db()
    assert response.status_code == 409
    assert "Báo cáo đã gửi nên chưa lưu được" in response.text
    assert MINE in response.text
    assert world.line.result != MINE


def test_a_write_page_that_may_not_be_written_leads_to_the_report(sign_in):
    world = ReportWorld()
    reports.submit_report(world.fresh(), by=world.head)

    response = sign_in(world.writer).get(address("report-write", world))

    assert response.status_code == 409
    assert f'href="{address("report", world)}">Quay lại trang trước</a>' in response.text


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
def test_broken_version_is_a_sentence(sign_in, version):
    world = ReportWorld()
    client, page, prefix = sign_in(world.writer), address("report-write", world), f"dong-{world.line.pk}"
    data = typed(client.get(page)) | {f"{prefix}-result": MINE, f"{prefix}-version": version}

    response = client.post(page, data)

    world.line.refresh_from_db()
    assert response.status_code in {409, 422}
    assert MINE in response.text
    assert world.line.result != MINE


def test_nul_characters_are_left_out(sign_in):
    world = ReportWorld()
    client, page = sign_in(world.writer), address("report-write", world)
    data = typed(client.get(page)) | {f"dong-{world.line.pk}-result": "Một\0 hai", "chung-difficulties": "\0"}

    response = client.post(page, data)

    world.line.refresh_from_db()
    assert response.status_code == 302
    assert (world.line.result, world.fresh().difficulties) == ("Một hai", "")


@pytest.mark.parametrize("move", ["reopen", "hand-back", "ask-for-more"])
@pytest.mark.parametrize(("reason", "words"), [("", "Hãy ghi rõ lý do"), ("\0 ", "Hãy ghi"), ("ă" * 20_001, "20.000")])
def test_bad_reason_is_a_sentence(sign_in, move, reason, words):
    world = ReportWorld()
    if move == "hand-back":
        reports.ask_sign_off(world.fresh(), by=world.writer)
    else:
        reports.submit_report(world.fresh(), by=world.head)
    if move == "reopen":
        reports.confirm_report(world.fresh(), by=world.judge)
    state = world.fresh().state
    client = sign_in(world.head if move == "hand-back" else world.office_head)

    response = client.post(address(f"report-{move}", world), {"reason": reason})

    assert response.status_code == 422
    assert words in response.text
    assert world.fresh().state == state


def test_nil_report_needs_its_reason(sign_in):
    world = ReportWorld()
    client, page = sign_in(world.writer), address("report-write", world)

    response = client.post(page, typed(client.get(page)) | {"chung-is_nil": "on", "chung-nil_reason": " "})

    assert response.status_code == 422
    assert "Hãy ghi lý do không phát sinh" in response.text


# What is foreign -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report-evidence-file", "report-evidence-document"])
def test_line_of_another_report_is_not_found(sign_in, name):
    world, elsewhere = ReportWorld(), ReportWorld()

    response = sign_in(world.writer).post(address(name, world, elsewhere.line.pk))

    assert response.status_code == 404


def test_fields_of_another_reports_line_are_left_alone(sign_in):
    world, elsewhere = ReportWorld(), ReportWorld()
    client, page, kept = sign_in(world.writer), address("report-write", world), elsewhere.line.result
    foreign = {f"dong-{elsewhere.line.pk}-{name}": value for name, value in [("version", 1), ("result", MINE)]}

    client.post(page, typed(client.get(page)) | foreign)

    elsewhere.line.refresh_from_db()
    assert elsewhere.line.result == kept


def test_evidence_of_another_line_is_not_taken_off(sign_in):
    world, elsewhere = ReportWorld(), ReportWorld()
    other = world.add_line()
    foreign = [Citation.objects.get(evidence=cite_document(line)) for line in (elsewhere.line, other)]
    client = sign_in(world.writer)

    answers = [
        client.post(address("report-evidence-remove", world, world.line.pk, citation.pk)).status_code
        for citation in foreign
    ]

    assert answers == [404, 404]
    assert Citation.objects.count() == 2


# Pressed twice, and judged -----------------------------------------------------------------------------------


def test_sent_twice_is_one_submission(sign_in):
    world = ReportWorld()
    client = sign_in(world.head)

    answers = [client.post(address("report-submit", world)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Chính đồng chí đã gửi báo cáo này lúc" in answers[1].text
    assert (world.report.submissions.count(), world.report.events.count()) == (1, 1)


@pytest.mark.parametrize("door", ["portal", "admin"])
def test_nobody_confirms_what_he_has_not_read(sign_in, door):
    world = ReportWorld()
    reports.submit_report(world.fresh(), by=world.head)
    client = sign_in(world.judge)
    page = admin_page(world) if door == "admin" else address("report", world)
    assert '<input type="hidden" name="lan-gui" value="1">' in client.get(page).text
    reports.withdraw_report(world.fresh(), by=world.head)
    reports.submit_report(world.fresh(), by=world.head)

    where, more = (page, {"_move": "confirm"}) if door == "admin" else (address("report-confirm", world), {})
    answers = [client.post(where, more | {"lan-gui": number}).status_code for number in (1, 2)]

    assert answers == [409, 302]
    assert world.fresh().state == ReportState.CONFIRMED


def test_admin_shows_a_refused_request_for_more_again(sign_in):
    world = ReportWorld()
    reports.submit_report(world.fresh(), by=world.head)
    reports.confirm_report(world.fresh(), by=world.judge)

    response = sign_in(world.judge).post(admin_page(world), {"_move": "ask_for_more", "reason": MINE, "lan-gui": 1})

    assert response.status_code == 409
    assert MINE in response.text


def test_admin_shows_no_working_text_to_a_refused_judge(sign_in):
    world = ReportWorld()
    secret = world.line.result

    response = sign_in(world.judge).post(admin_page(world), {"_move": "receive", "chung-difficulties-version": "1"})

    assert response.status_code == 409
    assert secret not in response.text


# What pages cost ---------------------------------------------------------------------------------------------


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("who", "name", "is_sent", "most"),
    [
        ("writer", "report", False, 20),
        ("writer", "report-write", False, 20),
        ("judge", "report", True, 20),
        ("head", "report", True, 20),
        ("judge", "report-submission", True, 20),
        ("judge", "report-submission-print", True, 20),
        ("judge", "report-ask-for-more", True, 20),
    ],
)
def test_page_costs_the_same_for_one_line_and_three(sign_in, who, name, is_sent, most):
    costs = []
    for more in [0, 2]:
        world = ReportWorld()
        for line in [world.line, *(world.add_finished_line() for _ in range(more))]:
            cite_document(line)
        if is_sent:
            reports.submit_report(world.fresh(), by=world.head)
        args = [1] if "submission" in name else []
        costs.append(cost(sign_in(getattr(world, who)), address(name, world, *args)))

    assert costs[0] == costs[1] <= most


@pytest.mark.parametrize("who", ["writer", "judge", "office_head"])
def test_list_costs_the_same_for_one_report_and_three(sign_in, who):
    costs = []
    for more in [0, 2]:
        world = ReportWorld()
        for number in range(1, more + 1):
            report = make_report(make_period(world.plan, year=2025, number=number), world.unit)
            make_line(report, world.line.assignment, result="Đã làm.")
            reports.submit_report(report, by=world.head)
        costs.append(cost(sign_in(getattr(world, who)), reverse("portal:report-list")))

    assert costs[0] == costs[1] <= 15
