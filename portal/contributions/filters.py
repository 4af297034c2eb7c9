"""The filters of what a unit was asked for; they stand in the address."""

from django import forms
from django.db.models import Q

from progress.enums import ContributionState, ReportState
from progress.models import Period
from tasks.forms.fields import NO_SUCH_CHOICE
from units.models import Unit

SENT = Q(line__report__state__in=ReportState.with_receiver())
# As the list tells them (progress.contributions.fate_of): a request not answered is over once the report is sent.
ENDS = {
    "cho-tra-loi": ("Chờ trả lời", Q(state=ContributionState.WAITING) & ~SENT),
    "da-gop": ("Đã góp nội dung", Q(state=ContributionState.ANSWERED)),
    "da-tu-choi": ("Đã từ chối", Q(state=ContributionState.DECLINED)),
    "khong-phai-gop": ("Báo cáo đã gửi, không phải góp nữa", Q(state=ContributionState.WAITING) & SENT),
    "da-rut": ("Đơn vị chủ trì đã rút", Q(state=ContributionState.WITHDRAWN)),
}


class AskedFilterForm(forms.Form):
    """Only periods and units that `asked`, the requests of the list, speak of are offered."""

    ky = forms.ModelChoiceField(
        Period.objects.none(), label="Kỳ báo cáo", required=False, empty_label="Mọi kỳ", error_messages=NO_SUCH_CHOICE
    )
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị chủ trì",
        required=False,
        empty_label="Mọi đơn vị",
        error_messages=NO_SUCH_CHOICE,
    )
    ket_qua = forms.ChoiceField(
        label="Kết quả",
        required=False,
        choices=[("", "Mọi kết quả"), *((key, words) for key, (words, _) in ENDS.items())],
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data, *, asked):
        super().__init__(data)
        self.asked, plain = asked, asked.order_by()
        self.fields["ky"].queryset = Period.objects.filter(pk__in=plain.values("line__report__period"))
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=plain.values("line__report__unit"))

    def chosen(self):
        """Return the requests narrowed by every filter that was understood; one that was not is told beside it."""
        self.is_valid()
        found, data = self.asked, self.cleaned_data
        for name, field in {"ky": "line__report__period", "don_vi": "line__report__unit"}.items():
            if data.get(name):
                found = found.filter(**{field: data[name]})
        return found.filter(ENDS[data["ket_qua"]][1]) if data.get("ket_qua") else found
