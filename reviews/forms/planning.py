"""Forms of the schedule: a review is planned, changed, called off."""

import uuid

from django import forms
from django.db.models import Q

from common import clock
from common.forms import DayField
from progress.forms.contributions import LATEST_YEAR, PlainForm
from progress.forms.report import KeptTextField
from progress.models import Period
from reviews.enums import ReviewKind
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.models import Participation, Plan
from units.enums import PEOPLES_COMMITTEES, Role
from units.models import Membership, Unit, User

OPEN_AGAIN = {"invalid": "Hãy mở lại biểu mẫu này.", "required": "Hãy mở lại biểu mẫu này."}
FIRST_YEAR = 2000


class PlainDay(DayField):
    """A day of a year that a plan can speak of."""

    def __init__(self, *, required_words="", **kwargs):
        words = {"required": required_words} if required_words else {}
        super().__init__(error_messages=words, required=bool(required_words), **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LATEST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LATEST_YEAR}.")
        return day


class ScheduleForm(PlainForm):
    """What the schedule says of a review."""

    kind = forms.ChoiceField(
        label="Loại báo cáo", choices=for_filter(ReviewKind.choices), error_messages=NO_SUCH_CHOICE
    )
    period = forms.ModelChoiceField(
        Period.objects.none(),
        label="Kỳ báo cáo",
        required=False,
        empty_label="Không theo kỳ, ghi ngày ở dưới",
        help_text="Chọn kỳ thì thời gian lấy theo kỳ.",
        error_messages=NO_SUCH_CHOICE,
    )
    covers_from = PlainDay(label="Từ ngày", help_text="Để trống khi đã chọn kỳ.")
    covers_to = PlainDay(label="Đến ngày", help_text="Để trống khi đã chọn kỳ.")
    due_on = PlainDay(label="Phải xong trước hết ngày", required_words="Hãy ghi ngày phải xong.")
    issuer = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Nơi ban hành",
        empty_label=None,
        help_text="Thể thức văn bản lấy theo nơi ban hành.",
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn nơi ban hành."},
    )
    drafter = forms.ModelChoiceField(
        User.objects.none(),
        label="Người soạn",
        required=False,
        empty_label="Chưa phân công",
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data=None, *, plans, initial):
        super().__init__(data, initial=initial)
        self.plans = list(plans)
        self.fields["period"].queryset = Period.objects.filter(plan__in=self.plans).regular()
        self.fields["issuer"].queryset = issuers_of(self.plans)
        self.fields["drafter"].queryset = drafters_of(self.plans)

    def clean(self):
        data = super().clean()
        plan = self.plan_of(data)
        period = data.get("period")
        if period and plan and period.plan_id != plan.pk:
            self.add_error("period", f"Kỳ này không thuộc {plan}. Hãy chọn lại.")
        elif period:
            self._take_span(data, period)
        else:
            self._need_span(data)
        if plan and data.get("issuer") and not issuers_of([plan]).filter(pk=data["issuer"].pk).exists():
            self.add_error("issuer", f"Đơn vị này không ban hành báo cáo của {plan}. Hãy chọn lại.")
        self._check_due_day(data)
        return data

    def plan_of(self, data):
        return self.plans[0]

    def _take_span(self, data, period):
        for name in ("covers_from", "covers_to"):
            day = getattr(period, name)
            if data.get(name) and data[name] != day:
                self.add_error(name, f"{period} là ngày {day:%d/%m/%Y}. Hãy để trống, hoặc chọn “Không theo kỳ”.")
            data[name] = day

    def _need_span(self, data):
        for name in ("covers_from", "covers_to"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Hãy ghi ngày, hoặc chọn một kỳ báo cáo.")
        first, last = data.get("covers_from"), data.get("covers_to")
        if first and last and first > last:
            self.add_error("covers_to", f"Phải từ ngày {first:%d/%m/%Y} trở đi.")

    def _check_due_day(self, data):
        due_on, last = data.get("due_on"), data.get("covers_to")
        if due_on and last and due_on < last:
            self.add_error("due_on", f"Phải từ ngày {last:%d/%m/%Y} trở đi, khi thời gian báo cáo đã hết.")


class PlanReviewForm(ScheduleForm):
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label="Kế hoạch",
        empty_label=None,
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn kế hoạch."},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages=OPEN_AGAIN)
    field_order = ("plan", "kind")

    def __init__(self, data=None, *, plans):
        first = plans.first()
        start = {"token": uuid.uuid4(), "plan": first, "issuer": first.standing_office_id if first else None}
        super().__init__(data, plans=plans, initial=start)
        self.fields["plan"].queryset = plans

    def plan_of(self, data):
        return data.get("plan")


class ChangeReviewForm(ScheduleForm):
    def __init__(self, data=None, *, review):
        names = ["kind", "period", "due_on", "issuer", "drafter"]
        # The days of a period follow from it: shown as well, they would contradict another period chosen here.
        names += [] if review.period_id else ["covers_from", "covers_to"]
        super().__init__(data, plans=[review.plan], initial={name: getattr(review, name) for name in names})


class CallOffForm(PlainForm):
    reason = KeptTextField(
        label="Lý do thôi lập",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi rõ lý do thôi lập."},
    )


def issuers_of(plans):
    """Return the units that issue reviews of `plans`: the standing office, the committee that owns the plan, the
    steering committee, and People's Committees that report to one of them."""
    heads = Q(plans_in_office__in=plans) | Q(plans_owned__in=plans) | Q(plans_steered__in=plans)
    above = Unit.objects.filter(heads).order_by().values("pk")
    below = Participation.objects.filter(plan__in=plans, valid_to=None, reports_to__in=above).order_by().values("unit")
    return Unit.objects.filter(Q(pk__in=above) | Q(pk__in=below, kind__in=PEOPLES_COMMITTEES))


def drafters_of(plans):
    """Return the people with a working post today in the standing office of `plans`."""
    offices = [plan.standing_office_id for plan in plans]
    posts = Membership.objects.filter(unit__in=offices, role__in=[Role.HEAD, Role.WRITER]).valid(clock.today())
    return User.objects.filter(pk__in=posts.order_by().values("user"))
