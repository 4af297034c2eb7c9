"""The report's pages and its second door, the admin, over HTTP."""

import pytest
from django.urls import reverse

from progress.actions import reports
from progress.enums import ReportState
from tasks.models import Participation
from tests.factories import make_post
from tests.progress.report_world import ReportWorld
from units.enums import Role

pytestmark = pytest.mark.django_db


def typed(page):
    """Return what a browser would send back from the write page, untouched."""
    data = {}
    for part in page.context["parts"].parts:
        for name in part.form.fields:
            value = part.form[name].value()
            if value not in (None, False):
                shown = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
                data[part.form.add_prefix(name)] = shown
    return data


def versions_of(report):
    return [getattr(report, f"{name}_version") for name in reports.HEADER_TEXTS]


def test_saving_an_untouched_page_changes_nothing(sign_in):
    world = ReportWorld()
    client, address = sign_in(world.writer), reverse("portal:report-write", args=[world.report.pk])

    response = client.post(address, typed(client.get(address)))

    world.line.refresh_from_db()
    assert response.status_code == 302
    assert (versions_of(world.fresh()), world.line.version) == ([1, 1, 1, 1], 1)


def test_two_writers_of_one_line_see_both_texts(sign_in):
    world = ReportWorld()
    client, address = sign_in(world.writer), reverse("portal:report-write", args=[world.report.pk])
    data, field = typed(client.get(address)), f"dong-{world.line.pk}-result"

    first = client.post(address, data | {field: "Bản của người thứ nhất."})
    second = client.post(address, data | {field: "Bản của người thứ hai."})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Bản của người thứ nhất." in second.text
    assert "Bản của người thứ hai." in second.text


def test_two_writers_of_different_lines_do_not_meet(sign_in):
    world = ReportWorld()
    other = world.add_line(result="Chưa sửa.")
    client, address = sign_in(world.writer), reverse("portal:report-write", args=[world.report.pk])
    data = typed(client.get(address))

    answers = [
        client.post(address, data | {f"dong-{line.pk}-result": text}).status_code
        for line, text in [(world.line, "Một."), (other, "Hai.")]
    ]

    assert answers == [302, 302]
    assert sorted(world.report.lines.values_list("result", flat=True)) == ["Hai.", "Một."]


def test_too_long_a_text_is_refused_and_kept_on_the_page(sign_in):
    world = ReportWorld()
    client, address = sign_in(world.writer), reverse("portal:report-write", args=[world.report.pk])

    response = client.post(address, typed(client.get(address)) | {f"dong-{world.line.pk}-result": "ă" * 100_000})

    assert response.status_code == 422
    assert "tối đa 20.000" in response.text
    assert "ă" * 100_000 in response.text


def test_sending_an_unfinished_report_lists_what_is_missing(sign_in):
    world = ReportWorld()
    empty, finished = world.add_line(), world.add_finished_line(cited=False)

    response = sign_in(world.head).post(reverse("portal:report-submit", args=[world.report.pk]))

    assert response.status_code == 422
    assert [item.line_id for item in response.context["missing"]] == [empty.pk, finished.pk]
    assert world.fresh().state == ReportState.DRAFT


def test_working_text_stays_within_the_unit(sign_in):
    world = ReportWorld()
    secret = world.line.result

    pages = {
        who: sign_in(getattr(world, who)).get(reverse("portal:report", args=[world.report.pk]))
        for who in ["judge", "office_head"]
    }

    assert {who: page.status_code for who, page in pages.items()} == {"judge": 200, "office_head": 200}
    assert [who for who, page in pages.items() if secret in page.text] == []
    assert sign_in(world.judge).get(reverse("portal:report-write", args=[world.report.pk])).status_code == 403


@pytest.mark.parametrize("lines", [1, 3])
def test_pages_ask_the_same_number_of_queries_for_one_line_and_three(sign_in, lines, django_assert_max_num_queries):
    world = ReportWorld()
    for _ in range(lines - 1):
        world.add_finished_line()
    reports.submit_report(world.report, by=world.head)
    client = sign_in(world.judge)

    for name, args, most in [("report-list", [], 15), ("report", [world.report.pk], 20)]:
        with django_assert_max_num_queries(most):
            assert client.get(reverse(f"portal:{name}", args=args)).status_code == 200


# The second door -------------------------------------------------------------------------------------------


def admin_page(world):
    return reverse("admin:progress_report_change", args=[world.report.pk])


def test_admin_writes_sends_and_confirms_through_the_same_acts(sign_in):
    world = ReportWorld()
    writer, head, judge = (sign_in(getattr(world, who)) for who in ["writer", "head", "judge"])
    data = typed(writer.get(admin_page(world)))

    saved = writer.post(admin_page(world), data | {f"dong-{world.line.pk}-result": "Ghi từ trang quản trị."})
    sent = head.post(admin_page(world), {"_move": "submit"})
    confirmed = judge.post(admin_page(world), {"_move": "confirm"})

    assert [answer.status_code for answer in (saved, sent, confirmed)] == [302, 302, 302]
    assert world.fresh().state == ReportState.CONFIRMED
    assert world.report.submissions.get().lines.get().result == "Ghi từ trang quản trị."


@pytest.mark.parametrize(("who", "move"), [("writer", "submit"), ("judge", "submit"), ("head", "confirm")])
def test_admin_asks_the_same_rights(sign_in, who, move):
    world = ReportWorld()

    response = sign_in(getattr(world, who)).post(admin_page(world), {"_move": move})

    assert response.status_code == 403
    assert world.fresh().state == ReportState.DRAFT


def test_admin_shows_no_working_text_outside_the_unit(sign_in):
    world = ReportWorld()

    response = sign_in(world.judge).get(admin_page(world))

    assert response.status_code == 200
    assert world.line.result not in response.text


def test_admin_of_a_stranger_finds_nothing(sign_in):
    world, elsewhere = ReportWorld(), ReportWorld()

    assert sign_in(elsewhere.head).get(admin_page(world)).status_code == 404


@pytest.mark.parametrize("name", ["report", "submission", "reportevent"])
def test_admin_lists_open(sign_in, name):
    world = ReportWorld()
    reports.submit_report(world.report, by=world.head)

    response = sign_in(world.judge).get(
        reverse(f"admin:progress_{name}_changelist"), {"q": "phong"} if name == "report" else {}
    )

    assert response.status_code == 200
    assert response.context["cl"].result_count == 1


def test_report_of_a_unit_that_has_left_the_plan_is_still_written_sent_and_judged(sign_in):
    world = ReportWorld()
    Participation.objects.filter(plan=world.plan).update(valid_to=world.period.covers_to)
    unit, office = sign_in(world.head), sign_in(world.judge)
    pages = [reverse(f"portal:{name}", args=[world.report.pk]) for name in ("report", "report-write", "report-submit")]

    assert [unit.get(page).status_code for page in pages[:2]] == [200, 200]
    assert unit.post(pages[2]).status_code == 302
    assert office.get(pages[0]).status_code == 200
    assert world.fresh().state == ReportState.SUBMITTED
    for post in (make_post(), make_post(world.unit, Role.ADMINISTRATOR)):
        assert sign_in(post).get(pages[0]).status_code == 404
