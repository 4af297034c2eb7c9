"""The filter bar of the dashboards, and what a list behind a number is asked for.

A filter that is wrong or out of sight is named with the way out; it is never silently dropped.
"""

from django import forms

from common.clock import today
from figures.cells import NUMBERS
from figures.changes import DUTY_CHANGES, REPORT_CHANGES
from figures.extensions import EXTENSION_NUMBERS
from figures.lengths import Length
from figures.reports import REPORT_NUMBERS
from figures.waiting import Age
from portal.extents import KINDS

WHOLE, OWN = "ke-hoach", "don-vi"
EXTENTS = [(WHOLE, "Toàn kế hoạch"), (OWN, "Đơn vị tôi và các đơn vị bên dưới")]
NOT_OFFERED = {"invalid_choice": "Mục này không có trong phạm vi được xem; hãy chọn lại trong danh sách."}
LENGTHS = [("", "Mọi độ dài"), *Length.choices]
NO_SUCH_NUMBER = "Không có số liệu này; hãy bấm lại vào con số trên trang Tổng quan."


DAY = {
    "input_formats": ["%d/%m/%Y", "%Y-%m-%d"],
    "error_messages": {"invalid": "Ngày không đọc được; hãy ghi như 25/06/2024."},
}


def day_input():
    # A browser's own calendar shows the day in the order of its own language; text keeps ours.
    attrs = {"inputmode": "numeric", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}
    return forms.DateInput(format="%d/%m/%Y", attrs=attrs)


class FilterForm(forms.Form):
    """Choices hold only what the post may see; a field with nothing to choose stays hidden."""

    ke_hoach = forms.ChoiceField(label="Kế hoạch", required=False, error_messages=NOT_OFFERED)
    pham_vi = forms.ChoiceField(label="Phạm vi", required=False, choices=EXTENTS, error_messages=NOT_OFFERED)
    ky = forms.ChoiceField(label="Kỳ báo cáo", required=False, error_messages=NOT_OFFERED)
    ngay = forms.DateField(
        label="Tính đến hết ngày",
        required=False,
        widget=day_input(),
        **DAY,
    )
    loai = forms.ChoiceField(label="Loại đơn vị", required=False, choices=KINDS, error_messages=NOT_OFFERED)
    nhanh = forms.ChoiceField(label="Nhánh", required=False, error_messages=NOT_OFFERED)

    def __init__(self, data, *, plans, periods, branches, extents, kinds):
        super().__init__(data)
        self.periods = periods
        self.fields["ngay"].widget.attrs["placeholder"] = f"{self.usual_day:%d/%m/%Y}"
        self._offer("ke_hoach", [(str(plan.pk), str(plan)) for plan in plans], hidden=len(plans) < 2)
        self._offer("ky", [("", "Mọi kỳ"), *((str(period.pk), str(period)) for period in periods)])
        self._offer(
            "nhanh",
            [("", "Mọi nhánh"), *((str(place.unit_id), str(place.unit)) for place in branches)],
            hidden=not branches,
        )
        for name, offered in [("pham_vi", extents), ("loai", kinds)]:
            if not offered:
                self.fields[name].widget = forms.HiddenInput()

    @property
    def filters(self):
        """The fields of the filter bar, without those that only a list is asked by."""
        return [self[name] for name in FilterForm.base_fields]

    @property
    def period_meant(self):
        """The period asked for, or None for all."""
        return next((period for period in self.periods if str(period.pk) == self.data.get("ky")), None)

    @property
    def usual_day(self):
        """The day meant when none is asked for: of a period that has closed, the day it closed; else today."""
        period = self.period_meant
        return min(period.closes_on, today()) if period else today()

    def clean_ngay(self):
        day = self.cleaned_data["ngay"] or self.usual_day
        if day > today():
            raise forms.ValidationError("Ngày xem số liệu không được sau hôm nay.")
        return day

    def _offer(self, name, choices, *, hidden=False):
        self.fields[name].choices = choices
        if hidden:
            self.fields[name].widget = forms.HiddenInput()


class DeskForm(FilterForm):
    """Of a page that is about what waits: no period and no kind of unit, for what waits lies with whoever judges."""

    shown = ["ke_hoach", "pham_vi", "ngay", "nhanh"]

    def __init__(self, data, **offered):
        super().__init__(data, **offered)
        for name in ["ky", "loai"]:
            del self.fields[name]

    @property
    def filters(self):
        return [self[name] for name in self.shown]

    @property
    def period_meant(self):
        return None


class WaitingListForm(DeskForm):
    tuoi = forms.ChoiceField(
        label="Đã chờ",
        required=False,
        choices=[("", "Mọi độ dài"), *Age.choices],
        error_messages=NOT_OFFERED,
    )


class LengthForm(FilterForm):
    """A list that can be narrowed to what is, or was, late by so many days."""

    muon = forms.ChoiceField(label="Độ dài quá hạn", required=False, choices=LENGTHS, error_messages=NOT_OFFERED)


class DutyListForm(LengthForm):
    """Besides the filters: which number, and of which group, clause, task or single unit."""

    o = forms.ChoiceField(
        label="Số liệu",
        choices=[(name, number.words) for name, number in NUMBERS.items()],
        error_messages={"invalid_choice": NO_SUCH_NUMBER, "required": NO_SUCH_NUMBER},
    )
    nhom = forms.IntegerField(label="Nhóm nhiệm vụ", required=False, min_value=1, max_value=9999)
    muc = forms.IntegerField(label="Mục tổ chức thực hiện", required=False, min_value=1, max_value=9999)
    viec = forms.IntegerField(label="Nhiệm vụ", required=False, min_value=1, max_value=2**62)
    don_vi = forms.IntegerField(label="Đơn vị", required=False, min_value=1, max_value=2**62)


class ReportListForm(LengthForm):
    o = forms.ChoiceField(
        label="Số liệu",
        choices=[(name, number.words) for name, number in REPORT_NUMBERS.items()],
        error_messages={"invalid_choice": NO_SUCH_NUMBER, "required": NO_SUCH_NUMBER},
    )
    don_vi = forms.IntegerField(label="Đơn vị", required=False, min_value=1, max_value=2**62)


class ExtensionListForm(FilterForm):
    o = forms.ChoiceField(
        label="Số liệu",
        choices=[(name, number.words) for name, number in EXTENSION_NUMBERS.items()],
        error_messages={"invalid_choice": NO_SUCH_NUMBER, "required": NO_SUCH_NUMBER},
    )
    tu = forms.DateField(label="Quyết định từ ngày", required=False, widget=day_input(), **DAY)
    don_vi = forms.IntegerField(label="Đơn vị", required=False, min_value=1, max_value=2**62)


def _change_field(numbers):
    return forms.ChoiceField(
        label="Số liệu",
        choices=[(name, number.words) for name, number in numbers.items()],
        error_messages={"invalid_choice": NO_SUCH_NUMBER, "required": NO_SUCH_NUMBER},
    )


class ChangeForm(FilterForm):
    """Besides the filters: with the end of which earlier day the end of `ngay` is compared."""

    so_voi = forms.DateField(label="So với hết ngày", widget=day_input(), **DAY)

    def clean(self):
        earlier, day = self.cleaned_data.get("so_voi"), self.cleaned_data.get("ngay")
        if earlier and day and earlier > day:
            self.add_error("so_voi", "Ngày so sánh phải trước hoặc bằng ngày xem số liệu.")


class DutyChangeForm(ChangeForm):
    o = _change_field(DUTY_CHANGES)


class ReportChangeForm(ChangeForm):
    o = _change_field(REPORT_CHANGES)
