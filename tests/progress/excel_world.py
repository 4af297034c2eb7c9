"""A report taken away as an Excel form, changed by whoever tests, and sent back."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from progress.forms.excel.changes import FilledForm
from progress.forms.excel.reading import read_form
from progress.forms.excel.shape import HEADER, LINES, VALUES
from progress.forms.excel.writing import write_form
from progress.forms.report_parts import ReportParts
from progress.models import Report, ReportValue
from tests.factories import make_indicator
from tests.progress.report_world import ReportWorld

# cells of the form of the world below
STATE, PERCENT, DONE_ON, RESULT, PRODUCT = "FGHIJ"
FIRST, ONE_OFF = 5, 6
VALUE = "F5"


class ExcelWorld(ReportWorld):
    """A recurring line with one indicator (row 5) and a one-off line (row 6)."""

    def __init__(self):
        super().__init__()
        self.indicator = make_indicator(self.line.assignment.task, name="Số buổi", unit_of_measure="buổi")
        ReportValue.objects.create(line=self.line, indicator=self.indicator, value=3)
        self.one_off = self.add_finished_line(cited=False)

    def form(self):
        """Return the bytes of the form as it is downloaded now."""
        return write_form(ReportParts(self.fresh()))

    def filled(self, change=None, *, form=None):
        """Return the FilledForm of the form after `change(workbook)`."""
        return filled(self.fresh(), changed(form or self.form(), change))


def filled(report, content):
    typed = read_form(SimpleUploadedFile("bieu.xlsx", content), ReportParts(report))
    return FilledForm(Report.objects.select_related("period__plan", "unit", "to_unit").get(pk=report.pk), typed)


def changed(content, change=None):
    """Return the workbook as it is saved again after `change(workbook)`."""
    workbook = load_workbook(io.BytesIO(content))
    if change:
        change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def setting(sheet, **cells):
    """Return a change that writes the cells of one sheet."""

    def change(workbook):
        for place, value in cells.items():
            workbook[sheet][place] = value

    return change


__all__ = ["DONE_ON", "FIRST", "HEADER", "LINES", "ONE_OFF", "PERCENT", "PRODUCT", "RESULT", "STATE", "VALUE", "VALUES"]
