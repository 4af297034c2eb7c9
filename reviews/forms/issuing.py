"""Forms of the head: a review is issued as he saw it, and corrected once it was issued."""

from django import forms

from common import clock
from common.documents import FORMS
from progress.forms.contributions import PlainForm
from progress.forms.report import KeptTextField
from reviews.forms.drafting import with_days
from reviews.official_form import form_in_use, is_in_force
from reviews.readiness import mark_of_edit
from tasks.forms.fields import NO_SUCH_CHOICE


class IssueForm(PlainForm):
    """`seen` is the mark of the last edit of the draft that the page was opened on."""

    form = forms.ChoiceField(
        label="Thể thức văn bản",
        help_text="Văn bản ban hành in theo thể thức này.",
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn thể thức văn bản."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, review):
        today = clock.today()
        super().__init__(data, initial={"form": form_in_use(review, today), "seen": mark_of_edit(review)})
        self.fields["form"].choices = [(form.name, with_days(form)) for form in FORMS]
        if not is_in_force(review.form, today):
            self.fields[
                "form"
            ].help_text = f"Bản nháp lập theo {review.form}, nay không còn dùng; đã chọn sẵn thể thức đang dùng."


class CorrectForm(PlainForm):
    reason = KeptTextField(
        label="Lý do đính chính",
        required=True,
        rows=3,
        help_text="Ghi trong diễn biến của cả hai bản.",
        error_messages={"required": "Hãy ghi rõ lý do đính chính."},
    )
