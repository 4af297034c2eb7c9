"""The urging ledger as a list, as a workbook and as the account of a period."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from common import clock
from oversight.permissions.urging import can_keep_wording_somewhere, can_urge_somewhere
from portal.acts import page, require
from portal.answers import as_docx
from portal.lists import back_to, context_of, workbook_of
from portal.urging.columns import LEDGER
from portal.urging.document import account_as_docx
from portal.urging.ledger import ledger_of
from tasks.permissions import can_take_lists_away


@page
def urging_list(request):
    form, listing = ledger_of(request, whole=False)
    context = context_of(request, form, listing) | {
        "send_url": reverse("portal:urging-send") if can_urge_somewhere(request.membership) else "",
        "keeps_wording": can_keep_wording_somewhere(request.membership),
    }
    return render(request, "portal/urging/list.html", context, status=200 if form.is_valid() else 422)


@page
def urging_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = ledger_of(request, LEDGER)
    if not form.is_valid():
        return back_to("portal:urging-list", request)
    return workbook_of(listing, "Sổ đôn đốc", name="so-don-doc")


@cache_control(private=True, no_store=True)
@page
def account(request):
    """The account of a period on paper: exactly the rows one sees."""
    require(can_take_lists_away(request.membership))
    form, listing = ledger_of(request)
    if not form.is_valid():
        return back_to("portal:urging-list", request)
    content = account_as_docx(request.membership.unit, listing, form.cleaned_data, on=clock.today())
    return as_docx(content, f"Báo cáo công tác đôn đốc {clock.today():%d-%m-%Y}")
