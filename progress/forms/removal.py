"""Forms of emergency removal: why, and that it cannot be undone."""

from django import forms

from tasks.forms.fields import ReasonField

SHORTEST_HASH = 12


class RemovalForm(forms.Form):
    reason = ReasonField(
        label="Lý do gỡ",
        help_text="Lý do được lưu mãi và đơn vị sẽ đọc: đừng nhắc lại nội dung phải gỡ.",
        error_messages={"required": "Hãy ghi lý do gỡ: đơn vị liên quan sẽ đọc."},
    )
    understood = forms.BooleanField(
        label="Tôi hiểu nội dung mất hẳn, không lấy lại được",
        error_messages={"required": "Hãy đánh dấu rằng đồng chí hiểu nội dung mất hẳn."},
    )


class ReportRemovalForm(RemovalForm):
    """Which parts of the report: its common part, or lines."""

    field_order = ["parts"]
    parts = forms.MultipleChoiceField(
        label="Phần cần gỡ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy đánh dấu ít nhất một phần cần gỡ.",
            "invalid_choice": "Có phần không thuộc báo cáo này; hãy chọn lại trong danh sách.",
            "invalid_list": "Có lựa chọn không đọc được; hãy chọn lại trong danh sách.",
        },
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in lines}
        common = ("chung", "Phần chung: lý do không phát sinh, khó khăn, nhiệm vụ kỳ tới, kiến nghị")
        named = [(key, f"{line} ({line.get_part_display()})") for key, line in self.lines.items()]
        self.fields["parts"].choices = [common, *named]

    def chosen(self):
        """Return what was ticked, as the act takes it."""
        parts = self.cleaned_data["parts"]
        return {"common": "chung" in parts, "lines": [self.lines[part] for part in parts if part in self.lines]}


class FindByHashForm(forms.Form):
    """A piece that one may not read, named by those who may: the first letters of its hash."""

    ma_bam = forms.RegexField(
        rf"^[0-9a-fA-F]{{{SHORTEST_HASH},64}}$",
        label="Mã băm của tệp",
        help_text="12 ký tự in ở kho minh chứng của đơn vị và ở phụ lục bản in; đơn vị đọc qua điện thoại được.",
        error_messages={
            "required": "Hãy ghi mã băm của tệp.",
            "invalid": "Mã băm gồm ít nhất 12 ký tự, chỉ có số 0–9 và chữ a–f.",
            "null_characters_not_allowed": "Mã băm có ký tự không đọc được: hãy gõ lại.",
        },
    )

    def clean_ma_bam(self):
        return self.cleaned_data["ma_bam"].lower()
