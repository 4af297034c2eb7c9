"""The report's forms, one set for the portal and the admin: the head of the report, one form a line, and the words of
the judge. Each part carries the version it was opened with and a digest of what it held then, so that only what its
writer really changed is saved."""

import hashlib
import json

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Field, Layout, Row
from django import forms

from common.forms import DayField
from progress.actions.reports import HEADER_TEXTS, clean_text
from progress.enums import WorkState

TEXT_LIMIT = 20_000


class KeptTextField(forms.CharField):
    """A long text as it is kept: no NUL characters, composed letters, plain line ends, within a limit."""

    def __init__(self, *, rows=4, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=TEXT_LIMIT, **kwargs)
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["max_length"] = (
            "Ô này đang có %(show_value)d ký tự, tối đa 20.000. Hãy rút gọn, hoặc đính kèm phần dài thành tệp."
        )

    def to_python(self, value):
        return clean_text(super().to_python(value))


class VersionedForm(forms.Form):
    """A part of the report: which version was opened, and a digest of what it said then."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"required": "", "invalid": ""})
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    # In a conflict: "theirs" gives up what was typed and takes what is kept.
    keep = forms.ChoiceField(choices=[("mine", ""), ("theirs", "")], widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].error_messages["required"] = _STALE
        self.fields["version"].error_messages["invalid"] = _STALE
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True

    @property
    def is_touched(self):
        """Whether its writer changed it since it was opened. Ask only a valid form."""
        if self.cleaned_data.get("keep") == "theirs":
            return False
        return digest(self.kept_values()) != self.cleaned_data["opened"]


_STALE = "Trang đã cũ nên không biết phần này đang ở bản nào. Hãy tải lại trang rồi nhập lại."


def digest(values):
    """Return a short fingerprint of the values of one part, the same for equal values however they were typed."""
    plain = json.dumps(values, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:24]


def _plain(value):
    return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)


class HeaderForm(VersionedForm):
    """One text of the head of the report, `text` being its name in HEADER_TEXTS; the reason of a nil report stands with
    its switch. The fields have plain names, chung-difficulties; only what goes with one text alone is named after it,
    chung-difficulties-version."""

    def __init__(self, data=None, *, report, text, **kwargs):
        self.text = text
        held = {text: clean_text(getattr(report, text))}
        initial = held | {
            "is_nil": report.is_nil,
            "opened": digest(held),
            "version": getattr(report, f"{text}_version"),
        }
        super().__init__(data, prefix=f"chung-{text}", initial=initial, **kwargs)
        if text == "nil_reason":
            self.fields["is_nil"] = _nil_switch()
        self.fields[text] = KeptTextField(label=HEADER_TEXTS[text], rows=2 if text == "nil_reason" else 4)
        words = ["is_nil", Div(text, css_id=NIL_REASON)] if text == "nil_reason" else [text]
        self.helper.layout = Layout("version", "opened", *words)

    def add_prefix(self, field_name):
        return f"chung-{field_name}" if field_name in {self.text, "is_nil"} else super().add_prefix(field_name)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_nil") and not cleaned.get(self.text) and self.text not in self.errors:
            self.add_error(self.text, "Hãy ghi lý do không phát sinh, hoặc bỏ dấu chọn ở trên.")
        return cleaned

    def kept_values(self):
        return {self.text: self.cleaned_data[self.text] if self.cleaned_data.get("is_nil", True) else ""}


# What the switch of a nil report shows and hides.
NIL_REASON = "khong-phat-sinh"


def _nil_switch():
    return forms.BooleanField(
        label="Báo cáo không phát sinh (trong kỳ không có việc gì để ghi)",
        required=False,
        widget=forms.CheckboxInput(attrs={"data-toggle": NIL_REASON}),
    )


class LineForm(VersionedForm):
    """What the unit says of one assignment. % and the day done are asked of one-off work only."""

    work_state = forms.ChoiceField(
        label="Tình hình thực hiện",
        choices=WorkState.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Hãy chọn tình hình thực hiện.",
            "invalid_choice": "Hãy chọn một trong các tình hình thực hiện có trên trang.",
        },
    )
    percent = forms.IntegerField(
        label="Tỷ lệ hoàn thành (%)",
        required=False,
        min_value=0,
        max_value=100,
        localize=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Hãy ghi một số từ 0 đến 100.",
            "min_value": "Tỷ lệ không dưới 0.",
            "max_value": "Tỷ lệ không quá 100.",
        },
    )
    done_on = DayField(label="Ngày làm xong", required=False)
    result = KeptTextField(label="Kết quả thực hiện", rows=5)
    product = KeptTextField(label="Sản phẩm", rows=2)

    def __init__(self, data=None, *, line, values=None, **kwargs):
        self.line, self.indicators = line, list(line.assignment.task.indicators.all())
        held = _held(line, values or {}, self.indicators)
        initial = held | {"version": line.version, "opened": digest(held)}
        initial |= {name_of_value(pk): _without_zeros(value) for pk, value in held["values"].items()}
        super().__init__(data, prefix=f"dong-{line.pk}", initial=initial, **kwargs)
        for indicator in self.indicators:
            self.fields[name_of_value(indicator.pk)] = _value_field(indicator)
        if line.cadence:
            del self.fields["percent"], self.fields["done_on"]
        self.helper.layout = self._layout()

    def clean(self):
        cleaned = super().clean()
        # A day left behind in a part of the form that the choice above has put away is no mistake.
        if cleaned.get("work_state") != WorkState.DONE and "done_on" in self.fields:
            self.errors.pop("done_on", None)
            cleaned["done_on"] = None
        return cleaned

    def kept_values(self):
        data = self.cleaned_data
        return {
            "work_state": data["work_state"],
            "percent": data.get("percent"),
            "done_on": data.get("done_on"),
            "result": data["result"],
            "product": data["product"],
            "values": {indicator.pk: data[name_of_value(indicator.pk)] for indicator in self.indicators},
        }

    def _layout(self):
        # "keep" is no field of the page until a conflict offers the choice.
        parts = ["version", "opened", InlineRadios("work_state")]
        if not self.line.cadence:
            parts.append(Row(Column("percent", css_class="col-sm-6"), Column("done_on", css_class="col-sm-6")))
        parts += [Field("result"), Field("product")]
        numbers = [Column(name_of_value(indicator.pk), css_class="col-sm-6") for indicator in self.indicators]
        return Layout(*parts, *([Row(*numbers)] if numbers else []))


def name_of_value(indicator_id):
    return f"chi-tieu-{indicator_id}"


def _without_zeros(value):
    """Return 12 for 12.000: a comma and three zeros read like twelve thousand."""
    return value if value is None else value.quantize(1) if value == value.to_integral_value() else value.normalize()


def _held(line, values, indicators):
    return {
        "work_state": line.work_state,
        "percent": line.percent,
        "done_on": line.done_on,
        "result": clean_text(line.result),
        "product": clean_text(line.product),
        "values": {indicator.pk: values.get(indicator.pk) for indicator in indicators},
    }


def _value_field(indicator):
    return forms.DecimalField(
        label=f"{indicator.name} ({indicator.unit_of_measure})",
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": "Hãy ghi một số, ví dụ 1.234 hoặc 12,5.",
            "min_value": "Giá trị không được âm.",
            "max_digits": "Số quá dài, tối đa 15 chữ số trước dấu phẩy.",
            "max_whole_digits": "Số quá dài, tối đa 15 chữ số trước dấu phẩy.",
            "max_decimal_places": "Tối đa 3 chữ số sau dấu phẩy.",
        },
    )


class ReasonForm(forms.Form):
    """Why: for handing back and reopening."""

    reason = KeptTextField(label="Lý do", required=True, rows=3, error_messages={"required": "Hãy ghi rõ lý do."})

    def __init__(self, *args, label="Lý do", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AskForMoreForm(ReasonForm):
    """The reason of a request for more, and a remark and a suggested wording for each line that was sent."""

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, label="Lý do đề nghị bổ sung", **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"gop-y-{line.pk}"] = KeptTextField(label=f"Góp ý cho {line.task_code}", rows=2)
            self.fields[f"goi-y-{line.pk}"] = KeptTextField(label=f"Gợi ý cách ghi cho {line.task_code}", rows=2)

    def remarks(self):
        """Return (line, text, suggested wording) of each line."""
        data = self.cleaned_data
        return [(line, data[f"gop-y-{line.pk}"], data[f"goi-y-{line.pk}"]) for line in self.lines]
