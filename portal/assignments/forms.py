"""What the matrix is cut by; every choice stands in the address."""

from django import forms

from tasks.enums import AssignmentState, Part
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.timing import Timing

TIMES = [
    (Timing.OVERDUE.value, "quá hạn"),
    (Timing.SOON.value, "sắp đến hạn"),
    (Timing.WITHIN.value, "trong hạn"),
    (Timing.RECURRING.value, "định kỳ"),
    (Timing.NO_DEADLINE.value, "không hạn"),
]


class MatrixFilter(forms.Form):
    cot = forms.ChoiceField(label="Các đơn vị", required=False)
    phan = forms.ChoiceField(label="Phần kế hoạch", required=False)
    vai_tro = forms.ChoiceField(label="Vai trò", required=False)
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False)
    thoi_gian = forms.ChoiceField(label="Thời hạn", required=False)

    def __init__(self, *args, parts, columns, **kwargs):
        super().__init__(*args, **kwargs)
        ended = AssignmentState.ended()
        states = [(state.value, state.label) for state in AssignmentState if state not in ended]
        choices = {
            "cot": columns,
            "phan": parts,
            "vai_tro": [("", "Mọi vai trò"), *Part.choices],
            "trang_thai": [("", "Mọi trạng thái"), *states],
            "thoi_gian": [("", "Mọi thời hạn"), *TIMES],
        }
        for name, offered in choices.items():
            self.fields[name].choices = for_filter(offered)
            self.fields[name].error_messages |= NO_SUCH_CHOICE
