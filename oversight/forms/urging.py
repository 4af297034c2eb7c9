"""Forms of urging: what is sent, the unit's answer, a letter's number, and the usual wording."""

import uuid

from django import forms

from common import clock
from common.forms import DayField
from oversight.enums import UrgingChannel, UrgingLevel
from oversight.models import Urging
from progress.actions.report_writing import clean_text
from tasks.forms.fields import LONGEST_REASON, NO_SUCH_CHOICE, for_filter

MOST_DAYS = 30


class _Text(forms.CharField):
    def __init__(self, *, rows=5, **kwargs):
        super().__init__(max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value):
        return clean_text(super().clean(value))


class _Days(forms.IntegerField):
    def __init__(self, **kwargs):
        wrong = f"Số ngày từ 1 đến {MOST_DAYS}."
        messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong, "required": wrong}
        super().__init__(
            label="Số ngày làm việc để trả lời",
            min_value=1,
            max_value=MOST_DAYS,
            error_messages=messages,
            **kwargs,
        )


class UrgeForm(forms.Form):
    """How the chosen units are urged. A text that is still the wording of another level or channel is never sent: the
    form offers that of what was chosen, to be read first."""

    level = forms.TypedChoiceField(
        label="Mức", coerce=int, choices=for_filter(UrgingLevel.choices), error_messages=NO_SUCH_CHOICE
    )
    channel = forms.ChoiceField(
        label="Hình thức",
        choices=for_filter(UrgingChannel.choices),
        error_messages=NO_SUCH_CHOICE,
        help_text="Cổng luôn ghi sổ và báo cho đơn vị trên cổng. Thư, công văn, cuộc gọi thì đồng chí tự gửi, tự gọi; "
        "với công văn, cổng soạn sẵn bản .docx cho từng đơn vị.",
    )
    answer_days = _Days(help_text="Đếm từ ngày mai, không tính ngày nghỉ.")
    text = _Text(
        label="Nội dung",
        help_text="Danh sách việc và hạn trả lời luôn đi kèm, không cần ghi lại.",
        error_messages={"required": "Hãy ghi nội dung đôn đốc."},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Hãy mở lại biểu mẫu này."})

    def __init__(self, *args, wordings, level, **kwargs):
        self.wordings = wordings
        first = wordings[level, UrgingChannel.PORTAL]
        start = {"level": level, "channel": first.channel, "answer_days": first.answer_days, "text": first.text}
        super().__init__(*args, initial=start | {"token": uuid.uuid4()}, **kwargs)

    def offer_wording(self):
        """Put the wording of the level and channel that were chosen into the form, in place of what stands there."""
        chosen = self.wordings.get((self.cleaned_data.get("level"), self.cleaned_data.get("channel")))
        if chosen:
            self.data = self.data.copy() | {"text": chosen.text, "answer_days": str(chosen.answer_days)}

    def clean(self):
        data = super().clean()
        wanted = self.wordings.get((data.get("level"), data.get("channel")))
        text = data.get("text")
        others = {wording.text for wording in self.wordings.values()}
        if wanted and text != wanted.text and text in others:
            self.offer_wording()
            self.add_error(
                "text", "Lời mẫu đã đổi theo mức và hình thức đồng chí chọn. Hãy đọc lại rồi bấm Gửi đôn đốc."
            )
        return data


class AnswerForm(forms.Form):
    text = _Text(
        label="Trả lời",
        help_text="Nêu việc đã làm đến đâu, vướng mắc gì, ngày nào xong.",
        error_messages={"required": "Hãy ghi nội dung trả lời."},
    )


class LetterForm(forms.Form):
    """The number and day that the records clerk gave the letter."""

    number = forms.CharField(
        label="Số công văn",
        max_length=Urging._meta.get_field("letter_number").max_length,
        help_text="Ghi cả ký hiệu, ví dụ 15-CV/BTGHU.",
        error_messages={"required": "Hãy ghi số công văn."},
    )
    letter_on = DayField(label="Ngày công văn", error_messages={"required": "Hãy ghi ngày công văn."})

    def clean_number(self):
        return " ".join(clean_text(self.cleaned_data["number"]).split())

    def clean_letter_on(self):
        day = self.cleaned_data["letter_on"]
        if day > clock.today():
            raise forms.ValidationError("Ngày công văn không được sau hôm nay.")
        return day


class WordingForm(forms.Form):
    text = _Text(label="Lời mẫu", rows=7, error_messages={"required": "Hãy ghi lời mẫu."})
    answer_days = _Days()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
