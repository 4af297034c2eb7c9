"""The form of a note among those who judge a report."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms

from progress.forms.report import KeptTextField


class ReceiverNoteForm(forms.Form):
    text = KeptTextField(
        label="Ghi chú mới", required=True, rows=3, error_messages={"required": "Hãy ghi nội dung ghi chú."}
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": "Trang đã cũ, hãy tải lại.", "invalid": "Trang đã cũ, hãy tải lại."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_ghi_chu_%s", **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
