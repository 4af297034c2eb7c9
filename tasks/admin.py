"""The plan and its assignments in the admin: the same forms and acts as in the portal, under the same rights."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm

from common.admin import ScopedAdmin, ScopedHistoryAdmin
from common.refusals import Refused
from tasks import actions, permissions
from tasks.forms import (
    ClaritiesForm,
    ClauseForm,
    GiveForm,
    GroupForm,
    IndicatorOfTaskForm,
    PersonForm,
    PlaceForm,
    PlanForm,
    TargetOfIndicatorForm,
    TaskForm,
)
from tasks.models import (
    Assignment,
    AssignmentEvent,
    Directive,
    ImplementationClause,
    Indicator,
    IndicatorTarget,
    Participation,
    Plan,
    Task,
    TaskGroup,
)


def plan_set_up_by(membership):
    """The plan whose standing office the post works in, or None."""
    if not (membership and membership.works):
        return None
    return Plan.objects.filter(standing_office=membership.unit_id).first()


class SetupAdmin(ScopedHistoryAdmin):
    """Everybody who enters reads the set-up; the plan's standing office changes it."""

    plan_path = "plan"

    def may_view(self, membership, obj=None):
        return True

    def may_add(self, membership):
        return plan_set_up_by(membership) is not None

    def may_change(self, membership, obj=None):
        if obj is None:
            return self.may_add(membership)
        plan = obj
        for name in self.plan_path.split("__"):
            plan = getattr(plan, name)
        return permissions.can_change_plan(membership, plan)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change, **kwargs)
        form_class.default_plan = plan_set_up_by(request.membership)
        return form_class

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in {"task", "indicator"}:
            path = {"task": "plan__standing_office", "indicator": "task__plan__standing_office"}[db_field.name]
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(**{path: request.membership.unit_id})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, record, form, change):
        actions.save_setup(record, by=request.membership)


@admin.register(Directive)
class DirectiveAdmin(SetupAdmin):
    list_display = ["symbol", "kind", "issued_on", "issued_by"]
    search_fields = ["symbol", "subject"]

    def may_change(self, membership, obj=None):
        return plan_set_up_by(membership) is not None


@admin.register(Plan)
class PlanAdmin(SetupAdmin):
    form = PlanForm
    list_display = ["symbol", "kind", "issued_on", "owner", "standing_office", "regular_period"]
    list_select_related = ["owner", "standing_office"]
    readonly_fields = ["owner", "standing_office"]

    def may_add(self, membership):
        # A plan comes with its chain of reports: load_plan makes both.
        return False

    def may_change(self, membership, obj=None):
        return permissions.can_change_plan(membership, obj) if obj else plan_set_up_by(membership) is not None


@admin.register(TaskGroup)
class TaskGroupAdmin(SetupAdmin):
    form = GroupForm
    list_display = ["number", "title", "plan"]
    list_select_related = ["plan"]


@admin.register(ImplementationClause)
class ImplementationClauseAdmin(SetupAdmin):
    form = ClauseForm
    list_display = ["number", "title", "plan"]
    list_select_related = ["plan"]


@admin.register(Task)
class TaskAdmin(SetupAdmin):
    form = TaskForm
    list_display = ["code", "title", "group", "clause", "cadence", "due_on", "mode"]
    list_select_related = ["group", "clause"]
    list_filter = ["plan", "mode", "cadence"]
    search_fields = ["search_text"]


@admin.register(Indicator)
class IndicatorAdmin(SetupAdmin):
    plan_path = "task__plan"
    form = IndicatorOfTaskForm
    list_display = ["name", "unit_of_measure", "task", "over_time", "over_units"]
    list_select_related = ["task"]
    search_fields = ["name", "task__search_text"]


@admin.register(IndicatorTarget)
class IndicatorTargetAdmin(SetupAdmin):
    plan_path = "indicator__task__plan"
    form = TargetOfIndicatorForm
    list_display = ["indicator", "year", "unit", "value"]
    list_select_related = ["indicator", "unit"]
    list_filter = ["year"]


@admin.register(Participation)
class ParticipationAdmin(SetupAdmin):
    form = PlaceForm
    list_display = ["unit", "reports_to", "level", "plan", "valid_from", "valid_to"]
    list_select_related = ["unit", "reports_to", "plan"]
    list_filter = ["level", "plan"]
    search_fields = ["unit__search_text"]
    actions = ["take_out"]

    def get_readonly_fields(self, request, obj=None):
        return ["unit", "level", "valid_from", "valid_to"] if obj else []

    def save_model(self, request, place, form, change):
        reports_to, by = form.cleaned_data["reports_to"], request.membership
        if change:
            actions.move_unit(place, reports_to=reports_to, by=by)
        else:
            place.pk = actions.place_unit(place.plan, place.unit, reports_to=reports_to, by=by).pk

    @admin.action(description="Thôi tham gia kế hoạch", permissions=["change"])
    def take_out(self, request, places):
        for place in places.select_related("unit", "plan"):
            if self.has_change_permission(request, place):
                _try(request, place.unit, lambda place=place: actions.remove_unit(place, by=request.membership))


