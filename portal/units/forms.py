from django import forms

from units.enums import UnitKind


class UnitFilterForm(forms.Form):
    """What the directory is cut to; an empty form shows the whole tree."""

    q = forms.CharField(
        label="Tên hoặc mã đơn vị",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"placeholder": "Không cần gõ dấu"}),
    )
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả"), *UnitKind.choices])
    closed = forms.BooleanField(label="Cả đơn vị đã kết thúc hoạt động", required=False)
