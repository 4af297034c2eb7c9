"""The filters of the schedule of reviews; they stand in the address."""

from django import forms

from common import clock
from reviews.enums import ReviewKind, ReviewState
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.models import places_of

LATE = "qua-han"
STATES = {
    "sap-lap": [ReviewState.PLANNED],
    "dang-soan": [ReviewState.DRAFT],
    "da-ban-hanh": [ReviewState.ISSUED],
    "khong-lap-nua": [ReviewState.CALLED_OFF],
}
CHOICES = [
    ("", "Mọi tình trạng"),
    (LATE, "Quá hạn"),
    *for_filter([(key, states[0].label) for key, states in STATES.items()]),
]


class ReviewFilterForm(forms.Form):
    ke_hoach = forms.ChoiceField(label="Kế hoạch", required=False, error_messages=NO_SUCH_CHOICE)
    loai = forms.ChoiceField(
        label="Loại báo cáo",
        required=False,
        choices=for_filter([("", "Mọi loại"), *ReviewKind.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=CHOICES, error_messages=NO_SUCH_CHOICE)

    def __init__(self, data, *, membership):
        super().__init__(data)
        plans = [(str(place.plan_id), str(place.plan)) for place in places_of(membership)]
        self.fields["ke_hoach"].choices = [("", "Mọi kế hoạch"), *plans]
        if len(plans) < 2:
            self.fields["ke_hoach"].widget = forms.HiddenInput()

    def chosen(self, reviews):
        """Narrow `reviews` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        asked = self.cleaned_data
        if plan := asked.get("ke_hoach"):
            reviews = reviews.filter(plan=plan)
        if kind := asked.get("loai"):
            reviews = reviews.filter(kind=kind)
        state = asked.get("tinh_trang")
        if state == LATE:
            return reviews.coming().filter(due_on__lt=clock.today())
        return reviews.filter(state__in=STATES[state]) if state else reviews
