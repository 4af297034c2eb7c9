"""The one door to files that people sent: the rights are asked each time, and the browser only keeps the file.

Pictures alone are also shown in place, never as they were sent but drawn anew, small.
"""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from common.previews import make_preview
from portal.acts import page
from progress.permissions.evidence import readable_evidence

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
LARGE, SMALL = 1200, 320


@cache_control(private=True, no_store=True)
@page
def download(request, pk):
    evidence = _evidence_or_404(request, pk)
    if evidence.removed_at:
        return _gone(request, evidence, removed=True)
    if not evidence.file:
        raise Http404
    try:
        content = default_storage.open(evidence.file.name)
    except FileNotFoundError:
        return _gone(request, evidence, removed=False)
    response = FileResponse(
        content, as_attachment=True, filename=evidence.original_name, content_type=evidence.content_type
    )
    return _guarded(response)


# The browser keeps the picture but asks each time: whoever lost the right, or what was removed, is seen no more, and
# on a weak line the answer is a few bytes.
@cache_control(private=True, no_cache=True)
@page
def preview(request, pk, side):
    evidence = _evidence_or_404(request, pk)
    if not evidence.is_image or not evidence.file:
        raise Http404
    tag = f'"{evidence.sha256}-{side}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
        response["ETag"] = tag
        return response
    picture = _drawn(evidence, side)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["ETag"] = tag
    return _guarded(response)


def _evidence_or_404(request, pk):
    return get_object_or_404(readable_evidence(request.membership).select_related("unit"), pk=pk)


def _drawn(evidence, side):
    try:
        with default_storage.open(evidence.file.name) as stream:
            return make_preview(stream, evidence.content_type, side=side)
    except FileNotFoundError:
        return None


def _guarded(response):
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def _gone(request, evidence, *, removed):
    return render(request, "portal/evidence/gone.html", {"evidence": evidence, "removed": removed}, status=410)
