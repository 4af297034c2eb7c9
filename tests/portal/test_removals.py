"""The pages of emergency removal, and what is seen afterwards where the content was."""

import datetime

import pytest
from django.urls import reverse

from common import clock
from progress.actions import reports as acts
from progress.actions.evidence import attach_file
from progress.actions.log import add_log_entry
from progress.models import Removal
from tests.factories.files import make_image, make_upload
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db
NAME = "Kế hoạch chốt số bốn.jpg"
SURE = {"reason": "Lộ bí mật nhà nước.", "understood": "on"}
LIST = "/go-khan-cap/"


@pytest.fixture
def world(media_root):
    world = ReportWorld()
    world.piece = attach_file(world.line, make_upload(NAME, make_image()), declared=True, by=world.writer)
    return world


def address(name, *args):
    return reverse(f"portal:{name}", args=args)


def gone_today():
    return f"Nội dung đã được gỡ khẩn cấp ngày {clock.today():%d/%m/%Y}"


def test_evidence_is_removed_and_a_tombstone_stands_everywhere(sign_in, world):
    acts.submit_report(world.report, by=world.head)
    head = sign_in(world.office_head)
    path = address("removal-evidence", world.piece.pk)
    assert NAME in head.get(path).text

    answer = head.post(path, SURE, follow=True)

    assert "Đã gỡ khẩn cấp 1 bản của minh chứng" in answer.text
    assert "Lộ bí mật nhà nước." in answer.text
    report = address("report", world.report.pk)
    pages = [(world.judge, report), (world.judge, f"{report}lan-gui/1/in/"), (world.writer, "/minh-chung/")]
    for post, page in pages:
        text = sign_in(post).get(page).text
        assert gone_today() in text
        assert NAME not in text
    assert sign_in(world.writer).get(address("evidence-file", world.piece.pk)).status_code == 410
    assert sign_in(world.writer).get(address("evidence-picture", world.piece.pk)).status_code == 404


def test_draft_is_found_by_its_hash_and_removed_unread(sign_in, world):
    head = sign_in(world.office_head)
    found = head.get(LIST, {"ma_bam": world.piece.short_hash.upper()}).text
    path = address("removal-evidence", world.piece.pk)
    shown = head.get(path).text

    assert path in found
    assert NAME not in found + shown
    assert "chỉ đơn vị đọc được" in shown
    assert head.post(path, SURE).status_code == 302
    assert gone_today() in sign_in(world.writer).get(address("report-write", world.report.pk)).text


@pytest.mark.parametrize("value", ["", "abc", "xyz" * 8, "0" * 65, "\x00" * 12])
def test_hash_that_is_none_is_told(sign_in, world, value):
    response = sign_in(world.office_head).get(LIST, {"ma_bam": value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ma_bam"]


@pytest.mark.parametrize("left_out", ["reason", "understood"])
def test_reason_and_certainty_are_asked_for(sign_in, world, left_out):
    path = address("removal-evidence", world.piece.pk)

    response = sign_in(world.office_head).post(path, {**SURE, left_out: ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [left_out]
    assert Removal.objects.count() == 0


def test_second_press_is_told_that_it_was_done(sign_in, world):
    head, path = sign_in(world.office_head), address("removal-evidence", world.piece.pk)

    answers = [head.post(path, SURE).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Removal.objects.count() == 1
    assert gone_today() in head.get(path).text


def test_parts_of_a_report_are_removed(sign_in, world):
    acts.save_header(world.fresh(), "difficulties", "Chốt số bốn thiếu người.", version=1, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)
    head, path = sign_in(world.office_head), address("removal-report", world.report.pk)
    assert f'href="{path}"' in head.get(address("report", world.report.pk)).text
    assert f'href="{path}"' not in sign_in(world.judge).get(address("report", world.report.pk)).text

    head.post(path, SURE | {"parts": ["chung", str(world.line.pk)]})

    text = sign_in(world.judge).get(address("report", world.report.pk)).text
    assert text.count(gone_today()) == 2
    assert "thiếu người" not in text
    assert "3 buổi nói chuyện" not in text


@pytest.mark.parametrize("parts", [[], ["999999999"], ["abc"], ["\x00"]])
def test_part_that_was_not_offered_is_told(sign_in, world, parts):
    response = sign_in(world.office_head).post(address("removal-report", world.report.pk), SURE | {"parts": parts})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["parts"]


def test_log_entry_is_removed(sign_in, world):
    day = datetime.date(2024, 11, 5)
    entry = add_log_entry(world.line.assignment, happened_on=day, text="Chốt số bốn.", by=world.writer)
    head, path = sign_in(world.office_head), address("removal-log", entry.pk)
    assert f'href="{path}"' in head.get("/nhat-ky/").text

    head.post(path, SURE)

    text = sign_in(world.writer).get("/nhat-ky/").text
    assert gone_today() in text
    assert "Chốt số bốn." not in text


def test_only_the_head_of_the_office_finds_it_in_the_navigation(sign_in, world):
    seen = {
        name: f'href="{LIST}"' in sign_in(getattr(world, name)).get("/").text
        for name in ("writer", "head", "judge", "office_head")
    }

    assert seen == {"writer": False, "head": False, "judge": False, "office_head": True}


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(sign_in, world, count, django_assert_max_num_queries):
    client = sign_in(world.office_head)
    for number in range(count):
        piece = attach_file(
            world.unit, make_upload("a.jpg", make_image(size=(8, 6 + number))), declared=True, by=world.writer
        )
        client.post(address("removal-evidence", piece.pk), SURE)
    client.get(LIST)

    with django_assert_max_num_queries(11):
        assert len(client.get(LIST).context["page"].object_list) == count
