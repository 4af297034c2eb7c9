"""Forms of inspections and findings: the plan, the result, a finding, its remedy, and what is decided on it."""

import uuid

from django import forms

from common import clock
from common.forms import DAY_OFF, DayField
from common.secrecy import is_marked_secret
from oversight.enums import InspectionKind
from oversight.models import Inspection
from progress.forms.contributions import LATEST_YEAR, PlainForm
from progress.forms.evidence import DECLARATION, ManyFilesField, PlainField, upload_field
from progress.forms.report import KeptTextField
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.models import Assignment, Plan, Task
from units.models import Unit

WRONG_CHOICES = NO_SUCH_CHOICE | {
    "invalid_list": NO_SUCH_CHOICE["invalid_choice"],
    "invalid_pk_value": NO_SUCH_CHOICE["invalid_choice"],
}
OPEN_AGAIN = {"invalid": "Hãy mở lại biểu mẫu này.", "required": "Hãy mở lại biểu mẫu này."}
FIRST_YEAR = 2000


class _Day(DayField):
    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LATEST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LATEST_YEAR}.")
        return day


class _DueDay(_Day):
    """A day from today on."""

    def __init__(self, **kwargs):
        super().__init__(
            help_text=DAY_OFF,
            error_messages={"required": "Hãy ghi hạn khắc phục."},
            **kwargs,
        )

    def clean(self, value):
        day = super().clean(value)
        if day and day < clock.today():
            raise forms.ValidationError("Hạn khắc phục phải từ hôm nay trở đi.")
        return day


class _Token(forms.UUIDField):
    def __init__(self):
        super().__init__(widget=forms.HiddenInput, error_messages=OPEN_AGAIN)


class _Version(forms.IntegerField):
    def __init__(self):
        super().__init__(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=OPEN_AGAIN)


class _Checks(forms.ModelMultipleChoiceField):
    def __init__(self, queryset, **kwargs):
        messages = WRONG_CHOICES | kwargs.pop("error_messages", {})
        super().__init__(queryset, widget=forms.CheckboxSelectMultiple, error_messages=messages, **kwargs)


class InspectionFacts(PlainForm):
    """What a plan of an inspection says and can be changed until the result is recorded."""

    kind = forms.ChoiceField(
        label="Hình thức", choices=for_filter(InspectionKind.choices), error_messages=NO_SUCH_CHOICE
    )
    subject = PlainField(
        label="Nội dung",
        max_length=Inspection._meta.get_field("subject").max_length,
        help_text="Ví dụ: việc triển khai Kế hoạch 261-KH/HU năm 2024.",
        error_messages={"required": "Hãy ghi nội dung kiểm tra."},
    )
    starts_on = _Day(label="Từ ngày", error_messages={"required": "Hãy ghi ngày bắt đầu."})
    ends_on = _Day(label="Đến ngày", error_messages={"required": "Hãy ghi ngày kết thúc."})
    decision_number = PlainField(
        label="Số quyết định",
        required=False,
        max_length=Inspection._meta.get_field("decision_number").max_length,
        help_text="Để trống khi chưa ban hành; ghi sau được, cho đến khi ghi kết quả.",
    )
    decision_on = _Day(label="Ngày quyết định", required=False)
    team = KeptTextField(
        label="Thành viên đoàn",
        required=True,
        rows=4,
        help_text="Mỗi người một dòng: họ tên, chức vụ, nhiệm vụ trong đoàn. Trưởng đoàn ghi trước.",
        error_messages={"required": "Hãy ghi thành viên đoàn."},
    )
    tasks = _Checks(Task.objects.none(), label="Nhiệm vụ được xem xét", required=False)

    def clean_decision_number(self):
        number = self.cleaned_data["decision_number"]
        if is_marked_secret(number):
            raise forms.ValidationError("Ký hiệu mang dấu độ mật. Văn bản bí mật nhà nước không được đưa lên cổng.")
        return number

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", f"Phải từ ngày {first:%d/%m/%Y} trở đi.")
        decision = {name: data.get(name) for name in ("decision_number", "decision_on") if name in data}
        if len(decision) == 2 and any(decision.values()) and not all(decision.values()):
            missing = next(name for name, value in decision.items() if not value)
            self.add_error(missing, "Hãy ghi cả số và ngày của quyết định, hoặc để trống cả hai.")
        return data


