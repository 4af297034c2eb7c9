"""Evidence of the sample data, made on the spot: an issued document each, and for some lines a file."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image, ImageDraw

from portal.demo.wording import pick
from progress.actions.evidence import attach_document, attach_file

WIDTH, HEIGHT = 960, 600


def attach_proof(line, done_on, *, by):
    """Cite an issued document on `line`, and for one line in three a file as well."""
    number = 1 + pick(line.report.unit.code, line.task_code, "number", among=90)
    attach_document(
        line,
        number=f"{number:02d}-{_kind(line)}/{by.unit.document_symbol or 'VP'}",
        issued_on=done_on,
        issuer=by.unit.issuing_name or by.unit.name,
        subject=f"{line.task_title} ({by.unit})",
        declared=True,
        by=by,
    )
    if pick(line.report.unit.code, line.task_code, "file", among=3) == 0:
        attach_file(line, make_minutes(line, done_on), declared=True, by=by)


def attach_picture(line, *, by):
    """Cite a picture on `line`."""
    attach_file(line, make_picture(line), declared=True, by=by)


def make_minutes(line, day):
    """Return a small .docx upload: the minutes of a meeting on `day`."""
    document, stream = Document(), BytesIO()
    document.add_heading("Biên bản hội nghị (dữ liệu mẫu)", level=1)
    document.add_paragraph(f"Ngày {day:%d/%m/%Y}, {line.report.unit} tổ chức hội nghị về nội dung: {line.task_title}.")
    document.add_paragraph("Tệp này do cổng tự tạo để chạy thử, không phải văn bản thật.")
    document.save(stream)
    return SimpleUploadedFile(f"Biên bản {line.task_code.replace('.', '-')}.docx", stream.getvalue())


def make_picture(line):
    """Return a small .png upload: a drawing that says it is one."""
    period = line.report.period
    shade = 120 + pick(line.report.unit.code, line.task_code, period, "shade", among=90)
    image, stream = Image.new("RGB", (WIDTH, HEIGHT), (40, shade, 140)), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, HEIGHT // 2, WIDTH - 40, HEIGHT - 40), fill=(230, 236, 232))
    draw.text((80, HEIGHT // 2 + 40), f"ANH MAU - {line.task_code} - {period.number}/{period.year}", fill=(30, 50, 60))
    image.save(stream, "PNG")
    return SimpleUploadedFile(f"Ảnh hoạt động {line.task_code} ({period}).png".replace("/", "-"), stream.getvalue())


def _kind(line):
    return "KH" if line.task_code in {"TC1.2", "TC2.1"} else "BC"
