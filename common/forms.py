"""A day as every form takes it; and the form of a day off or a day worked, the same in the portal and in the admin."""

from django import forms

from common.models import CalendarDay

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Of a deadline, beside its field.
DAY_OFF = "Ghi ngày/tháng/năm. Gặp ngày nghỉ, hạn chuyển sang ngày làm việc kế tiếp."


class DayField(forms.DateField):
    """A day typed as people write it, 31/12/2026: a browser's own picker may show month first."""

    default_error_messages = {"invalid": "Hãy ghi ngày/tháng/năm có thật, ví dụ 05/12/2024."}

    def __init__(self, **kwargs):
        attrs = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(attrs=attrs, format="%d/%m/%Y"))
        kwargs.setdefault("help_text", "Ghi ngày/tháng/năm.")
        super().__init__(**kwargs)


class CalendarDayForm(forms.ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "note"]
        help_texts = {"note": "Ghi căn cứ, ví dụ: thông báo hoán đổi ngày nghỉ của cấp có thẩm quyền."}

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return day
