"""The Excel form in the hands of a real spreadsheet program."""

import datetime
import shutil
import subprocess

import pytest

from progress.forms.excel.changes import apply_changes
from progress.models import ReportLine, ReportValue
from tests.libreoffice import as_pdf, type_into
from tests.progress.excel_world import HEADER, LINES, VALUE, VALUES, ExcelWorld, filled

pytestmark = pytest.mark.office


@pytest.fixture
def world(db):
    return ExcelWorld()


def test_what_is_typed_into_libreoffice_is_kept(world, tmp_path):
    cells = [
        (LINES, "F5", "đã làm xong"),
        (LINES, "I5", "Đã mở 5 lớp cho 120 người."),
        (LINES, "H6", "5/12/2024"),
        (VALUES, VALUE, "1.234"),
        (HEADER, "C6", "-  Thiếu kinh phí"),
        # Locked: the program does not let it be typed.
        (LINES, "A5", "77"),
    ]

    form = filled(world.fresh(), type_into(world.form(), cells, tmp_path))

    assert (form.problems, form.clashes) == ([], [])
    assert apply_changes(form.sealed(), world.fresh(), by=world.writer) == 3
    line = ReportLine.objects.get(pk=world.line.pk)
    assert (line.work_state, line.result) == ("done", "Đã mở 5 lớp cho 120 người.")
    assert ReportLine.objects.get(pk=world.one_off.pk).done_on == datetime.date(2024, 12, 5)
    assert ReportValue.objects.get(line=line).value == 1234
    assert world.fresh().difficulties == "-  Thiếu kinh phí"


def test_saved_by_libreoffice_without_a_change_it_changes_nothing(world, tmp_path):
    form = filled(world.fresh(), type_into(world.form(), [], tmp_path))

    assert (form.problems, form.changes) == ([], [])


def test_the_form_prints_on_lying_a4_with_its_text_whole(world, tmp_path):
    assert shutil.which("pdftotext"), "Máy này thiếu gói poppler-utils."

    printed = as_pdf(world.form(), tmp_path)

    told = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True).stdout
    size = subprocess.run(["pdfinfo", printed], check=True, capture_output=True, text=True).stdout
    assert "841.89 x 595.3" in size
    assert "Đã tổ chức 3 buổi nói chuyện." in told
    assert "Cách ghi biểu báo cáo" in told
    assert "Xin đừng sửa" not in told
