"""Pages of the Excel form: take it away, send it back, look, and only then write it into the report."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from progress.actions.report_writing import HEADER_TEXTS
from progress.actions.reports import save_line
from progress.models import ReportLine
from tests.common.broken_workbooks import BROKEN
from tests.progress.excel_world import LINES, ExcelWorld, changed, setting

KEPT = "Đã tổ chức 3 buổi nói chuyện."


@pytest.fixture
def world(db):
    return ExcelWorld()


@pytest.fixture
def writer(world, sign_in):
    return sign_in(world.writer)


def url(world, what=""):
    return reverse(f"portal:report-excel{what}", args=[world.report.pk])


def taken_away(client, world):
    response = client.get(url(world, "-download"))
    return b"".join(response.streaming_content), response


def sent_back(client, world, content, name="bieu.xlsx"):
    return client.post(url(world), {"file": SimpleUploadedFile(name, content)})


def test_the_way_there_and_back(world, writer):
    assert url(world) in writer.get(reverse("portal:report-write", args=[world.report.pk])).content.decode()
    assert writer.get(url(world)).status_code == 200

    content, response = taken_away(writer, world)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%E1%BB%83u%20b%C3%A1o")
    assert load_workbook(io.BytesIO(content)).sheetnames == [
        "Báo cáo",
        "Chỉ tiêu",
        "Phần chung",
        "Hướng dẫn",
        "Mã biểu",
    ]

    looked_at = sent_back(writer, world, changed(content, setting(LINES, I5="Đã mở 5 lớp.")))
    assert looked_at.status_code == 200
    assert ReportLine.objects.get(pk=world.line.pk).result == KEPT

    response = writer.post(url(world, "-apply"), {"sealed": looked_at.context["sealed"]}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Đã ghi biểu Excel vào báo cáo: 1 phần thay đổi."
    ]
    assert ReportLine.objects.get(pk=world.line.pk).result == "Đã mở 5 lớp."


def test_only_the_cells_to_write_in_are_open_and_they_help_whoever_writes(world, writer):
    workbook = load_workbook(io.BytesIO(taken_away(writer, world)[0]))

    open_cells = {
        sheet.title: {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        for sheet in workbook
    }
    helped = {
        sheet.title: {
            (str(check.sqref), check.type, check.errorStyle, check.showErrorMessage)
            for check in sheet.data_validations.dataValidation
        }
        for sheet in workbook
    }
    # Row 5 is the recurring line (neither percent nor day), row 6 the one-off line.
    assert open_cells == {
        "Báo cáo": {"F5", "I5", "J5", "F6", "G6", "H6", "I6", "J6"},
        "Chỉ tiêu": {"F5"},
        "Phần chung": {f"C{number}" for number in range(5, 5 + len(HEADER_TEXTS))},
        "Hướng dẫn": set(),
        "Mã biểu": set(),
    }
    assert helped["Báo cáo"] == {
        ("F5:F6", "list", "stop", True),
        ("G5:G6", "whole", "warning", True),
        ("H5:H6", "textLength", "stop", True),
        ("I5:I6", "textLength", "stop", True),
        ("J5:J6", "textLength", "stop", True),
    }
    assert helped["Chỉ tiêu"] == {("F5", "textLength", "stop", True)}
    assert [sheet.protection.sheet for sheet in workbook] == [True] * 5
    assert workbook.security.lockStructure is True


def test_states_are_chosen_from_a_list_and_the_guide_says_how(world, writer):
    workbook = load_workbook(io.BytesIO(taken_away(writer, world)[0]))

    [states] = [one for one in workbook["Báo cáo"].data_validations.dataValidation if one.type == "list"]
    guide = [cell.value for cell in workbook["Hướng dẫn"]["A"]]
    hints = [workbook[name]["A3"].value for name in ("Báo cáo", "Chỉ tiêu", "Phần chung")]
    assert states.formula1 == '"chưa thực hiện,đang thực hiện,đã làm xong"'
    assert states.showDropDown is not True  # in the format, True hides the arrow
    assert guide[0] == "Cách ghi biểu báo cáo"
    assert [row.partition(".")[0] for row in guide[1:]] == [str(number) for number in range(1, len(guide))]
    assert [hint.startswith("Chỉ ghi ") for hint in hints] == [True] * 3


def test_a_form_without_changes_has_nothing_to_press(world, writer):
    response = sent_back(writer, world, taken_away(writer, world)[0])

    assert response.status_code == 200
    assert "Biểu không có gì thay đổi" in response.content.decode()
    assert url(world, "-apply") not in response.content.decode()


def test_bad_cells_are_listed_and_nothing_can_be_pressed(world, writer):
    content = changed(taken_away(writer, world)[0], setting(LINES, F5="xong rồi", I5="Khác"))

    response = sent_back(writer, world, content)

    page = response.content.decode()
    assert (response.status_code, response.context["sealed"]) == (422, "")
    assert "Báo cáo, ô F5" in page
    assert url(world, "-apply") not in page


def test_a_clash_is_told_and_nothing_can_be_pressed(world, writer):
    content = changed(taken_away(writer, world)[0], setting(LINES, I5="Của biểu."))
    save_line(world.line, {"result": "Người khác ghi."}, version=1, by=world.head)

    response = sent_back(writer, world, content)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Có phần vừa được sửa trên cổng" in page
    assert "Người khác ghi." in page
    assert url(world, "-apply") not in page


def test_a_save_between_looking_and_confirming_is_told(world, writer):
    content = changed(taken_away(writer, world)[0], setting(LINES, I5="Của biểu."))
    sealed = sent_back(writer, world, content).context["sealed"]
    save_line(world.line, {"result": "Người khác ghi."}, version=1, by=world.head)

    response = writer.post(url(world, "-apply"), {"sealed": sealed})

    page = response.content.decode()
    assert response.status_code == 409
    assert "phần mà biểu cũng sửa đã được lưu lại trên cổng" in page
    assert sealed not in page
    assert ReportLine.objects.get(pk=world.line.pk).result == "Người khác ghi."


def test_a_report_that_was_sent_on_is_closed_to_the_form(world, writer, sign_in):
    content = changed(taken_away(writer, world)[0], setting(LINES, I5="Của biểu."))
    type(world.report).objects.filter(pk=world.report.pk).update(state="waiting")

    answers = [writer.get(url(world)), writer.get(url(world, "-download")), sent_back(writer, world, content)]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert sign_in(world.head).get(url(world)).status_code == 200


def test_no_file_is_told(world, writer):
    response = writer.post(url(world), {})

    assert response.status_code == 422
    assert "Hãy chọn tệp biểu đã ghi." in response.content.decode()


@pytest.mark.parametrize(("content", "name", "sentence"), BROKEN.values(), ids=BROKEN)
def test_broken_workbooks_get_a_sentence(world, writer, content, name, sentence):
    response = sent_back(writer, world, content(), name)

    assert response.status_code == 422
    assert list(response.context["form"].errors["file"]) == [f"Tệp “{name}” {sentence}"]


@pytest.mark.parametrize("more", [0, 2])
def test_query_counts_do_not_grow_with_lines(world, writer, django_assert_num_queries, more):
    for _ in range(more):
        world.add_line(result="Thêm.")
    content = changed(taken_away(writer, world)[0], setting(LINES, **{f"J{5 + n}": "Mới" for n in range(2 + more)}))

    with django_assert_num_queries(9):
        writer.get(url(world, "-download"))
    with django_assert_num_queries(14):
        response = sent_back(writer, world, content)

    assert len(response.context["changes"]) == 2 + more


def test_half_a_letter_in_a_cell_is_left_out(world, writer):
    content, _ = taken_away(writer, world)

    looked_at = sent_back(writer, world, changed(content, setting(LINES, I5="Đã mở _xD800_5 lớp.")))
    writer.post(url(world, "-apply"), {"sealed": looked_at.context["sealed"]})

    assert looked_at.status_code == 200
    assert ReportLine.objects.get(pk=world.line.pk).result == "Đã mở 5 lớp."
