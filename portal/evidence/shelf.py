"""The shelf of one's own unit: its files and issued documents, each with the places that cite it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

from portal.acts import page
from portal.evidence.filters import ShelfFilterForm
from progress.models import Evidence
from progress.shelf import shelf_of, uses_of

PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    evidence: Evidence
    uses: list


@page
def evidence_list(request):
    if request.membership.is_administrator:
        raise PermissionDenied
    form = ShelfFilterForm(request.GET, unit_id=request.membership.unit_id)
    found = form.chosen(shelf_of(request.membership.unit_id)).select_related("added_by")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    uses = uses_of(list(shown), request.membership)
    context = {
        "form": form,
        "page": shown,
        "rows": [Row(evidence, uses[evidence.pk]) for evidence in shown],
    }
    return render(request, "portal/evidence/list.html", context, status=200 if form.is_valid() else 422)
