"""Forms of a draft: it is begun as of a day, and brought up to date as of another."""

import datetime

from django import forms

from common import clock
from common.documents import FORMS, form_for
from progress.forms.contributions import PlainForm
from reviews.forms.planning import PlainDay
from tasks.forms.fields import NO_SUCH_CHOICE
from units.letters import kind_of


class AsOfForm(PlainForm):
    """As of the end of which day the figures and texts are taken."""

    as_of = PlainDay(
        label="Số liệu tính đến hết ngày",
        required_words="Hãy ghi ngày tính số liệu.",
        help_text="Ghi ngày/tháng/năm, thường là hôm qua. Chỉ lấy báo cáo đã xác nhận đến hết ngày ấy; ghi hôm nay thì "
        "báo cáo xác nhận sau lúc này chưa được tính.",
    )

    def __init__(self, data=None, *, review, initial):
        super().__init__(data, initial=initial)
        self.review = review

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError("Ngày này chưa tới. Hãy ghi hôm nay hoặc một ngày trước.")
        if day < self.review.covers_from:
            raise forms.ValidationError(f"Phải từ ngày {self.review.covers_from:%d/%m/%Y}, ngày đầu của báo cáo.")
        return day


class BeginForm(AsOfForm):
    form = forms.ChoiceField(
        label="Thể thức văn bản",
        choices=[(form.name, form.name) for form in FORMS],
        help_text="Đã chọn sẵn theo nơi ban hành và ngày phải xong.",
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data=None, *, review):
        usual = form_for(kind_of(review.issuer), review.due_on)
        first = max(review.covers_from, min(review.covers_to, _last_whole_day()))
        super().__init__(data, review=review, initial={"as_of": first, "form": usual.name})
        self.fields["form"].choices = [(form.name, with_days(form)) for form in FORMS]


class RefreshForm(AsOfForm):
    def __init__(self, data=None, *, review):
        held = review.as_of or review.covers_from
        super().__init__(data, review=review, initial={"as_of": max(held, _last_whole_day())})


def _last_whole_day():
    # Of a day that still runs more may be confirmed: the review and the dashboard of that day would differ for ever.
    return clock.today() - datetime.timedelta(days=1)


def with_days(form):
    """The name of an official form with the days it is in force."""
    until = f", đến {form.valid_to:%d/%m/%Y}" if form.valid_to else ""
    return f"{form.name} (từ {form.valid_from:%d/%m/%Y}{until})"
