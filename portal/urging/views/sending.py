"""Urging: what was ticked is shown unit by unit with the level proposed and the text, then sent, with what became of
each unit."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from common import clock
from oversight.actions.urging import urge
from oversight.forms.urging import UrgeForm
from oversight.levels import next_levels
from oversight.permissions.urging import can_urge_somewhere
from oversight.urgeable import late_units
from oversight.wording import wordings_of
from portal.acts import form_page, require
from portal.urging.chosen import Chosen
from progress.forms.answers import status_of, telling_refusal

LEDGER = "Sổ đôn đốc"


@form_page(back="portal:urging-list")
def send(request):
    """GET without a choice offers the units that are late; with one, it shows who would be urged about what."""
    chosen = Chosen(request)
    require(can_urge_somewhere(request.membership))
    if not chosen.subjects:
        return _choose(request, chosen.error)
    form = UrgeForm(_data(request), wordings=wordings_of(chosen.plan), level=chosen.level)
    if request.method != "POST":
        return _show(request, chosen, form)
    if not form.is_valid() or request.POST.get("tiep") == "mau":
        return _show_again(request, chosen, form)
    with telling_refusal(form, "text") as told:
        outcomes = urge(chosen.subjects, **form.cleaned_data, by=request.membership)
    return _show(request, chosen, form) if told else _sent(request, outcomes)


def _data(request):
    return request.POST if request.method == "POST" else None


def _choose(request, error):
    """The units that are late, to be ticked, each with the level proposed."""
    on = clock.today()
    late = late_units(request.membership, on=on)
    levels = next_levels([subject for one in late for subject in one.subjects], on=on) if late else {}
    rows = [(one, (on - one.longest).days, levels[one.unit.pk]) for one in late]
    asked = request.method == "POST" or "chon" in request.GET
    context = {
        "rows": rows,
        "error": error or ("Chưa chọn đơn vị nào." if asked else ""),
        "crumbs": _crumbs("Chọn đơn vị"),
    }
    return render(request, "portal/urging/choose.html", context, status=422 if asked or error else 200)


def _show_again(request, chosen, form):
    """The form once more: with the wording asked for, or with what is to be corrected."""
    if request.POST.get("tiep") != "mau":
        return _show(request, chosen, form)
    form.offer_wording()
    # Only the wording was asked for: nothing is wrong yet.
    form.errors.clear()
    return _show(request, chosen, form, status=200)


def _show(request, chosen, form, *, status=None):
    context = {
        "form": form,
        "chosen": chosen,
        "levels": [(level, units, _url(units)) for level, units in chosen.by_level],
        "crumbs": _crumbs("Đôn đốc"),
    }
    return render(request, "portal/urging/send.html", context, status=status or status_of(form))


def _sent(request, outcomes):
    urged = [outcome for outcome in outcomes if outcome.urging]
    left_out = any(outcome.left_out for outcome in outcomes)
    summary = f"Đã đôn đốc {len(urged)} đơn vị." if urged else "Không đơn vị nào phải đôn đốc."
    more = " Việc không phải đôn đốc nữa được ghi lý do ở từng đơn vị." if left_out else ""
    context = {"outcomes": outcomes, "summary": summary + more, "crumbs": _crumbs("Kết quả")}
    return render(request, "portal/urging/sent.html", context)


def _url(units):
    query = urlencode({"chon": [value for one in units for value in one.values]}, doseq=True)
    return f"{reverse('portal:urging-send')}?{query}"


def _crumbs(here):
    return [(LEDGER, reverse("portal:urging-list")), (here, "")]