class PlanInspectionForm(InspectionFacts):
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label="Kế hoạch",
        empty_label=None,
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn kế hoạch."},
    )
    units = _Checks(
        Unit.objects.none(),
        label="Đơn vị được kiểm tra",
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    token = _Token()
    field_order = ("plan", "kind", "subject", "units")

    def __init__(self, data=None, *, plans, units, tasks, pairs):
        """`pairs` (plan id, unit id): who may be inspected about which plan."""
        super().__init__(data, initial={"token": uuid.uuid4(), "plan": plans.first()})
        self.pairs = pairs
        self.fields["plan"].queryset = plans
        self.fields["units"].queryset = units
        self.fields["tasks"].queryset = tasks

    def clean(self):
        data = super().clean()
        plan = data.get("plan")
        if plan and any(task.plan_id != plan.pk for task in data.get("tasks") or ()):
            self.add_error("tasks", f"Chỉ chọn nhiệm vụ của {plan}.")
        others = [str(unit) for unit in data.get("units") or () if plan and (plan.pk, unit.pk) not in self.pairs]
        if others:
            self.add_error("units", f"Không kiểm tra được theo {plan}: {', '.join(others)}. Hãy bỏ chọn.")
        return data


class ChangeInspectionForm(InspectionFacts):
    version = _Version()

    def __init__(self, data=None, *, inspection, tasks):
        names = ["kind", "subject", "starts_on", "ends_on", "decision_number", "decision_on", "team", "version"]
        start = {name: getattr(inspection, name) for name in names} | {"tasks": inspection.tasks.all()}
        super().__init__(data, initial=start)
        self.fields["tasks"].queryset = tasks


class RecordForm(PlainForm):
    """The common conclusion, and a text for each inspected unit, which no other unit reads."""

    conclusion = KeptTextField(
        label="Kết luận chung",
        required=True,
        rows=6,
        help_text="Mọi đơn vị được kiểm tra đều đọc phần này. Kiến nghị ghi riêng ở bước sau.",
        error_messages={"required": "Hãy ghi kết luận chung."},
    )

    def __init__(self, data=None, *, inspected):
        super().__init__(data)
        self.names = {f"account_{one.unit_id}": one.unit_id for one in inspected}
        for one in inspected:
            self.fields[f"account_{one.unit_id}"] = KeptTextField(
                label=f"Kết quả tại {one.unit}",
                required=True,
                rows=6,
                help_text="Việc đã làm được, hạn chế, nguyên nhân. Chỉ đơn vị này và cấp trên đọc.",
                error_messages={"required": f"Hãy ghi kết quả tại {one.unit}."},
            )

    @property
    def accounts(self):
        """{unit id: text} of a valid form."""
        return {unit_id: self.cleaned_data[name] for name, unit_id in self.names.items()}


class CallOffForm(PlainForm):
    reason = KeptTextField(
        label="Lý do không tiến hành",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi rõ lý do không tiến hành."},
    )


class FindingForm(PlainForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị phải khắc phục",
        error_messages=NO_SUCH_CHOICE | {"required": "Hãy chọn đơn vị."},
    )
    assignment = forms.ModelChoiceField(
        Assignment.objects.none(),
        label="Về nhiệm vụ (nếu có)",
        required=False,
        empty_label="Không về riêng nhiệm vụ nào",
        error_messages=NO_SUCH_CHOICE,
    )
    found = KeptTextField(
        label="Điều phát hiện",
        required=True,
        error_messages={"required": "Hãy ghi điều phát hiện."},
    )
    recommendation = KeptTextField(
        label="Kiến nghị",
        required=True,
        help_text="Đơn vị phải làm gì để khắc phục.",
        error_messages={"required": "Hãy ghi kiến nghị."},
    )
    due_on = _DueDay(label="Khắc phục trước hết ngày")
    token = _Token()

    def __init__(self, data=None, *, units, assignments):
        start = {"token": uuid.uuid4(), "unit": units[0] if len(units) == 1 else None}
        super().__init__(data, initial=start)
        self.fields["unit"].queryset, self.fields["assignment"].queryset = units, assignments
        self.fields["assignment"].label_from_instance = lambda one: f"{one.unit}: {one.task}"

    def clean(self):
        data = super().clean()
        work, unit = data.get("assignment"), data.get("unit")
        if work and unit and work.unit_id != unit.pk:
            self.add_error("assignment", f"Nhiệm vụ này không giao cho {unit}. Hãy chọn lại.")
        return data


class RemedyForm(PlainForm):
    text = KeptTextField(
        label="Đã khắc phục thế nào",
        required=True,
        rows=5,
        help_text="Nêu việc đã làm, ngày làm xong, văn bản đã ban hành.",
        error_messages={"required": "Hãy ghi đã khắc phục thế nào."},
    )
    files = upload_field(ManyFilesField, label="Tệp minh chứng (nếu có)", required=False)
    declared = forms.BooleanField(label=DECLARATION, required=False)
    version = _Version()

    def __init__(self, data=None, files=None, *, finding):
        super().__init__(data, files, initial={"version": finding.version})

    def clean(self):
        data = super().clean()
        if data.get("files") and not data.get("declared"):
            self.add_error("declared", "Hãy đánh dấu cam đoan này thì cổng mới nhận minh chứng.")
        return data


class CloseFindingForm(PlainForm):
    text = KeptTextField(label="Ý kiến (không bắt buộc)", rows=2)
    version = _Version()

    def __init__(self, data=None, *, finding):
        super().__init__(data, initial={"version": finding.version}, auto_id="close-%s")
        if finding.is_owed:
            self.fields["text"].label = "Căn cứ để khép lại khi đơn vị chưa báo cáo"


class ReopenFindingForm(PlainForm):
    reason = KeptTextField(
        label="Còn phải khắc phục điều gì",
        required=True,
        rows=3,
        error_messages={"required": "Hãy ghi rõ còn phải khắc phục điều gì; đơn vị đọc lời này."},
    )
    due_on = _DueDay(label="Hạn mới")
    version = _Version()

    def __init__(self, data=None, *, finding):
        super().__init__(data, initial={"version": finding.version}, auto_id="reopen-%s")
