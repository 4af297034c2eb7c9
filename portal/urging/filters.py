"""The filters of the urging ledger; they stand in the address."""

from django import forms
from django.db.models import Q

from common import clock
from common.forms import DayField
from oversight.enums import UrgingChannel, UrgingLevel
from oversight.models import Urging
from portal.extents import ExtentForm
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from units.models import Unit

WAITS = Q(answered_at=None, work_open=True)
# How an urging stands, by its key in the address; the day is passed in.
STANDINGS = {
    "cho-tiep-nhan": ("Chờ tiếp nhận", lambda on: WAITS & Q(acknowledged_at=None)),
    "cho-tra-loi": ("Chưa trả lời", lambda on: WAITS),
    "qua-han": ("Chưa trả lời, quá hạn trả lời", lambda on: WAITS & Q(answer_by__lt=on)),
    "da-tra-loi": ("Đã trả lời", lambda on: Q(answered_at__isnull=False)),
    "chua-xong": ("Việc chưa xong", lambda on: Q(work_open=True)),
    "da-xong": ("Việc đã xong", lambda on: Q(work_open=False)),
}


class UrgingFilterForm(ExtentForm):
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị", error_messages=NO_SUCH_CHOICE
    )
    muc = forms.ChoiceField(
        label="Mức",
        required=False,
        choices=for_filter([("", "Mọi mức"), *UrgingLevel.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    hinh_thuc = forms.ChoiceField(
        label="Hình thức",
        required=False,
        choices=for_filter([("", "Mọi hình thức"), *UrgingChannel.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Mọi tình trạng"), *((key, words) for key, (words, _) in STANDINGS.items())],
        error_messages=NO_SUCH_CHOICE,
    )
    tu = DayField(label="Từ ngày", required=False, help_text="")
    den = DayField(label="Đến ngày", required=False, help_text="")

    def __init__(self, data, *, membership):
        super().__init__(data, membership=membership)
        urged = Urging.objects.visible_to(membership).order_by().values("unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=urged)

    def chosen(self, urgings):
        """Narrow `urgings` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        urgings = self.within(urgings, plan="plan", unit="unit")
        lookups = {
            "unit": data.get("don_vi"),
            "level": data.get("muc"),
            "channel": data.get("hinh_thuc"),
            "urged_on__gte": data.get("tu"),
            "urged_on__lte": data.get("den"),
        }
        urgings = urgings.filter(**{lookup: value for lookup, value in lookups.items() if value})
        standing = data.get("tinh_trang")
        return urgings.filter(STANDINGS[standing][1](clock.today())) if standing else urgings
