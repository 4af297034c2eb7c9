"""Forms by which evidence is added: a file, or an issued document with or without its file."""

from django import forms

from common.files import ACCEPT, KINDS_IN_WORDS
from common.forms import DayField
from common.secrecy import is_marked_secret
from progress.actions.report_writing import clean_text
from progress.forms.answers import tell_refusal
from progress.models import Evidence

__all__ = [
    "EvidenceDocumentForm",
    "EvidenceFileForm",
    "ManyFilesField",
    "PickForm",
    "PlainField",
    "declared_field",
    "tell_refusal",
    "upload_field",
]

DECLARATION = "Tôi cam đoan nội dung đưa lên không chứa bí mật nhà nước"
FIRST_YEAR, LAST_YEAR = 1945, 2100


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given if one] or self._none(initial)

    def _none(self, initial):
        return [] if not self.required else [super().clean(None, initial)]


def upload_field(field_class=forms.FileField, **kwargs):
    """Return a field for files of the kinds the portal keeps; their content is checked by the act."""
    field = field_class(**kwargs)
    field.widget.attrs["accept"] = ACCEPT
    field.help_text = f"Nhận {KINDS_IN_WORDS}; mỗi tệp không quá 20 MB."
    # The act keeps names of any length in order, and says more of an empty file than Django does.
    field.max_length, field.allow_empty_file = None, True
    return field


def declared_field(**kwargs):
    return forms.BooleanField(
        label=DECLARATION,
        error_messages={"required": "Hãy đánh dấu cam đoan này thì cổng mới nhận minh chứng."},
        **kwargs,
    )


class PlainField(forms.CharField):
    """A line of text as it is kept: composed letters, no control characters."""

    def to_python(self, value):
        return " ".join(clean_text(super().to_python(value)).split())


class EvidenceFileForm(forms.Form):
    file = upload_field(label="Tệp minh chứng", error_messages={"required": "Hãy chọn tệp."})
    note = PlainField(label="Ghi chú", max_length=300, required=False)
    declared = declared_field()


class EvidenceDocumentForm(forms.Form):
    """An issued document: what every citation of it needs."""

    number = PlainField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 12-BC/BTGHU hoặc 12/BC-UBND.")
    issued_on = DayField(label="Ngày văn bản")
    issuer = PlainField(label="Cơ quan ban hành", max_length=200)
    subject = PlainField(label="Trích yếu", max_length=500)
    file = upload_field(label="Tệp văn bản (nếu có)", required=False)
    note = PlainField(label="Ghi chú", max_length=300, required=False)
    declared = declared_field()

    def clean_number(self):
        number = self.cleaned_data["number"]
        if is_marked_secret(number):
            raise forms.ValidationError("Ký hiệu mang dấu độ mật. Văn bản bí mật nhà nước không được đưa lên cổng.")
        return number

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return day


class PickForm(forms.Form):
    """Pieces of the unit's own shelf, ticked to be cited."""

    evidence = forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        label="Minh chứng trong kho",
        error_messages={
            "required": "Hãy đánh dấu ít nhất một minh chứng trong kho.",
            "invalid_choice": "Có minh chứng không ở trong kho của đơn vị; hãy chọn lại trong danh sách.",
            "invalid_pk_value": "Có lựa chọn không đọc được; hãy chọn lại trong danh sách.",
            "invalid_list": "Có lựa chọn không đọc được; hãy chọn lại trong danh sách.",
        },
    )

    def __init__(self, data, *, unit_id):
        super().__init__(data)
        self.fields["evidence"].queryset = Evidence.objects.filter(unit_id=unit_id).order_by("pk")
