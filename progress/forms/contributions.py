"""Forms of contributions: what the lead asks, what the supporter writes, why it declines."""

from crispy_forms.helper import FormHelper
from django import forms

from common import clock
from common.forms import DAY_OFF, DayField
from progress.actions.contributions import supporters_of
from progress.forms.report import KeptTextField
from tasks.forms.fields import NO_SUCH_CHOICE
from tasks.models import Assignment

LATEST_YEAR = 2100


class PlainForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AskForContributionForm(PlainForm):
    units = forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label="Đơn vị phối hợp",
        widget=forms.CheckboxSelectMultiple,
        error_messages=NO_SUCH_CHOICE
        | {
            "required": "Hãy chọn ít nhất một đơn vị.",
            "invalid_list": NO_SUCH_CHOICE["invalid_choice"],
            "invalid_pk_value": NO_SUCH_CHOICE["invalid_choice"],
        },
    )
    note = KeptTextField(
        label="Nội dung cần góp",
        required=True,
        rows=4,
        error_messages={"required": "Hãy ghi rõ cần đơn vị góp nội dung gì."},
    )
    due_on = DayField(
        label="Hạn trả lời",
        help_text=DAY_OFF,
        error_messages={"required": "Hãy ghi hạn trả lời."},
    )

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = supporters_of(line)
        self.fields["units"].label_from_instance = lambda assignment: str(assignment.unit)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError("Hạn trả lời phải từ hôm nay trở đi.")
        if day.year > LATEST_YEAR:
            raise forms.ValidationError(f"Năm không quá {LATEST_YEAR}.")
        return day


class ContributionForm(PlainForm):
    """The paragraph, under the version of the draft that was opened."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value"], "Trang đã cũ. Hãy chép lại nội dung, tải lại trang rồi dán vào."
        ),
    )
    text = KeptTextField(label="Nội dung đóng góp", rows=7)

    def __init__(self, data=None, *, request, **kwargs):
        initial = {"version": request.draft_version, "text": request.draft}
        super().__init__(data, initial=initial, **kwargs)


class DeclineContributionForm(PlainForm):
    reason = KeptTextField(
        label="Lý do không góp", required=True, rows=3, error_messages={"required": "Hãy ghi rõ lý do."}
    )
