"""Forms of reporting periods: the same dates for a change and for an ad hoc period."""

from django import forms

from common.forms import DayField
from progress.actions.periods import proposed_dues, wrong_dates
from progress.actions.report_writing import clean_text
from progress.forms.evidence import PlainField
from progress.models import Period
from tasks.enums import Level, PeriodKind
from units.models import Unit

DATES = ["covers_from", "covers_to", "opens_on", "closes_on"]
NO_REASON = "Hãy ghi lý do thay đổi."
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodDatesForm(forms.Form):
    """The dates of a period and the due day of each level."""

    covers_from = DayField(label="Số liệu từ ngày")
    covers_to = DayField(label="Chốt số liệu ngày")
    opens_on = DayField(label="Mở kỳ ngày")
    due_1 = DayField(label="Hạn gửi của đơn vị cấp 1")
    due_2 = DayField(label="Hạn gửi của đơn vị cấp 2")
    due_3 = DayField(label="Hạn gửi của đơn vị cấp 3")
    closes_on = DayField(label="Đóng kỳ ngày", help_text="Số liệu của kỳ được giữ theo ngày này.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for level in Level:
            self.fields[f"due_{level}"].help_text = level.label.partition(": ")[2].capitalize()

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if hasattr(value, "year") and not FIRST_YEAR <= value.year <= LAST_YEAR:
                self.add_error(name, f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        self.fill_dues()
        if not self.errors:
            for name, sentence in wrong_dates(self.dates, self.dues).items():
                self.add_error(name, sentence)
        return cleaned

    def fill_dues(self):
        """Leave due days as they were typed; a kind of period may propose those that were not."""

    @property
    def dates(self):
        return {name: self.cleaned_data[name] for name in DATES}

    @property
    def dues(self):
        return {level: self.cleaned_data[f"due_{level}"] for level in Level}


class PeriodForm(PeriodDatesForm, forms.ModelForm):
    """Change the dates of a period, with a reason; the same in the portal and in the admin."""

    field_order = [*DATES[:3], "due_1", "due_2", "due_3", "closes_on", "reason"]

    class Meta:
        model = Period
        fields = DATES

    reason = forms.CharField(
        label="Lý do thay đổi",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do được giữ trong lịch sử của kỳ; các đơn vị đều đọc được.",
        error_messages={"required": NO_REASON},
    )

    def __init__(self, *args, instance, initial=None, **kwargs):
        dues = {f"due_{due.level}": due.due_on for due in instance.dues.all()}
        super().__init__(*args, instance=instance, initial=dues | (initial or {}), **kwargs)

    def clean_reason(self):
        reason = clean_text(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(NO_REASON)
        return reason


class AdHocPeriodForm(PeriodDatesForm):
    """Ask some units for a report outside the regular periods. Due days left empty follow the usual rule."""

    field_order = ["kind", "title", *DATES[:3], "due_1", "due_2", "due_3", "closes_on", "units"]

    kind = forms.ChoiceField(
        label="Loại kỳ",
        choices=[(kind.value, kind.label.capitalize()) for kind in (PeriodKind.AD_HOC, PeriodKind.THEMATIC)],
    )
    title = PlainField(label="Tên kỳ", max_length=200, help_text="Ví dụ: Báo cáo chuyên đề tuyên truyền biên giới.")
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="Đơn vị báo cáo",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        places = plan.participations.filter(valid_to=None, reports_to__isnull=False)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=places.order_by().values("unit_id"))
        for level in Level:
            field = self.fields[f"due_{level}"]
            field.required = False
            field.help_text += ". Để trống thì cổng tính theo ngày chốt số liệu, tránh ngày nghỉ."

    def fill_dues(self):
        covers_to = self.cleaned_data.get("covers_to")
        if covers_to is None or self.errors:
            return
        proposed = proposed_dues(covers_to)
        for level in Level:
            self.cleaned_data[f"due_{level}"] = self.cleaned_data.get(f"due_{level}") or proposed[level]


class PeriodFilterForm(forms.Form):
    """What the list of periods is cut to."""

    loai = forms.ChoiceField(
        label="Loại kỳ",
        required=False,
        choices=[("", "Mọi loại kỳ"), ("thuong-xuyen", "Kỳ thường xuyên"), ("dot-xuat", "Đột xuất, chuyên đề")],
    )
    nam = forms.IntegerField(label="Năm", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def cut(self, periods):
        """Narrow `periods` by what was understood."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("loai"):
            periods = periods.filter(is_regular=chosen["loai"] == "thuong-xuyen")
        return periods.filter(year=chosen["nam"]) if chosen.get("nam") else periods
