"""What the unit of the acting post was asked for, latest first, over and done with or not; the same as a workbook."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from portal.acts import page, require
from portal.contributions.filters import AskedFilterForm
from portal.lists import Column, Listing, back_to, context_of, workbook_of
from progress.contributions import Fate, fates_of, latest_of
from progress.enums import ContributionState
from progress.models import Contribution, ContributionRequest
from tasks.permissions import can_take_lists_away

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    """A request that the unit was asked, its latest answer (or None), and what became of it."""

    asked: ContributionRequest
    latest: Contribution | None
    fate: Fate

    @property
    def is_owed(self):
        return self.asked.state == ContributionState.WAITING and self.asked.line.report.is_writable


COLUMNS = [
    Column("Nhiệm vụ", lambda row: row.asked.line.task_code, key="viec", order=("line__task_code",), width=12),
    Column(
        "Đơn vị chủ trì",
        lambda row: str(row.asked.line.report.unit),
        key="don-vi",
        order=("line__report__unit__order", "line__report__unit_id"),
        width=30,
    ),
    Column(
        "Kỳ",
        lambda row: str(row.asked.line.report.period),
        key="ky",
        order=("line__report__period__covers_to", "line__report__period_id"),
        width=20,
    ),
    Column("Nội dung đề nghị", lambda row: row.asked.note, width=60),
    Column("Đề nghị lúc", lambda row: row.asked.asked_at, key="de-nghi", order=("asked_at",)),
    Column("Hạn trả lời", lambda row: row.asked.due_on, key="han", order=("due_on",), width=14),
    Column("Lần góp", lambda row: row.latest.number if row.latest else None, width=10),
    Column("Góp lúc", lambda row: row.latest.at if row.latest else None),
    Column("Kết quả", lambda row: row.fate.words, width=44),
]


@page
def contribution_list(request):
    form, listing = _listing(request)
    context = context_of(request, form, listing) | {
        "crumbs": [("Việc của tôi", reverse("portal:home")), ("Đóng góp của đơn vị", "")],
    }
    return render(request, "portal/contributions/list.html", context, status=200 if form.is_valid() else 422)


@page
def contribution_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:contribution-list", request)
    return workbook_of(listing, "Đóng góp của đơn vị", name="dong-gop")


def _listing(request):
    asked = ContributionRequest.objects.visible_to(request.membership)
    form = AskedFilterForm(request.GET, asked=asked.filter(assignment__unit=request.membership.unit_id))
    found = form.chosen().for_page().prefetch_related("contributions").order_by("-asked_at", "-pk")
    return form, Listing(request, COLUMNS, found, read=_rows, per_page=PER_PAGE, usual="-de-nghi")


def _rows(requests):
    fates = fates_of(requests)
    return [Row(one, latest_of(one), fates[one.pk]) for one in requests]
