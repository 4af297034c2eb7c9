"""The list of requests for more time: what one may see, narrowed by the address; the same as a workbook."""

from django import forms
from django.shortcuts import render
from django.utils.text import capfirst

from oversight.enums import ExtensionState
from oversight.models import Extension
from portal.acts import page, require
from portal.extensions.views import TONES
from portal.lists import Column, Listing, back_to, context_of, workbook_of
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.permissions import can_take_lists_away
from units.models import Unit

PER_PAGE = 30
COLUMNS = [
    Column(
        "Gia hạn cho",
        lambda one: capfirst(one.about) if one.report_id else str(one.assignment.task),
        url=lambda one: one.get_absolute_url(),
        aside=lambda one: one.for_unit,
        width=48,
    ),
    Column(
        "Đơn vị",
        lambda one: str(one.for_unit),
        key="don-vi",
        order=("for_unit__order", "for_unit_id"),
        width=28,
    ),
    Column("Đề nghị lúc", lambda one: one.asked_at, key="luc", order=("asked_at",), width=18),
    Column("Thời hạn cũ", lambda one: one.due_on, key="han-cu", order=("due_on",), width=14),
    Column("Đề nghị tới", lambda one: one.wished_on, key="de-nghi-toi", order=("wished_on",), width=14),
    Column("Được gia hạn tới", lambda one: one.granted_on, key="gia-han-toi", order=("granted_on",), width=14),
    Column(
        "Tình trạng",
        lambda one: one.get_state_display(),
        key="tinh-trang",
        order=("state",),
        mark=lambda one: (TONES[one.state], ""),
        width=24,
    ),
    Column("Lý do", lambda one: one.reason, width=50),
]
# The reason is long: it is read on the page of the request, and goes into the workbook.
SHOWN = COLUMNS[:-1]


class ExtensionFilterForm(forms.Form):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=for_filter([("", "Mọi tình trạng"), *ExtensionState.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị", error_messages=NO_SUCH_CHOICE
    )
    cho_toi = forms.BooleanField(label="Chỉ đề nghị chờ tôi quyết định", required=False)

    def __init__(self, data, *, membership):
        super().__init__(data)
        self.membership = membership
        asked = Extension.objects.visible_to(membership).order_by().values("for_unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=asked)

    def chosen(self, extensions):
        """Narrow `extensions` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("tinh_trang"):
            extensions = extensions.filter(state=data["tinh_trang"])
        if data.get("don_vi"):
            extensions = extensions.filter(for_unit=data["don_vi"])
        if data.get("cho_toi"):
            heads = [self.membership.unit_id] if self.membership.is_head else []
            extensions = extensions.to_decide_by(heads)
        return extensions


@page
def extension_list(request):
    form, listing = _listing(request, SHOWN)
    context = context_of(request, form, listing)
    return render(request, "portal/extensions/list.html", context, status=200 if form.is_valid() else 422)


@page
def extension_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request, COLUMNS)
    if not form.is_valid():
        return back_to("portal:extension-list", request)
    return workbook_of(listing, "Gia hạn", name="gia-han")


def _listing(request, columns):
    form = ExtensionFilterForm(request.GET, membership=request.membership)
    found = form.chosen(Extension.objects.visible_to(request.membership)).for_list()
    return form, Listing(request, columns, found, per_page=PER_PAGE, usual="-luc")