class ReasonActionForm(ActionForm):
    reason = forms.CharField(label="Lý do:", required=False, max_length=2000)


class EventInline(admin.TabularInline):
    """What was done to the assignment; nobody writes here."""

    model = AssignmentEvent
    fields = readonly_fields = ["at", "move", "by", "on_behalf_of", "for_unit", "reason"]
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "on_behalf_of", "for_unit")

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Assignment)
class AssignmentAdmin(ScopedAdmin):
    list_display = ["task", "unit", "part", "state", "due_on", "cadence", "person_in_charge"]
    list_select_related = ["task", "unit"]
    list_filter = ["state", "part", "cadence"]
    search_fields = ["task__search_text", "unit__search_text"]
    inlines = [EventInline]
    action_form = ReasonActionForm
    actions = ["take_on", "decline", "keep_given", "suspend", "resume", "withdraw"]

    def may_view(self, membership, obj=None):
        return not membership.is_administrator

    def may_add(self, membership):
        return plan_set_up_by(membership) is not None

    def may_change(self, membership, obj=None):
        return permissions.can_name_person(membership, obj) if obj else membership.works

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("task__plan", "unit", "parent__unit")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            form = GiveForm
        else:
            form = ClaritiesForm if permissions.can_change_terms(request.membership, obj) else PersonForm
        return super().get_form(request, obj, change, **kwargs | {"form": form})

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        told = ["task", "unit", "part", "parent", "state", "starts_on", "due_on_original", "due_on", "cadence"]
        told += ["completed_on", "ended_on"]
        if not permissions.can_change_terms(request.membership, obj):
            told += ["authority", "responsibility", "product", "budget"]
        return told

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        plan = plan_set_up_by(request.membership)
        if plan and db_field.name == "task":
            kwargs["queryset"] = Task.objects.filter(plan=plan)
        if plan and db_field.name == "unit":
            taking_part = Participation.objects.filter(plan=plan, valid_to=None).order_by().values("unit_id")
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(pk__in=taking_part)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, assignment, form, change):
        by = request.membership
        if not change:
            given = actions.give_assignment(assignment.task, assignment.unit, form.terms, by=by)
            assignment.pk = given.pk
            return
        stored = self.get_queryset(request).get(pk=assignment.pk)
        version = form.cleaned_data["seen_version"]
        actions.change_assignment(stored, form.cleaned_data, version=version, by=by)

    @admin.action(description="Tiếp nhận", permissions=["change"])
    def take_on(self, request, rows):
        self._each(request, rows, permissions.can_take_on, lambda one: actions.take_on(one, by=request.membership))

    @admin.action(description="Từ chối (ghi lý do)", permissions=["change"])
    def decline(self, request, rows):
        self._each_with_reason(request, rows, permissions.can_decline, actions.decline)

    @admin.action(description="Không chấp nhận từ chối (ghi lý do)", permissions=["change"])
    def keep_given(self, request, rows):
        self._each_with_reason(request, rows, permissions.can_manage, actions.keep)

    @admin.action(description="Tạm dừng (ghi lý do)", permissions=["change"])
    def suspend(self, request, rows):
        self._each_with_reason(request, rows, permissions.can_manage, actions.suspend)

    @admin.action(description="Tiếp tục thực hiện", permissions=["change"])
    def resume(self, request, rows):
        self._each_with_reason(request, rows, permissions.can_manage, actions.resume)

    @admin.action(description="Thôi thực hiện (ghi lý do)", permissions=["change"])
    def withdraw(self, request, rows):
        self._each_with_reason(request, rows, permissions.can_manage, actions.withdraw)

    def _each_with_reason(self, request, rows, allowed, do):
        reason = request.POST.get("reason", "")[:2000]
        self._each(request, rows, allowed, lambda one: do(one, by=request.membership, reason=reason))

    def _each(self, request, rows, allowed, do):
        for one in rows:
            if allowed(request.membership, one):
                _try(request, one, lambda one=one: do(one))
            else:
                messages.error(request, f"{one}: chức vụ đang dùng không có quyền làm việc này.")


@admin.register(AssignmentEvent)
class AssignmentEventAdmin(ScopedAdmin):
    """Read only: what happened is never written over."""

    list_display = ["at", "assignment", "move", "by", "on_behalf_of", "for_unit", "reason"]
    list_select_related = ["assignment__task", "assignment__unit", "by", "on_behalf_of", "for_unit"]
    list_filter = ["move"]
    date_hierarchy = "at"
    ordering = ["-at", "-id"]

    def may_view(self, membership, obj=None):
        return not membership.is_administrator

    def get_queryset(self, request):
        seen = Assignment.objects.visible_to(request.membership)
        return super().get_queryset(request).filter(assignment__in=seen.order_by().values("pk"))


def _try(request, thing, do):
    """Do one of many: a refusal is told, and the others go on."""
    try:
        do()
    except Refused as refused:
        messages.error(request, f"{thing}: {refused.sentence}")
    else:
        messages.success(request, f"{thing}: đã làm xong.")
