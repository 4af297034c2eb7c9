"""The shelf's page, choosing from it, and the marks on old evidence that writer and judge see."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.evidence import shelf
from progress.actions import reports as acts
from progress.actions.evidence import attach_document, attach_file, cite
from progress.models import Evidence
from tests.factories import make_line, make_period, make_post, make_report
from tests.factories.files import make_image, make_pdf, make_upload
from tests.portal.test_lists import seen, taken, workbook
from tests.progress.report_world import ReportWorld
from units.enums import Role

pytestmark = pytest.mark.django_db
SHELF = "/minh-chung/"


@pytest.fixture
def world(media_root):
    world = ReportWorld()
    world.later = make_line(
        make_report(make_period(world.plan, year=2025, number=1), world.unit), world.line.assignment
    )
    world.later.report.saved_at = None
    return world


def keep(world, name, content=None, target=None):
    return attach_file(target or world.unit, make_upload(name, content), declared=True, by=world.writer)


def names(response):
    return [str(row.evidence) for row in response.context["rows"]]


def pick(line, client, **data):
    return client.post(reverse("portal:report-evidence-cite", args=[line.report_id, line.pk]), data)


def page_of(line, client, **query):
    return client.get(reverse("portal:report-evidence", args=[line.report_id, line.pk]), query)


# The shelf --------------------------------------------------------------------------------------------------


def test_shelf_shows_own_pieces_with_where_they_are_cited(sign_in, world):
    keep(world, "Ảnh hội nghị.png", make_image("PNG"), world.line)
    keep(world, "Chưa dùng.pdf")
    stranger = make_post()
    attach_file(stranger.unit, make_upload("Của nơi khác.pdf"), declared=True, by=stranger)

    response = sign_in(make_post(world.unit, Role.READER)).get(SHELF)

    assert names(response) == ["Chưa dùng.pdf", "Ảnh hội nghị.png"]
    assert f"Quý IV/2024, nhiệm vụ {world.line.task_code}" in response.text
    assert "Chưa dẫn ở báo cáo hay nhật ký nào" in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "hoi nghi"}, ["Ảnh hội nghị.png"]),
        ({"loai": "anh"}, ["Ảnh hội nghị.png"]),
        ({"loai": "tep"}, ["Chưa dùng.pdf"]),
        ({"loai": "van-ban"}, []),
        ({"dung": "da-dung"}, ["Ảnh hội nghị.png"]),
        ({"dung": "chua-dung"}, ["Chưa dùng.pdf"]),
        ({"q": "hoi", "dung": "chua-dung"}, []),
    ],
)
def test_filters_stand_in_the_address(sign_in, world, query, found):
    keep(world, "Ảnh hội nghị.png", make_image("PNG"), world.line)
    keep(world, "Chưa dùng.pdf")

    assert names(sign_in(world.writer).get(SHELF, query)) == found


def test_shelf_of_one_period(sign_in, world):
    keep(world, "Ảnh hội nghị.png", make_image("PNG"), world.line)
    client = sign_in(world.writer)

    assert names(client.get(SHELF, {"ky": world.period.pk})) == ["Ảnh hội nghị.png"]
    assert names(client.get(SHELF, {"ky": world.later.report.period_id})) == []


@pytest.mark.parametrize("query", [{"ky": "abc"}, {"loai": "x"}, {"dung": "x"}, {"q": "a\x00b"}, {"q": "a" * 201}])
def test_filter_that_is_none_is_told_at_its_field(sign_in, world, query):
    response = sign_in(world.writer).get(SHELF, query)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(query)


def test_shelf_is_paged(sign_in, world):
    for number in range(21):
        keep(world, f"{number:02d}.pdf", make_pdf(str(number)))

    assert names(sign_in(world.writer).get(SHELF, {"trang": 2})) == ["00.pdf"]


def test_administrator_has_no_shelf_and_workers_find_theirs(sign_in, world):
    assert sign_in(make_post(world.unit, Role.ADMINISTRATOR)).get(SHELF).status_code == 403
    assert f'href="{SHELF}"' in sign_in(world.writer).get("/").text
    assert f'href="{SHELF}"' not in sign_in(make_post(world.unit, Role.READER)).get("/").text


def test_shelf_costs_the_same_for_one_piece_and_three(sign_in, world):
    client, costs = sign_in(world.writer), []
    for count in (1, 3):
        for number in range(count):
            piece = keep(world, f"{number}.pdf", make_pdf(f"{count} {number}"), world.line)
            cite(world.later, piece, by=world.writer)
        client.get(SHELF)
        for url in (SHELF, f"{SHELF}tai-ve/?sap=ten"):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
            costs.append(len(queries))
        workbook(response)

    assert costs[:2] == costs[2:]
    assert max(costs) <= 15


def test_workbook_holds_the_rows_of_all_pages_in_any_order(sign_in, world, monkeypatch):
    monkeypatch.setattr(shelf, "PER_PAGE", 2)
    keep(world, "Ảnh hội nghị.png", make_image("PNG"), world.line)
    for name in ("=1+1.pdf", "b.pdf", "a.pdf"):
        keep(world, name, make_pdf(name * 99))
    client = sign_in(make_post(world.unit, Role.READER))

    for query in ({}, {"sap": "ten"}, {"sap": "-ten"}, {"sap": "nang"}, {"q": "pdf", "sap": "-luc"}, {"sap": "size"}):
        head, rows = taken(client, "evidence-list", **query)
        assert rows == seen(client, "evidence-list", **query), query
        assert len(head) == len(set(head)) == len(rows[0])
    up, down = ([row[0] for row in seen(client, "evidence-list", sap=sap)] for sap in ("ten", "-ten"))
    assert up == down[::-1]
    assert up.index("a.pdf") < up.index("Ảnh hội nghị.png") < up.index("b.pdf")


def test_workbook_of_a_filter_that_is_none_leads_back_and_an_administrator_gets_none(sign_in, world):
    back = sign_in(world.writer).get(f"{SHELF}tai-ve/", {"loai": "x"})

    assert back.url == f"{SHELF}?loai=x"
    assert sign_in(make_post(world.unit, Role.ADMINISTRATOR)).get(f"{SHELF}tai-ve/").status_code == 403


# Choosing from it -------------------------------------------------------------------------------------------


def test_several_are_ticked_and_cited(sign_in, world):
    pieces = [keep(world, f"{number}.pdf", make_pdf(str(number))) for number in range(2)]
    client = sign_in(world.writer)

    response = pick(world.line, client, evidence=[piece.pk for piece in pieces])

    assert response.status_code == 302
    assert [citation.evidence for citation in world.line.citations.all()] == pieces
    assert [str(piece) for piece in page_of(world.line, client).context["picks"]] == []


def test_search_box_narrows_what_is_offered(sign_in, world):
    keep(world, "Biên bản họp.pdf", make_pdf("một"))
    keep(world, "Danh sách.pdf", make_pdf("hai"))
    client = sign_in(world.writer)

    assert [str(piece) for piece in page_of(world.line, client, q="bien ban").context["picks"]] == ["Biên bản họp.pdf"]
    assert "Không có minh chứng nào khớp" in page_of(world.line, client, q="khong co").text


@pytest.mark.parametrize("chosen", ["", "abc", "999999999", "-1", "\x00"])
def test_choice_that_was_not_offered_is_told(sign_in, world, chosen):
    keep(world, "một.pdf")

    response = pick(world.line, sign_in(world.writer), evidence=chosen)

    assert response.status_code == 422
    assert list(response.context["pick_form"].errors) == ["evidence"]
    assert world.line.citations.count() == 0


def test_pieces_of_another_unit_cannot_be_chosen(sign_in, world):
    stranger = make_post()
    foreign = attach_file(stranger.unit, make_upload(), declared=True, by=stranger)

    assert pick(world.line, sign_in(world.writer), evidence=foreign.pk).status_code == 422
    assert world.line.citations.count() == 0


def test_choosing_for_a_report_that_was_sent_is_refused(sign_in, world):
    piece = keep(world, "một.pdf")
    acts.submit_report(world.report, by=world.head)

    assert pick(world.line, sign_in(world.writer), evidence=piece.pk).status_code == 409


# Old evidence -----------------------------------------------------------------------------------------------


def sent_before(world):
    """A file sent in the quarter before, now cited again."""
    piece = keep(world, "Ảnh cũ.png", make_image("PNG"), world.line)
    acts.submit_report(world.report, by=world.head)
    return piece


def test_writer_is_warned_before_at_and_after_citing(sign_in, world):
    piece, client = sent_before(world), sign_in(world.writer)
    offered = page_of(world.later, client).text
    answer = client.post(
        reverse("portal:report-evidence-cite", args=[world.later.report_id, world.later.pk]),
        {"evidence": piece.pk},
        follow=True,
    )
    writing = client.get(reverse("portal:report-write", args=[world.later.report_id])).text

    assert "Đã dùng ở Quý IV/2024" in offered
    assert "Lưu ý, nơi nhận cũng thấy điều này. “Ảnh cũ.png”: Đã dùng ở Quý IV/2024." in answer.text
    assert "Đã dùng ở Quý IV/2024" in writing


def test_same_file_sent_up_again_is_warned_about(sign_in, world):
    sent_before(world)
    path = reverse("portal:report-evidence-file", args=[world.later.report_id, world.later.pk])
    upload = make_upload("tên mới.png", make_image("PNG"))

    answer = sign_in(world.writer).post(path, {"file": upload, "declared": "on"}, follow=True)

    assert "Đã dùng ở Quý IV/2024" in answer.text
    assert Evidence.objects.count() == 1


def test_judge_sees_what_is_old(sign_in, world):
    cite(world.later, sent_before(world), by=world.writer)
    old = datetime.date(2024, 10, 1)
    attach_document(world.later, number="1", issued_on=old, issuer="Xã", subject="cũ", declared=True, by=world.writer)
    world.later.result, world.later.work_state = "Đã làm.", "in_progress"
    world.later.save()
    acts.submit_report(world.later.report, by=world.head)
    judge = sign_in(world.judge)

    for name in ("report", "report-ask-for-more"):
        text = re.sub(r"\s+", " ", judge.get(reverse(f"portal:{name}", args=[world.later.report_id])).text)
        assert "Đã dùng ở Quý IV/2024" in text
        assert "Văn bản có trước kỳ này, ngày 01/10/2024" in text
    earlier = judge.get(reverse("portal:report", args=[world.report.pk])).text
    assert "Đã dùng ở" not in earlier
