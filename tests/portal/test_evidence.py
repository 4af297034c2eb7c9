import unicodedata
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.actions.evidence import attach_document, attach_file
from progress.models import Evidence
from tests.factories import make_post, make_report
from tests.factories.files import make_pdf, make_upload
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(media_root):
    return make_post(make_report(lines=1).unit)


@pytest.fixture
def evidence(writer):
    upload = make_upload("Biên bản “họp”; số 1.pdf")
    return attach_file(writer.unit, upload, declared=True, by=writer)


def read(response):
    """Take in the file, so that the answer is closed as a browser would close it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def address(evidence):
    return reverse("portal:evidence-file", args=[evidence.pk])


def test_file_comes_as_it_was_sent_to_be_kept_not_shown(sign_in, writer, evidence):
    response = sign_in(writer).get(address(evidence))

    assert read(response) == make_pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_name_sent_apart_is_given_back_composed(sign_in, writer):
    upload = make_upload(unicodedata.normalize("NFD", "Quý IV.pdf"))
    evidence = attach_file(writer.unit, upload, declared=True, by=writer)

    response = sign_in(writer).get(address(evidence))

    assert read(response) == make_pdf()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Qu%C3%BD%20IV.pdf"


def test_units_own_people_read_and_strangers_find_nothing(sign_in, writer, evidence):
    for post, status in [
        (make_post(writer.unit, Role.READER), 200),
        (make_post(), 404),
        (make_post(writer.unit, Role.ADMINISTRATOR), 404),
    ]:
        response = sign_in(post).get(address(evidence))
        assert (response.status_code, read(response) == make_pdf()) == (status, status == 200)


def test_working_evidence_is_hidden_from_the_standing_office(sign_in, writer):
    report = writer.unit.reports.select_related("period__plan").get()
    evidence = attach_file(report.lines.get(), make_upload(), declared=True, by=writer)
    office = make_post(report.period.plan.standing_office, Role.HEAD)

    assert sign_in(office).get(address(evidence)).status_code == 404


def test_signed_out_people_are_sent_to_sign_in(client, evidence):
    assert client.get(address(evidence)).status_code == 302


def test_unknown_evidence_and_other_methods(sign_in, writer, evidence):
    client = sign_in(writer)

    assert client.get(reverse("portal:evidence-file", args=[10**12])).status_code == 404
    assert client.post(address(evidence)).status_code == 405


def test_removed_file_is_gone_with_a_sentence(sign_in, writer, evidence):
    Evidence.objects.update(removed_at=timezone.now())

    response = sign_in(writer).get(address(evidence))

    assert response.status_code == 410
    assert "đã được gỡ khỏi cổng" in response.content.decode()


def test_lost_file_is_told(sign_in, writer, evidence):
    Path(evidence.file.path).unlink()

    response = sign_in(writer).get(address(evidence))

    assert response.status_code == 410
    assert "Hãy báo người quản trị" in response.content.decode()


def test_document_without_a_file_has_nothing_to_give(sign_in, writer):
    evidence = attach_document(
        writer.unit,
        number="12-BC/BTGHU",
        issued_on=timezone.localdate(),
        issuer="Ban Tuyên giáo",
        subject="kết quả",
        declared=True,
        by=writer,
    )

    assert sign_in(writer).get(address(evidence)).status_code == 404


def test_query_count(sign_in, writer, evidence, django_assert_num_queries):
    client = sign_in(writer)

    with django_assert_num_queries(8):
        assert read(client.get(address(evidence))) == make_pdf()
