"""Remarks on the write page: they stand first, a suggestion is taken over by one press, and nothing typed is lost."""

import pytest
from django.urls import reverse

from progress.actions import reports
from progress.actions.suggestions import accept_suggestion
from progress.models import AcceptedSuggestion
from tests.portal.test_report_pages import cost
from tests.portal.test_reports import typed
from tests.progress.test_suggestions import SUGGESTED, AskedWorld

pytestmark = pytest.mark.django_db


def write_page(world):
    return reverse("portal:report-write", args=[world.report.pk])


def press(client, world, what, data):
    return client.post(reverse(f"portal:report-suggestion-{what}", args=[world.report.pk, world.remark.pk]), data)


def test_remarked_lines_stand_first_with_their_remark(sign_in):
    world = AskedWorld(others=2)
    reports.submit_report(world.fresh(), by=world.head)
    last = world.others[-1]
    world.ask([(last, "Ghi rõ địa điểm.", "Tại nhà văn hóa.")])

    page = sign_in(world.writer).get(write_page(world))

    cards = page.context["cards"]
    assert [card.part.line.pk for card in cards] == [last.pk, world.line.pk, world.others[0].pk]
    assert [[remark.text for remark in card.remarks] for card in cards] == [["Ghi rõ địa điểm."], [], []]
    assert [remark.text for remark in cards[1].earlier_remarks] == ["Nêu rõ số lượt người."]
    assert page.text.count("các dòng được góp ý") == page.text.count("I. Kết quả: các dòng khác") == 1


def test_one_press_takes_the_wording_over_and_saves_what_else_was_typed(sign_in):
    world = AskedWorld(others=1)
    client = sign_in(world.writer)
    data = typed(client.get(write_page(world)))
    data |= {f"dong-{world.others[0].pk}-result": "Vừa gõ thêm.", "chung-difficulties": "Thiếu xe."}

    response = press(client, world, "accept", data)

    assert response["Location"] == f"{write_page(world)}#dong-{world.line.pk}"
    assert (world.now().result, world.now(world.others[0]).result) == (SUGGESTED, "Vừa gõ thêm.")
    assert (world.fresh().difficulties, world.latest().by) == ("Thiếu xe.", world.writer.user)


def test_text_typed_into_the_line_itself_is_kept_as_its_earlier_text(sign_in):
    world = AskedWorld()
    client = sign_in(world.writer)
    data = typed(client.get(write_page(world))) | {f"dong-{world.line.pk}-result": "Bản gõ dở của tôi."}

    press(client, world, "accept", data)
    page = client.get(write_page(world))

    assert world.latest().text_before == "Bản gõ dở của tôi."
    assert "Bản gõ dở của tôi." in page.text
    assert "Lấy lại bản trước" in page.text


def test_earlier_text_is_taken_back_by_one_press(sign_in):
    world = AskedWorld()
    client = sign_in(world.writer)
    press(client, world, "accept", typed(client.get(write_page(world))))

    response = press(client, world, "undo", typed(client.get(write_page(world))))
    again = press(client, world, "undo", typed(client.get(write_page(world))))

    assert (response.status_code, again.status_code) == (302, 409)
    assert world.now().result == world.written


def test_line_saved_by_somebody_else_meanwhile_shows_both_texts_and_goes_on(sign_in):
    world = AskedWorld()
    client = sign_in(world.writer)
    opened = typed(client.get(write_page(world)))
    reports.save_line(world.now(), {"result": "Bản lãnh đạo vừa sửa."}, version=1, by=world.head)

    met = press(client, world, "accept", opened)
    chosen = client.post(write_page(world), typed(met))

    assert (met.status_code, chosen.status_code) == (409, 302)
    assert "Bản lãnh đạo vừa sửa." in met.text
    assert SUGGESTED in met.text
    assert world.now().result == SUGGESTED


