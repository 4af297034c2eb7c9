"""Forms of single acts on one assignment."""

from django import forms

from common.forms import DayField
from tasks.enums import Cadence
from tasks.forms.fields import ReasonField
from units.models import Unit


class ReasonForm(forms.Form):
    reason = ReasonField()


class ResumeForm(forms.Form):
    reason = ReasonField(label="Ghi chú", required=False)


class TransferForm(forms.Form):
    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Chuyển cho đơn vị",
        empty_label="Chọn đơn vị",
        error_messages={
            "required": "Hãy chọn đơn vị nhận.",
            "invalid_choice": "Đơn vị này không nhận được việc; hãy chọn trong danh sách.",
        },
    )
    reason = ReasonField()

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = units


class ConfirmDoneForm(forms.Form):
    completed_on = DayField(label="Ngày hoàn thành", error_messages={"required": "Hãy ghi ngày hoàn thành."})


class DeadlineForm(forms.Form):
    """Another date or cadence, or neither; the version says what the person saw."""

    due_on = DayField(label="Thời hạn", required=False, help_text="Để trống nếu là việc định kỳ hoặc không hạn.")
    cadence = forms.ChoiceField(label="Định kỳ", required=False)
    reason = ReasonField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cadence"].choices = [("", "không định kỳ"), *Cadence.choices]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_on") and cleaned.get("cadence"):
            self.add_error("cadence", "Chỉ chọn một: thời hạn, hoặc định kỳ.")
        return cleaned
