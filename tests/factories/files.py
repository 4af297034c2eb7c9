"""Real small files of each kind the portal keeps, and what people send by mistake or by malice."""

import io
import zipfile

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PPTX_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)


def make_pdf(text="Báo cáo"):
    body = (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n% {text}\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    )
    return (body + f"xref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n").encode()


def make_docx(text="Kết quả thực hiện"):
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def make_xlsx(text="Số liệu"):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append([text, 1])
    book.save(stream)
    return stream.getvalue()


def make_pptx():
    return make_zip({"[Content_Types].xml": PPTX_TYPES, "ppt/presentation.xml": "<p:presentation/>"})


def make_image(kind="JPEG", size=(8, 6), mode="RGB"):
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    return stream.getvalue()


def make_zip(members, *, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def add_members(content, members):
    """Return the zip `content` with more members in it."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return stream.getvalue()


def make_upload(name="bao-cao.pdf", content=None):
    return SimpleUploadedFile(name, make_pdf() if content is None else content)
