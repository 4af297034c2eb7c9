import pytest
from django.urls import reverse
from django.utils import timezone

from progress.actions import reports as acts
from progress.actions.evidence import attach_file
from progress.annex import annex_of
from progress.models import Citation, Evidence
from tests.factories.files import make_upload
from tests.progress.report_world import ReportWorld, cite_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(media_root):
    """Two lines: the first cites a document and a file, the second the same file again."""
    world = ReportWorld()
    world.second = world.add_line(result="Đã phát 2 bản tin.", work_state="in_progress")
    world.document = cite_document(world.line)
    world.file = attach_file(world.line, make_upload("Ảnh, số 1.pdf"), declared=True, by=world.writer)
    Citation.objects.create(line=world.second, evidence=world.file)
    return world


def loaded(lines):
    return list(lines.prefetch_related("citations__evidence"))


def test_one_file_of_several_lines_has_one_number(world, django_assert_num_queries):
    lines = loaded(world.report.lines)

    with django_assert_num_queries(0):
        annex = annex_of(lines)

        assert annex.numbers == {world.document.pk: 1, world.file.pk: 2}
        assert [annex.marks(line) for line in lines] == ["[1], [2]", "[2]"]
        codes = [line.task_code for line in lines]
        assert [item.cited_by for item in annex.items] == [codes[0], ", ".join(codes)]


def test_lines_that_cite_nothing_have_no_annex():
    annex = annex_of(loaded(ReportWorld().report.lines))

    assert (annex.items, annex.numbers) == ([], {})


def test_print_of_a_submission_numbers_its_evidence(world, sign_in):
    acts.submit_report(world.report, by=world.head)

    page = sign_in(world.judge).get(reverse("portal:report-submission-print", args=[world.report.pk, 1])).text

    assert "Minh chứng: [1], [2]" in page
    assert "Minh chứng: [2]" in page
    assert "Văn bản số 12-KH/ĐU, ngày 01/12/2024 của Đảng ủy xã: Kế hoạch thông tin đối ngoại" in page
    assert "Ảnh, số 1.pdf" in page
    assert world.file.sha256[:12] in page
    assert world.file.sha256[:13] not in page


def test_what_was_removed_keeps_its_number_and_loses_its_name(world, sign_in):
    acts.submit_report(world.report, by=world.head)
    Evidence.objects.filter(pk=world.document.pk).update(removed_at=timezone.now())

    page = sign_in(world.judge).get(reverse("portal:report-submission-print", args=[world.report.pk, 1])).text

    assert "Minh chứng: [1], [2]" in page
    assert f"Nội dung đã được gỡ khẩn cấp ngày {timezone.localdate():%d/%m/%Y}" in page
    assert "Kế hoạch thông tin đối ngoại" not in page