def test_mistake_elsewhere_on_the_page_is_told_and_everything_typed_stays(sign_in):
    world = AskedWorld(others=1)
    client = sign_in(world.writer)
    data = typed(client.get(write_page(world))) | {f"dong-{world.others[0].pk}-result": "ă" * 20_001}

    response = press(client, world, "accept", data)

    assert response.status_code == 422
    assert "ă" * 20_001 in response.text
    assert (world.now().result, AcceptedSuggestion.objects.count()) == (world.written, 0)


@pytest.mark.parametrize("data", [{}, {"chung-version": "x"}, {"chung-version": "1", "chung-opened": ""}])
def test_press_without_the_form_is_told(sign_in, data):
    world = AskedWorld()

    response = press(sign_in(world.writer), world, "accept", data)

    assert response.status_code in {409, 422}
    assert world.now().result == world.written


def test_press_after_sending_shows_what_was_typed(sign_in):
    world = AskedWorld()
    client = sign_in(world.writer)
    data = typed(client.get(write_page(world))) | {f"dong-{world.line.pk}-result": "Một đoạn dài vừa gõ chưa kịp lưu."}
    reports.submit_report(world.fresh(), by=world.head)

    response = press(client, world, "accept", data)

    assert response.status_code == 409
    assert "Một đoạn dài vừa gõ chưa kịp lưu." in response.text


def test_remark_of_another_report_is_not_found(sign_in):
    world, elsewhere = AskedWorld(), AskedWorld()

    response = sign_in(world.writer).post(
        reverse("portal:report-suggestion-accept", args=[world.report.pk, elsewhere.remark.pk])
    )

    assert response.status_code == 404


# For the judge -----------------------------------------------------------------------------------------------


def test_second_submission_shows_the_earlier_remark_and_that_it_was_followed(sign_in):
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
    reports.submit_report(world.fresh(), by=world.head)
    client = sign_in(world.judge)

    pages = [
        client.get(reverse(f"portal:{name}", args=args)).text
        for name, args in [
            ("report", [world.report.pk]),
            ("report-submission", [world.report.pk, 2]),
            ("report-ask-for-more", [world.report.pk]),
        ]
    ]

    assert [("Nêu rõ số lượt người." in page, "Đã ghi đúng theo gợi ý" in page) for page in pages] == [(True, True)] * 3


def test_judge_reads_nothing_of_a_suggestion_before_it_is_sent(sign_in):
    world = AskedWorld()
    accept_suggestion(world.remark, world.now(), version=1, by=world.writer)

    page = sign_in(world.judge).get(reverse("portal:report", args=[world.report.pk]))

    assert "đã dùng cách ghi này" not in page.text
    assert "theo gợi ý" not in page.text


def test_refused_request_for_more_keeps_every_remark_and_suggestion(sign_in):
    world = AskedWorld()
    reports.submit_report(world.fresh(), by=world.head)
    client, address = sign_in(world.judge), reverse("portal:report-ask-for-more", args=[world.report.pk])
    line = client.get(address).context["form"].lines[0]
    data = {"reason": "", f"gop-y-{line.pk}": "Thiếu số liệu.", f"goi-y-{line.pk}": "Đã mời 240 lượt."}

    response = client.post(address, data)

    assert response.status_code == 422
    assert "Thiếu số liệu." in response.text
    assert "Đã mời 240 lượt." in response.text


@pytest.mark.parametrize(
    ("who", "name"), [("writer", "report-write"), ("judge", "report"), ("judge", "report-ask-for-more")]
)
def test_pages_with_remarks_cost_the_same_for_one_and_three(sign_in, who, name):
    costs = []
    for more in [0, 2]:
        world = AskedWorld(others=more)
        accept_suggestion(world.remark, world.now(), version=1, by=world.writer)
        reports.submit_report(world.fresh(), by=world.head)
        if who == "writer":
            world.ask([(line, "Thiếu ngày.", "Ngày 5/12.") for line in [world.line, *world.others]])
        costs.append(cost(sign_in(getattr(world, who)), reverse(f"portal:{name}", args=[world.report.pk])))

    assert costs[0] == costs[1] <= 20
