"""The file that is sent, and what travels signed between the pages, so that nobody changes it on the way."""

import datetime

from django import forms
from django.core import signing

from units.people_rows import Typed

LIFE = datetime.timedelta(hours=1)
ROWS, LINKS = "portal.people.rows", "portal.people.links"
TOO_OLD = "Trang này đã mở quá lâu. Hãy tải tệp lên lại để xem."


class UploadForm(forms.Form):
    upload = forms.FileField(
        label="Tệp danh sách (.xlsx)",
        help_text="Tệp mẫu của cổng đã ghi đủ, tối đa 500 dòng.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Hãy chọn tệp danh sách.",
            "empty": "Tệp rỗng. Hãy kiểm tra lại tệp rồi gửi lại.",
            "missing": "Hãy chọn tệp danh sách.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại tệp danh sách rồi gửi.",
        },
    )


class SealedForm(forms.Form):
    """What an earlier page sealed for this person; it is his alone and serves for an hour."""

    sealed = forms.CharField(widget=forms.HiddenInput, error_messages={"required": TOO_OLD}, strip=False)

    def __init__(self, data, *, user, purpose):
        super().__init__(data)
        self.salt = _salt(user, purpose)

    def clean_sealed(self):
        try:
            return signing.loads(self.cleaned_data["sealed"], salt=self.salt, max_age=LIFE)
        except signing.BadSignature:
            raise forms.ValidationError(TOO_OLD) from None


def sealed_rows(typed, *, user):
    return signing.dumps([[row.number, row.texts] for row in typed], salt=_salt(user, ROWS), compress=True)


def opened_rows(value):
    return [Typed(number, texts) for number, texts in value]


def sealed_links(links, *, user):
    return signing.dumps([link.token for link in links], salt=_salt(user, LINKS), compress=True)


def _salt(user, purpose):
    return f"{purpose} {user.pk}"
