"""What every room's pages in the admin stand on: the admin is a second door to the same rooms, under the same rules.

A room writes `class ReportAdmin(ScopedAdmin)` and answers three questions with its own `can_…()`:

    def may_view(self, membership, obj=None): …
    def may_add(self, membership): …
    def may_change(self, membership, obj=None): …

All three are "no" until answered. The list is cut to `visible_to(membership)` where the model's queryset has it.
`save_model` calls the room's act; a `Refused` it raises is told above the form, and nothing typed is lost.
"""

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import Http404
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from common.addresses import number_in
from common.refusals import Refused

# The endings that the filters of a list write into its address.
FILTER_TAILS = ["exact", "isempty", "isnull", "in", "id__exact", "gte", "lt", "year", "month", "day"]


class ScopedAdmin(admin.ModelAdmin):
    """Rows cut to what the acting post may see, rights asked of the room, nothing ever deleted."""

    list_per_page = 50
    # Counting every row of a large table costs more than the page itself.
    show_full_result_count = False
    # So would counting what each choice of a filter leaves.
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"
    actions_on_bottom = False

    def may_view(self, membership, obj=None):
        return False

    def may_add(self, membership):
        return False

    def may_change(self, membership, obj=None):
        return False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.visible_to(request.membership) if hasattr(rows, "visible_to") else rows

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the filters beside the list ask for: any other condition in the address could guess hidden text."""
        filters = [entry[0] if isinstance(entry, tuple) else entry for entry in self.get_list_filter(request)]
        own = [getattr(entry, "parameter_name", entry) for entry in filters]
        names = [name for name in [*own, self.date_hierarchy] if name]
        return any(lookup in {name, *(f"{name}__{tail}" for tail in FILTER_TAILS)} for name in names)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError):
            # A year or number in the address that no date or column can hold.
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def get_changeform_initial_data(self, request):
        """What the address fills in beforehand, but for what can be the number of no row."""
        asked = super().get_changeform_initial_data(request)
        numbers = {field.name for field in self.opts.fields if field.is_relation}
        return {name: value for name, value in asked.items() if name not in numbers or number_in(value) is not None}

    def has_module_permission(self, request):
        return self.has_view_or_change_permission(request) or self.has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.membership is not None and bool(
            self.may_view(request.membership, obj) or self.may_change(request.membership, obj)
        )

    def has_add_permission(self, request):
        return request.membership is not None and bool(self.may_add(request.membership))

    def has_change_permission(self, request, obj=None):
        return request.membership is not None and bool(self.may_change(request.membership, obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        # Outside the scope is answered like everywhere else in the portal.
        raise Http404

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # What the act began is rolled back by now; the same form is shown again with the reason above it.
            request.refusal = refused
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 409
            return response

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return form_class
        return type(form_class.__name__, (_TellsRefusal, form_class), {"refusal": refusal})


class ScopedHistoryAdmin(ScopedAdmin, SimpleHistoryAdmin):
    """A ScopedAdmin for set-up records whose every change is kept: it shows the history, and reverts nothing."""

    object_history_template = "admin/history.html"
    history_list_per_page = 50

    def history_view(self, request, object_id, extra_context=None):
        # The library would show the history of a row outside the scope.
        if self.get_object(request, object_id) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # An old version is read in the list of changes; nobody writes it back.
        raise Http404

    def history_view_title(self, request, obj):
        return f"Lịch sử: {obj}"


class _TellsRefusal:
    refusal = None

    def clean(self):
        cleaned = super().clean()
        self.add_error(None, [self.refusal.sentence, *self.refusal.details])
        return cleaned
