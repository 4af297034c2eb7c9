"""Lists of people as an administrator would send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from common.clock import today
from units.people_rows import read_people
from units.people_sheet import COLUMNS, write_template

KEYS = [column.key for column in COLUMNS]


def person(at, **values):
    """Return one row that can be taken as it stands, with `values` in place of its own."""
    row = {
        "full_name": "Nông Khánh Linh",
        "username": "khanhlinh",
        "email": "khanhlinh@example.vn",
        "work_phone": "0271 399 001",
        "unit": at.code,
        "role": "chuyên viên",
        "title": "Công chức Văn hóa - Xã hội",
        "valid_from": "01/07/2024",
        "valid_to": None,
    }
    return row | values


def filled(*rows, change=None):
    """Return the template, filled in with the rows, as the bytes of a file; `change` may still spoil its workbook."""
    with write_template(today()) as file:
        file.seek(0)
        workbook = load_workbook(file)
    for number, row in enumerate(rows, start=2):
        for place, key in enumerate(KEYS, start=1):
            workbook.worksheets[0].cell(number, place).value = row[key]
    if change:
        change(workbook)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def as_upload(content, name="danh-sach.xlsx"):
    return SimpleUploadedFile(name, content)


def typed(*rows, **options):
    return read_people(as_upload(filled(*rows, **options)))
