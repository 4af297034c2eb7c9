"""Forms of the progress log: what the list is cut to, a new entry, and the correction of one."""

import uuid
from functools import partial

from django import forms
from django.db.models import Q

from common import clock
from common.folding import fold
from common.forms import DayField
from progress.actions.log import wrong_entry
from progress.actions.report_writing import clean_text
from progress.forms.evidence import ManyFilesField, declared_field, upload_field
from progress.permissions.log import can_add_somewhere, writable_assignments
from tasks.forms.fields import NO_SUCH_CHOICE
from tasks.models import Assignment, Task, places_of
from tasks.timing import deadline_words
from units.models import Unit


class LogFilterForm(forms.Form):
    q = forms.CharField(
        label="Nội dung",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"placeholder": "Không cần gõ dấu"}),
    )
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị", error_messages=NO_SUCH_CHOICE
    )
    viec = forms.ModelChoiceField(
        Task.objects.none(), label="Nhiệm vụ", required=False, empty_label="Mọi nhiệm vụ", error_messages=NO_SUCH_CHOICE
    )
    tu = DayField(label="Từ ngày", required=False, help_text="")
    den = DayField(label="Đến ngày", required=False, help_text="")

    def __init__(self, data, *, membership):
        seen = Assignment.objects.followed_by(membership).order_by()
        # The page and the order of a list say nothing of what it is cut to.
        if not data.keys() - {"trang", "sap"} and _begins_with_own_unit(membership):
            data = data.copy()
            data["don_vi"] = membership.unit_id
        super().__init__(data)
        own = Q(pk=membership.unit_id)
        self.fields["don_vi"].queryset = Unit.objects.filter(own | Q(pk__in=seen.values("unit_id").distinct()))
        self.fields["viec"].queryset = Task.objects.filter(pk__in=seen.values("task_id").distinct())
        self.fields["viec"].label_from_instance = lambda task: _short(str(task), 60)

    def cut(self, entries):
        """Narrow `entries` by every filter that was understood."""
        self.is_valid()
        chosen = self.cleaned_data
        lookups = {
            "assignment__unit": chosen.get("don_vi"),
            "assignment__task": chosen.get("viec"),
            "happened_on__gte": chosen.get("tu"),
            "happened_on__lte": chosen.get("den"),
            "search_text__contains": fold(chosen.get("q") or ""),
        }
        return entries.filter(**{lookup: value for lookup, value in lookups.items() if value})


class CorrectionForm(forms.Form):
    """What an entry says. Also serves to correct one: the assignment is then known."""

    happened_on = DayField(label="Ngày làm")
    text = forms.CharField(label="Nội dung đã làm", widget=forms.Textarea(attrs={"rows": 4}))
    percent = forms.IntegerField(
        label="Tỷ lệ hoàn thành (%)", required=False, help_text="Chỉ ghi cho việc làm một lần có thời hạn."
    )
    files = upload_field(ManyFilesField, label="Tệp minh chứng", required=False)
    declared = declared_field(required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, assignment=None, initial=None, **kwargs):
        self.assignment = assignment
        start = {"happened_on": clock.today(), "token": uuid.uuid4()}
        super().__init__(*args, initial=start | (initial or {}), **kwargs)

    def clean_text(self):
        return clean_text(self.cleaned_data["text"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("files") and not cleaned.get("declared"):
            self.add_error("declared", "Hãy đánh dấu cam đoan này thì cổng mới nhận tệp.")
        assignment = self.assignment or cleaned.get("assignment")
        if assignment and not {"happened_on", "text", "percent"} & self.errors.keys():
            entry = {name: cleaned[name] for name in ("happened_on", "text", "percent")}
            for name, sentence in wrong_entry(assignment, **entry, on=clock.today()).items():
                self.add_error(name, sentence)
        return cleaned

    def entry(self):
        """Return what was typed, as the act takes it."""
        return {
            name: self.cleaned_data[name] for name in ("happened_on", "text", "percent", "files", "declared", "token")
        }


class LogEntryForm(CorrectionForm):
    """A new entry: which assignment is chosen among those the post may write about."""

    field_order = ["assignment"]
    assignment = forms.ModelChoiceField(
        Assignment.objects.none(),
        label="Việc được giao",
        empty_label="Chọn một việc",
        error_messages={"required": "Hãy chọn việc được giao.", "invalid_choice": "Hãy chọn một việc trong danh sách."},
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Assignment.objects.visible_to(membership).live()
        mine = writable_assignments(seen, membership).select_related("task", "unit", "parent__unit")
        self.fields["assignment"].queryset = mine.order_by("task__plan", "task__code", "unit__order", "pk")
        self.fields["assignment"].label_from_instance = partial(_assignment_words, own=membership.unit_id)


def _begins_with_own_unit(membership):
    """Whether the list opens on the unit's own entries: for those who write them, unless they follow everybody."""
    follows_all = any(place.sees_all for place in places_of(membership))
    return can_add_somewhere(membership) and not follows_all


def _assignment_words(assignment, *, own):
    """Name an assignment so that two of one task differ: part, giver, deadline, and the unit when it is another."""
    giver = f"{assignment.parent.unit} giao" if assignment.parent else ""
    facts = [assignment.get_part_display(), giver, deadline_words(assignment.due_on, assignment.cadence)]
    unit = "" if assignment.unit_id == own else f" – {assignment.unit}"
    return f"{_short(str(assignment.task), 70)} ({', '.join(filter(None, facts))}){unit}"


def _short(text, length):
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
