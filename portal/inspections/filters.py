"""The filters of the lists of inspections and of findings; they stand in the address."""

from django import forms
from django.db.models import Q

from common import clock
from common.forms import DayField
from figures.inspections import FINDING_NUMBERS
from oversight.enums import FindingState, InspectionKind, InspectionState
from oversight.models import Finding, InspectedUnit, Inspection
from portal.extents import ExtentForm
from portal.findings import FINDINGS_BY
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from units.models import Unit

# How a finding stands, by its key in the address; the day is passed in.
STANDINGS = {
    "chua-khac-phuc": lambda on: Q(state=FindingState.OWED),
    "qua-han": lambda on: Q(state=FindingState.OWED, due_on__lt=on),
    "cho-xem-xet": lambda on: Q(state=FindingState.REPORTED),
    "da-khep-lai": lambda on: Q(state=FindingState.CLOSED),
}


def number_of(standing):
    """Return the FindingNumber whose rows the filter `standing` (a key of STANDINGS) shows."""
    return FINDING_NUMBERS[FINDINGS_BY[standing]]


class _UnitFilter(forms.Form):
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị", error_messages=NO_SUCH_CHOICE
    )


class InspectionFilterForm(_UnitFilter):
    hinh_thuc = forms.ChoiceField(
        label="Hình thức",
        required=False,
        choices=for_filter([("", "Mọi hình thức"), *InspectionKind.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=for_filter([("", "Mọi tình trạng"), *InspectionState.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    tu = DayField(label="Từ ngày", required=False, help_text="")
    den = DayField(label="Đến ngày", required=False, help_text="")

    def __init__(self, data, *, membership):
        super().__init__(data)
        seen = Inspection.objects.visible_to(membership).order_by().values("pk")
        rows = InspectedUnit.objects.filter(inspection__in=seen).order_by().values("unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=rows)

    def chosen(self, inspections):
        """Narrow `inspections` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        if unit := data.get("don_vi"):
            rows = InspectedUnit.objects.filter(unit=unit).order_by().values("inspection_id")
            inspections = inspections.filter(pk__in=rows)
        lookups = {
            "kind": data.get("hinh_thuc"),
            "state": data.get("tinh_trang"),
            "ends_on__gte": data.get("tu"),
            "starts_on__lte": data.get("den"),
        }
        return inspections.filter(**{lookup: value for lookup, value in lookups.items() if value})


class FindingFilterForm(_UnitFilter, ExtentForm):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Mọi tình trạng"), *((key, number_of(key).words) for key in STANDINGS)],
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data, *, membership):
        super().__init__(data, membership=membership)
        seen = Finding.objects.visible_to(membership).order_by().values("unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=seen)

    def chosen(self, findings):
        """Narrow `findings` as `InspectionFilterForm.chosen` does."""
        self.is_valid()
        findings = self.within(findings, plan="inspection__plan", unit="unit")
        if unit := self.cleaned_data.get("don_vi"):
            findings = findings.filter(unit=unit)
        standing = self.cleaned_data.get("tinh_trang")
        return findings.filter(STANDINGS[standing](clock.today())) if standing else findings

    @property
    def formula(self):
        """How what is shown is counted, in words; "" when all is shown."""
        standing = self.cleaned_data.get("tinh_trang")
        return number_of(standing).formula if standing else ""
