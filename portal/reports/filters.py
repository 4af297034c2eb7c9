"""The filters of lists of reports; they stand in the address."""

from django import forms

from common.clock import today
from progress.models import Period, Report
from progress.reading import STATES_TOLD, waiting_for
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from units.models import Unit


class PeriodAndUnitForm(forms.Form):
    """What every list of reports is narrowed by; who inherits says which periods and units can be chosen."""

    ky = forms.ModelChoiceField(
        Period.objects.none(), label="Kỳ báo cáo", required=False, empty_label="Mọi kỳ", error_messages=NO_SUCH_CHOICE
    )
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị", error_messages=NO_SUCH_CHOICE
    )

    def chosen(self, reports):
        """Narrow `reports` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        for name, field in {"ky": "period", "don_vi": "unit"}.items():
            if self.cleaned_data.get(name):
                reports = reports.filter(**{field: self.cleaned_data[name]})
        return reports


class ReportFilterForm(PeriodAndUnitForm):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=for_filter([("", "Mọi tình trạng"), *((key, words) for key, (words, _) in STATES_TOLD.items())]),
        error_messages=NO_SUCH_CHOICE,
    )
    qua_han = forms.BooleanField(label="Chỉ báo cáo quá hạn chưa gửi", required=False)
    cho_toi = forms.BooleanField(label="Chỉ việc chờ tôi xử lý", required=False)

    def __init__(self, data, *, membership):
        super().__init__(data)
        self.membership = membership
        self.fields["ky"].queryset = Period.objects.visible_to(membership).only(*Period.NAME)
        owed = Report.objects.openable_by(membership).order_by().values("unit_id").distinct()
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=owed).only(*Unit.NAME)

    def chosen(self, reports):
        reports, data = super().chosen(reports), self.cleaned_data
        if data.get("tinh_trang"):
            reports = reports.filter(STATES_TOLD[data["tinh_trang"]][1])
        if data.get("qua_han"):
            reports = reports.overdue(today())
        return reports.filter(waiting_for(self.membership)) if data.get("cho_toi") else reports
