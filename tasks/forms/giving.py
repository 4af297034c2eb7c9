"""Forms of giving work: to many units at once, to the units below, and the six clarities ("6 rõ")."""

from django import forms

from common import clock
from common.forms import DayField
from tasks.actions.give import Terms
from tasks.enums import Cadence, Part
from tasks.forms.fields import without_idle_zeros
from tasks.models import Assignment, Task
from tasks.timing import deadline_words
from units.models import Unit

NO_DEADLINE = "khong-han"


def unit_names(unit):
    """How a list of units names one: in full, for short names repeat between districts."""
    return unit.name


class _Units(forms.ModelMultipleChoiceField):
    def label_from_instance(self, unit):
        return unit_names(unit)


class TermsForm(forms.Form):
    """On what terms work is given."""

    part = forms.ChoiceField(label="Vai trò", choices=Part.choices, initial=Part.LEAD)
    due_on = DayField(label="Thời hạn", required=False, help_text="Chỉ ghi khi khác thời hạn chung của nhiệm vụ.")
    cadence = forms.ChoiceField(
        label="Định kỳ",
        required=False,
        choices=[("", "theo nhiệm vụ (thời hạn chung)"), *Cadence.choices, (NO_DEADLINE, "không định kỳ, không hạn")],
    )
    product = forms.CharField(
        label="Sản phẩm", required=False, max_length=400, help_text="Để trống: lấy sản phẩm ghi ở nhiệm vụ."
    )
    person_in_charge = forms.CharField(label="Người phụ trách", required=False, max_length=120)
    authority = forms.CharField(label="Thẩm quyền", required=False, max_length=300)
    responsibility = forms.CharField(label="Trách nhiệm", required=False, max_length=300)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_on") and cleaned.get("cadence"):
            self.add_error("cadence", "Chỉ chọn một: thời hạn, hoặc định kỳ.")
        return cleaned

    @property
    def terms(self):
        names = ["part", "product", "person_in_charge", "authority", "responsibility"]
        return Terms(**self.deadline(), **{name: self.cleaned_data[name] for name in names})

    def deadline(self):
        """Return what was said of time, as Terms takes it; nothing said leaves it to the task."""
        due_on, cadence = self.cleaned_data["due_on"], self.cleaned_data["cadence"]
        if not due_on and not cadence:
            return {"as_task": True}
        return {"due_on": due_on, "cadence": "" if cadence == NO_DEADLINE else cadence}


class BulkForm(TermsForm):
    tasks = forms.ModelMultipleChoiceField(
        Task.objects.none(),
        label="Nhiệm vụ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một nhiệm vụ."},
    )
    units = _Units(
        Unit.objects.none(),
        label="Đơn vị",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    field_order = ["tasks", "units"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tasks"].queryset = plan.tasks.all()
        self.fields["units"].queryset = Unit.objects.filter(
            participations__plan=plan, participations__valid_to=None
        ).exclude(pk=plan.owner_id)


class SubAssignForm(TermsForm):
    units = _Units(
        Unit.objects.none(),
        label="Giao cho",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    field_order = ["units"]

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        words = f"theo việc được giao ({deadline_words(parent.due_on, parent.cadence)})"
        self.fields["cadence"].choices = [("", words), *self.fields["cadence"].choices[1:]]
        self.fields["due_on"].help_text = "Chỉ ghi khi khác thời hạn của việc được giao."
        self.fields["units"].queryset = Unit.objects.filter(
            participations__plan=parent.task.plan_id,
            participations__reports_to=parent.unit_id,
            participations__valid_to=None,
        )

    def deadline(self):
        said = super().deadline()
        return {"due_on": self.parent.due_on, "cadence": self.parent.cadence} if "as_task" in said else said


class GiveForm(forms.ModelForm):
    """One task to one unit: the admin's form of giving work."""

    due_on = DayField(label="Thời hạn", required=False)

    class Meta:
        model = Assignment
        fields = ["task", "unit", "part", "due_on", "cadence", "product", "person_in_charge", "authority"]
        fields += ["responsibility", "budget"]
        localized_fields = ["budget"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.starts_on = clock.today()

    @property
    def terms(self):
        return Terms(**{name: self.cleaned_data[name] for name in self.Meta.fields[2:]})


class _SeenForm(forms.ModelForm):
    """A form that knows what the person saw when it was opened: the second of two savers is told."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", self.instance.version)
        if self.instance.budget is not None:
            self.initial["budget"] = without_idle_zeros(self.instance.budget)


class ClaritiesForm(_SeenForm):
    """What makes an assignment clear, besides its deadline."""

    class Meta:
        model = Assignment
        fields = ["person_in_charge", "authority", "responsibility", "product", "budget"]
        localized_fields = ["budget"]


class PersonForm(_SeenForm):
    """The unit itself names who is in charge."""

    class Meta:
        model = Assignment
        fields = ["person_in_charge"]
