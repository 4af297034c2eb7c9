"""Documents as answers."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.documents import CONTENT_TYPE


def as_docx(content, name):
    """Return the download of a document under a Vietnamese name, without signs that a disk refuses."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    plain = "".join("-" if char in '\\/:*?"<>|' else char for char in name)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{plain}.docx")
    return response
