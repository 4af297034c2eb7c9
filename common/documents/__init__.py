"""Official documents as .docx: a small description, dressed in the form that the rules of its day prescribe."""

from common.documents.build import build
from common.documents.content import (
    Annex,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Span,
    Table,
)
from common.documents.rules import FORMS, Kind, OfficialForm, form_for

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = [
    "CONTENT_TYPE",
    "FORMS",
    "Annex",
    "Column",
    "Document",
    "Heading",
    "Kind",
    "Letterhead",
    "OfficialForm",
    "Paragraph",
    "Signature",
    "Span",
    "Table",
    "build",
    "form_for",
]
