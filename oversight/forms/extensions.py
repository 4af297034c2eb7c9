"""Forms of more time: what the unit asks, what is decided."""

from django import forms

from common import clock
from common.forms import DAY_OFF, DayField
from progress.forms.contributions import LATEST_YEAR, PlainForm
from progress.forms.report import KeptTextField


class LaterDayField(DayField):
    """A day after `earliest`, which the form sets."""

    earliest = None

    def clean(self, value):
        day = super().clean(value)
        if self.earliest and day <= self.earliest:
            raise forms.ValidationError(f"Hãy chọn ngày sau {self.earliest:%d/%m/%Y}.")
        if day.year > LATEST_YEAR:
            raise forms.ValidationError(f"Năm không quá {LATEST_YEAR}.")
        return day


class AskForExtensionForm(PlainForm):
    wished_on = LaterDayField(
        label="Đề nghị gia hạn tới ngày",
        help_text=DAY_OFF,
        error_messages={"required": "Hãy ghi ngày đơn vị làm xong được."},
    )
    reason = KeptTextField(
        label="Lý do",
        required=True,
        rows=5,
        help_text="Nêu vì sao chưa kịp và đã làm được đến đâu. Người quyết định đọc lý do này.",
        error_messages={"required": "Hãy ghi rõ lý do đề nghị gia hạn."},
    )

    def __init__(self, *args, due_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wished_on"].earliest = max(due_on, clock.today()) if due_on else None


class GrantExtensionForm(PlainForm):
    granted_on = LaterDayField(
        label="Gia hạn tới ngày",
        help_text=DAY_OFF,
        error_messages={"required": "Hãy ghi ngày gia hạn tới."},
    )
    decision = KeptTextField(label="Ý kiến (không bắt buộc)", rows=2, help_text="Ví dụ số văn bản đồng ý gia hạn.")

    def __init__(self, data=None, *, extension):
        super().__init__(data, initial={"granted_on": extension.wished_on}, auto_id="grant-%s")
        self.fields["granted_on"].earliest = extension.due_on


class RefuseExtensionForm(PlainForm):
    decision = KeptTextField(
        label="Lý do không gia hạn",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi rõ lý do không gia hạn; đơn vị đọc lý do này."},
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="refuse-%s")
