from decimal import Decimal

from django import forms

LONGEST_REASON = 2000
NO_SUCH_CHOICE = {"invalid_choice": "Không có lựa chọn này; hãy chọn lại trong danh sách."}


class ReasonField(forms.CharField):
    """Why: mandatory, for the other side reads it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Lý do")
        kwargs.setdefault("max_length", LONGEST_REASON)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("error_messages", {"required": "Hãy ghi lý do: đơn vị liên quan sẽ đọc."})
        super().__init__(**kwargs)


def for_filter(choices):
    """Return choices as a filter shows them: each begins a line, so with a capital letter."""
    return [
        (value, label if isinstance(label, list) else f"{label[:1].upper()}{label[1:]}") for value, label in choices
    ]


def without_idle_zeros(value):
    """Return a stored number as people write it: 12,5 and not 12,500, which reads like twelve thousand."""
    return Decimal(f"{value:f}".rstrip("0").rstrip(".")) if value % 1 else Decimal(int(value))
