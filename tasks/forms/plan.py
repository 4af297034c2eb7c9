"""Forms of the plan's set-up."""

from django import forms
from django.core.validators import MaxLengthValidator

from common.forms import DayField
from tasks.forms.fields import without_idle_zeros
from tasks.models import ImplementationClause, Indicator, IndicatorTarget, Participation, Plan, Task, TaskGroup
from units.models import Unit

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TEXT = 100_000


class PlanForm(forms.ModelForm):
    issued_on = DayField(label="Ngày ban hành")

    class Meta:
        model = Plan
        fields = ["directive", "symbol", "kind", "issued_on", "issued_by", "subject", "owner", "standing_office"]
        fields += ["steering_committee", "observers", "regular_period", "reporting_regime", "judging_days"]


class _HomeForm(forms.ModelForm):
    # Where the page does not say of which plan: the admin sets it.
    default_plan = None

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        plan = plan or (None if self.instance.plan_id else self.default_plan)
        if plan is not None:
            self.instance.plan = plan
        # Who may only look at a record in the admin gets a form without fields.
        for name in self.fields.keys() & {"summary", "official_text"}:
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_TEXT))
            self.fields[name].widget.attrs["rows"] = 4

    def _get_validation_exclusions(self):
        # The plan is given, not typed; without it the rule "one number a plan" would not be asked.
        return super()._get_validation_exclusions() - {"plan"}


class GroupForm(_HomeForm):
    class Meta:
        model = TaskGroup
        fields = ["number", "title", "summary", "official_text"]


class ClauseForm(_HomeForm):
    class Meta:
        model = ImplementationClause
        fields = ["number", "title", "summary", "official_text", "responsible"]
        widgets = {"responsible": forms.CheckboxSelectMultiple}

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        if "responsible" in self.fields:
            self.fields["responsible"].queryset = _taking_part(self.instance.plan_id)


class TaskForm(_HomeForm):
    due_on = DayField(
        label="Thời hạn chung",
        required=False,
        help_text="Ghi vào phân công mới. Phân công đã có giữ thời hạn của mình.",
    )

    class Meta:
        model = Task
        fields = ["group", "clause", "code", "position", "title", "summary", "official_text", "product"]
        fields += ["cadence", "due_on", "mode"]
        help_texts = {"code": "Ví dụ 1.1 hoặc TC1.1; mỗi kế hoạch dùng một lần."}

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        for name, empty in [("group", "không thuộc nhóm"), ("clause", "không thuộc mục")]:
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.filter(plan_id=self.instance.plan_id)
                self.fields[name].empty_label = empty
        if "mode" in self.fields and self.instance.pk and self.instance.assignments.live().exists():
            self.fields["mode"].disabled = True
            self.fields["mode"].help_text = "Đã có phân công nên không đổi cách giao."


class IndicatorForm(forms.ModelForm):
    class Meta:
        model = Indicator
        fields = ["name", "unit_of_measure", "over_time", "over_units", "position"]

    def __init__(self, *args, task=None, **kwargs):
        super().__init__(*args, **kwargs)
        if task is not None:
            self.instance.task = task

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"task"}


class TargetForm(forms.ModelForm):
    class Meta:
        model = IndicatorTarget
        fields = ["year", "unit", "value"]
        localized_fields = ["value"]

    def __init__(self, *args, indicator=None, **kwargs):
        super().__init__(*args, **kwargs)
        if indicator is not None:
            self.instance.indicator = indicator
        if self.instance.value is not None:
            self.initial["value"] = without_idle_zeros(self.instance.value)
        if "unit" not in self.fields:
            return
        if self.instance.indicator_id:
            self.fields["unit"].queryset = _taking_part(self.instance.indicator.task.plan_id)
        self.fields["unit"].empty_label = "cả kế hoạch"

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return year

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"indicator"}


class IndicatorOfTaskForm(IndicatorForm):
    """Where the page does not say of which task: the admin."""

    class Meta(IndicatorForm.Meta):
        fields = ["task", *IndicatorForm.Meta.fields]


class TargetOfIndicatorForm(TargetForm):
    """Where the page does not say of which indicator: the admin."""

    class Meta(TargetForm.Meta):
        fields = ["indicator", *TargetForm.Meta.fields]


class PlaceForm(forms.ModelForm):
    """A unit's place in the chain of reports; its path and level follow from whom it reports to."""

    default_plan = None

    class Meta:
        model = Participation
        fields = ["unit", "reports_to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.plan_id is None and self.default_plan:
            self.instance.plan = self.default_plan
        if "reports_to" in self.fields:
            self.fields["reports_to"].queryset = _taking_part(self.instance.plan_id)
            self.fields["reports_to"].required = True


def _taking_part(plan_id):
    return Unit.objects.filter(participations__plan=plan_id, participations__valid_to=None)
