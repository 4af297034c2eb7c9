"""The filters of the list of reports; they stand in the address."""

from django import forms
from django.db.models import Q

from common.clock import today
from progress.enums import ReportState
from progress.models import Period
from progress.reading import openable_by, waiting_for
from units.models import Unit

_S = ReportState
# What outsiders may know: how far the unit is with itself is not told, so it cannot be asked for either.
STATES = {
    "chua-gui": ("chưa gửi", Q(state__in=[_S.DRAFT, _S.WAITING], asked_for_more_at=None)),
    "da-gui": ("đã gửi, chờ tiếp nhận", Q(state=_S.SUBMITTED)),
    "da-tiep-nhan": ("đã tiếp nhận", Q(state=_S.RECEIVED)),
    "can-bo-sung": ("cần bổ sung", Q(asked_for_more_at__isnull=False)),
    "da-xac-nhan": ("đã xác nhận", Q(state=_S.CONFIRMED)),
    "khong-phat-sinh": ("đã gửi, không phát sinh", Q(state__in=_S.with_receiver()) & ~Q(nil_reason="")),
}


class ReportFilterForm(forms.Form):
    ky = forms.ModelChoiceField(Period.objects.none(), label="Kỳ báo cáo", required=False, empty_label="Mọi kỳ")
    don_vi = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị")
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Mọi tình trạng"), *((key, words) for key, (words, _) in STATES.items())],
    )
    qua_han = forms.BooleanField(label="Chỉ báo cáo quá hạn chưa gửi", required=False)
    cho_toi = forms.BooleanField(label="Chỉ việc chờ tôi xử lý", required=False)

    def __init__(self, data, *, membership):
        super().__init__(data)
        self.membership = membership
        self.fields["ky"].queryset = Period.objects.visible_to(membership)
        owed = openable_by(membership).order_by().values("unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=owed)

    def chosen(self, reports):
        """Narrow `reports` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("ky"):
            reports = reports.filter(period=data["ky"])
        if data.get("don_vi"):
            reports = reports.filter(unit=data["don_vi"])
        if data.get("tinh_trang"):
            reports = reports.filter(STATES[data["tinh_trang"]][1])
        if data.get("qua_han"):
            reports = reports.overdue(today())
        return reports.filter(waiting_for(self.membership)) if data.get("cho_toi") else reports
