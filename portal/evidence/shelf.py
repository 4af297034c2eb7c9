"""The shelf of one's own unit: its files and issued documents, each with the places that cite it; also a workbook."""

from dataclasses import dataclass
from functools import partial

from django.shortcuts import render

from portal.acts import page, require
from portal.evidence.filters import ShelfFilterForm
from portal.lists import Column, Listing, back_to, workbook_of
from progress.models import Evidence
from progress.permissions.evidence import can_see_shelf
from progress.shelf import shelf_of, uses_of

PER_PAGE = 20
KILOBYTE = 1024


@dataclass(frozen=True)
class Row:
    evidence: Evidence
    uses: list


COLUMNS = [
    Column("Minh chứng", lambda row: str(row.evidence), key="ten", order=("search_text",), width=50),
    Column("Loại", lambda row: row.evidence.get_kind_display(), key="loai-minh-chung", order=("kind",), width=20),
    Column("Cơ quan ban hành", lambda row: row.evidence.document_issuer, width=30),
    Column("Ngày văn bản", lambda row: row.evidence.document_on, key="ngay", order=("document_on",), width=14),
    Column("Dung lượng (KB)", lambda row: -(-row.evidence.size // KILOBYTE) or None, key="nang", order=("size",)),
    Column("Người đưa lên", lambda row: str(row.evidence.added_by), width=26),
    Column("Đưa lên lúc", lambda row: row.evidence.added_at, key="luc", order=("added_at",)),
    Column("Ghi chú", lambda row: row.evidence.note, width=30),
    Column("Mã băm", lambda row: row.evidence.short_hash),
    Column("Nơi đã dẫn", lambda row: "; ".join(_place(use) for use in row.uses), width=50),
]


@page
def evidence_list(request):
    require(can_see_shelf(request.membership))
    form, listing = _listing(request)
    context = {"form": form, "listing": listing, "page": listing.page, "rows": listing.rows, "may_take_away": True}
    return render(request, "portal/evidence/list.html", context, status=200 if form.is_valid() else 422)


@page
def evidence_list_export(request):
    require(can_see_shelf(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:evidence-list", request)
    return workbook_of(listing, "Kho minh chứng", name="kho-minh-chung")


def _listing(request):
    form = ShelfFilterForm(request.GET, unit_id=request.membership.unit_id)
    found = form.chosen(shelf_of(request.membership.unit_id)).select_related("added_by")
    read = partial(_rows, membership=request.membership)
    return form, Listing(request, COLUMNS, found, read=read, per_page=PER_PAGE, usual="-luc")


def _rows(pieces, membership):
    uses = uses_of(pieces, membership)
    return [Row(evidence, uses[evidence.pk]) for evidence in pieces]


def _place(use):
    return f"{use.where} ({use.how})" if use.how else use.where
