"""The one door to files that people sent: the rights are asked each time, and the browser only keeps the file."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from portal.acts import page
from progress.permissions.evidence import readable_evidence

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@cache_control(private=True, no_store=True)
@page
def download(request, pk):
    evidence = get_object_or_404(readable_evidence(request.membership).select_related("unit"), pk=pk)
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
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def _gone(request, evidence, *, removed):
    return render(request, "portal/evidence/gone.html", {"evidence": evidence, "removed": removed}, status=410)
