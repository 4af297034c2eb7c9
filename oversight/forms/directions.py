"""Forms of directions: what the committee says and asks, what the unit answers, where the office passes it on to."""

import uuid

from django import forms

from common import clock
from common.forms import DAY_OFF, DayField
from oversight.permissions.directions import addressees
from progress.forms.contributions import LATEST_YEAR, PlainForm
from progress.forms.report import KeptTextField
from tasks.forms.fields import NO_SUCH_CHOICE
from units.models import Unit

DUTY, COMMENT = "tra-loi", "de-biet"
KINDS = [(DUTY, "Cần trả lời, có thời hạn"), (COMMENT, "Chỉ để biết, không cần trả lời")]
NO_DAY = {"required": "Hãy ghi hạn trả lời."}
OLD_PAGE = dict.fromkeys(
    ["required", "invalid", "min_value", "max_value"], "Trang đã cũ. Hãy tải lại trang để đọc lời mới nhất."
)


class AnswerDayField(DayField):
    """A day by which a unit can still answer."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Trả lời trước hết ngày")
        kwargs.setdefault("help_text", DAY_OFF)
        super().__init__(error_messages=NO_DAY, **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and day < clock.today():
            raise forms.ValidationError("Hạn trả lời phải từ hôm nay trở đi.")
        if day and day.year > LATEST_YEAR:
            raise forms.ValidationError(f"Năm không quá {LATEST_YEAR}.")
        return day


class RoundField(forms.IntegerField):
    """The round that was read: nobody answers a question, or judges an answer, that came meanwhile."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, min_value=1, max_value=32_767, error_messages=OLD_PAGE)


class GiveDirectionForm(PlainForm):
    """`plan` fixes who may be asked; the standing office is asked unless another unit is chosen."""

    text = KeptTextField(
        label="Ý kiến chỉ đạo",
        required=True,
        rows=5,
        help_text="Nêu rõ việc cần làm hoặc điều cần làm rõ. Lời đã gửi không sửa được, chỉ rút được.",
        error_messages={"required": "Hãy ghi ý kiến chỉ đạo."},
    )
    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Gửi tới",
        empty_label=None,
        help_text="Thường là cơ quan thường trực: cơ quan ấy tự trả lời hoặc chuyển đơn vị khác.",
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn đơn vị nhận."},
    )
    kind = forms.ChoiceField(
        label="Có cần trả lời không",
        choices=KINDS,
        initial=DUTY,
        widget=forms.RadioSelect,
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn có cần trả lời hay không."},
    )
    due_on = AnswerDayField(
        required=False,
        help_text="Ghi ngày/tháng/năm; bỏ trống nếu chỉ để biết. Gặp ngày nghỉ, hạn chuyển sang ngày làm việc kế tiếp.",
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(["required", "invalid"], "Hãy mở lại biểu mẫu này.")
    )

    def __init__(self, *args, plan, **kwargs):
        start = {"to_unit": plan.standing_office_id, "token": uuid.uuid4()}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["to_unit"].queryset = addressees(plan)

    def clean(self):
        data = super().clean()
        if data.get("kind") == COMMENT:
            # A day typed before the choice was changed asks for nothing.
            data["due_on"] = None
            self.errors.pop("due_on", None)
        elif "due_on" not in self.errors and not data.get("due_on"):
            self.add_error("due_on", NO_DAY["required"])
        return data

    def said(self):
        """Return what the act needs of a valid form."""
        return {name: self.cleaned_data[name] for name in ("text", "to_unit", "due_on", "token")}


class AnswerDirectionForm(PlainForm):
    asked_round = RoundField()
    text = KeptTextField(
        label="Trả lời",
        required=True,
        rows=5,
        help_text="Nêu việc đã làm, kết quả, vướng mắc và ngày nào xong.",
        error_messages={"required": "Hãy ghi nội dung trả lời."},
    )

    def __init__(self, data=None, *, direction):
        super().__init__(data, initial={"asked_round": direction.round}, auto_id="answer-%s")


class PassOnForm(PlainForm):
    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị trả lời",
        empty_label="Chọn đơn vị",
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn đơn vị trả lời."},
    )
    reason = KeptTextField(
        label="Lý do chuyển",
        required=True,
        rows=3,
        help_text="Đơn vị nhận và Ban Chỉ đạo đọc lý do này.",
        error_messages={"required": "Hãy ghi lý do chuyển."},
    )
    due_on = AnswerDayField(
        help_text="Ghi ngày/tháng/năm, không sau hạn Ban Chỉ đạo đặt. Hạn ấy đã qua thì ghi hạn mới từ hôm nay trở đi."
    )

    def __init__(self, data=None, *, direction):
        start = {"due_on": direction.due_on} if direction.due_on and direction.due_on >= clock.today() else {}
        super().__init__(data, initial=start, auto_id="pass-%s")
        self.fields["to_unit"].queryset = addressees(direction.plan).exclude(pk=direction.to_unit_id)


class CloseDirectionForm(PlainForm):
    answer_round = RoundField()
    remark = KeptTextField(label="Nhận xét (không bắt buộc)", rows=2)

    def __init__(self, data=None, *, direction):
        super().__init__(data, initial={"answer_round": direction.round}, auto_id="close-%s")


class AskAgainForm(PlainForm):
    answer_round = RoundField()
    reason = KeptTextField(
        label="Cần trả lời thêm điều gì",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi rõ cần trả lời thêm điều gì."},
    )
    due_on = AnswerDayField()

    def __init__(self, data=None, *, direction):
        super().__init__(data, initial={"answer_round": direction.round}, auto_id="again-%s")


class WithdrawDirectionForm(PlainForm):
    reason = KeptTextField(
        label="Lý do rút ý kiến",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi lý do rút ý kiến; đơn vị liên quan đọc lý do này."},
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="withdraw-%s")
