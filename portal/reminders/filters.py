"""The filters of the list of reminders; they stand in the address."""

from django import forms

from oversight.enums import DutyKind, MailState
from tasks.forms.fields import NO_SUCH_CHOICE

FAILED = "khong-di"
KINDS = {
    "bao-cao": DutyKind.REPORT,
    "bo-sung": DutyKind.CAME_BACK,
    "viec": DutyKind.WORK,
    "gop-noi-dung": DutyKind.CONTRIBUTION,
    "xem-xet": DutyKind.JUDGING,
    "khac-phuc": DutyKind.REMEDY,
    "chi-dao": DutyKind.DIRECTION,
}


class ReminderFilterForm(forms.Form):
    loai = forms.ChoiceField(
        label="Loại việc",
        required=False,
        choices=[("", "Mọi loại"), *((key, kind.label.capitalize()) for key, kind in KINDS.items())],
        error_messages=NO_SUCH_CHOICE,
    )
    thu = forms.ChoiceField(
        label="Thư điện tử",
        required=False,
        choices=[("", "Cả hai"), (FAILED, "Chỉ thư không gửi được")],
        error_messages=NO_SUCH_CHOICE,
    )

    def chosen(self, lines):
        """Narrow `lines` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        if self.cleaned_data.get("loai"):
            lines = lines.filter(kind=KINDS[self.cleaned_data["loai"]])
        if self.cleaned_data.get("thu"):
            lines = lines.filter(digest__mail=MailState.FAILED)
        return lines
