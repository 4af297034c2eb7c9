"""Form of a day off or a day worked, the same in the portal and in the admin."""

from django import forms

from common.models import CalendarDay

FIRST_YEAR, LAST_YEAR = 2000, 2100


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
