"""Pictures looked at in place: drawn anew, asked for each time, and nothing but pictures."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.actions import reports as acts
from progress.actions.evidence import attach_document, attach_file
from progress.models import Evidence, Submission
from tests.factories import make_post
from tests.factories.files import make_docx, make_image, make_pdf, make_upload
from tests.progress.report_world import DONE_ON, ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(media_root):
    world = ReportWorld()
    upload = make_upload("Hội nghị.jpg", make_image(size=(3000, 2000)))
    world.picture = attach_file(world.line, upload, declared=True, by=world.writer)
    return world


def address(evidence, name="evidence-picture"):
    return reverse(f"portal:{name}", args=[evidence.pk])


def test_picture_is_drawn_anew_and_guarded(sign_in, world):
    response = sign_in(world.writer).get(address(world.picture))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert response.content[:3] == b"\xff\xd8\xff"
    assert response.content != make_image(size=(3000, 2000))


def test_seen_before_is_answered_in_a_few_bytes_while_the_right_lasts(sign_in, world):
    acts.submit_report(world.report, by=world.head)
    judge = sign_in(world.judge)
    tag = judge.get(address(world.picture))["ETag"]

    again = judge.get(address(world.picture), headers={"If-None-Match": tag})
    small = judge.get(address(world.picture, "evidence-thumbnail"), headers={"If-None-Match": tag})
    Submission.objects.update(withdrawn_at=timezone.now())
    lost = judge.get(address(world.picture), headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert (small.status_code, small["ETag"] == tag) == (200, False)
    assert lost.status_code == 404


@pytest.mark.parametrize(("name", "content"), [("a.pdf", make_pdf()), ("a.docx", make_docx())])
def test_other_files_are_never_shown_in_place(sign_in, world, name, content):
    file = attach_file(world.unit, make_upload(name, content), declared=True, by=world.writer)

    assert sign_in(world.writer).get(address(file)).status_code == 404


def test_what_is_gone_or_has_no_file_is_not_shown(sign_in, world):
    client = sign_in(world.writer)
    said = {"number": "1", "issued_on": DONE_ON, "issuer": "Xã", "subject": "kế hoạch"}
    document = attach_document(world.unit, **said, declared=True, by=world.writer)
    assert client.get(address(document)).status_code == 404

    Path(world.picture.file.path).unlink()
    assert client.get(address(world.picture)).status_code == 404
    Evidence.objects.update(removed_at=timezone.now())
    assert client.get(address(world.picture)).status_code == 404


def test_stranger_finds_no_picture(sign_in, world):
    for name in ("evidence-picture", "evidence-thumbnail"):
        assert sign_in(make_post()).get(address(world.picture, name)).status_code == 404


def test_pages_show_pictures_small_and_lazily(sign_in, world):
    client = sign_in(world.writer)
    for page in ("/minh-chung/", reverse("portal:report-write", args=[world.report.pk])):
        text = client.get(page).text

        assert f'<a class="file-picture" href="{address(world.picture)}">' in text
        assert f'src="{address(world.picture, "evidence-thumbnail")}"' in text
        assert 'alt="Xem ảnh “Hội nghị.jpg” to hơn"' in text
        assert 'loading="lazy"' in text


def test_judge_sees_the_picture_on_the_page_he_judges_on(sign_in, world):
    acts.submit_report(world.report, by=world.head)

    text = sign_in(world.judge).get(reverse("portal:report-judge", args=[world.report.pk])).text

    assert f'<a class="file-picture" href="{address(world.picture)}">' in text
    assert f'src="{address(world.picture, "evidence-thumbnail")}"' in text
    assert 'alt="Xem ảnh “Hội nghị.jpg” to hơn"' in text


def test_picture_costs_as_much_as_the_file(sign_in, world, django_assert_num_queries):
    client = sign_in(world.writer)

    with django_assert_num_queries(8):
        assert client.get(address(world.picture)).status_code == 200
