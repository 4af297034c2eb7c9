"""Periods and the working calendar in the admin: the same forms, acts and rights as in the portal."""

from django.contrib import admin

from common.actions import remove_day, save_day
from common.admin import ScopedHistoryAdmin
from common.forms import CalendarDayForm
from common.models import CalendarDay
from progress.actions.periods import change_period
from progress.forms.period import PeriodForm
from progress.models import Period
from progress.permissions.periods import can_edit_calendar, can_manage_periods
from tasks.models import places_of


@admin.register(Period)
class PeriodAdmin(ScopedHistoryAdmin):
    """Periods are made by the portal; here the head of the standing office changes their dates, with a reason."""

    form = PeriodForm
    list_display = ["__str__", "plan", "kind", "covers_from", "covers_to", "opens_on", "closes_on", "opened_at"]
    list_filter = ["is_regular", "kind", "year"]
    list_select_related = ["plan"]

    def may_change(self, membership, obj=None):
        if obj is None:
            return membership.is_head and any(place.is_office for place in places_of(membership))
        return can_manage_periods(membership, obj.plan)

    def save_model(self, request, period, form, change):
        reason = form.cleaned_data["reason"]
        change_period(period, dates=form.dates, dues=form.dues, by=request.membership, reason=reason)


@admin.register(CalendarDay)
class CalendarDayAdmin(ScopedHistoryAdmin):
    form = CalendarDayForm
    list_display = ["day", "kind", "note"]
    list_filter = ["kind"]
    search_fields = ["note"]
    date_hierarchy = "day"

    def may_view(self, membership, obj=None):
        return can_edit_calendar(membership)

    may_change = may_view
    may_add = may_view

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def save_model(self, request, record, form, change):
        save_day(record, by=request.membership)

    def delete_model(self, request, record):
        remove_day(record, by=request.membership)

    def delete_queryset(self, request, records):
        for record in records:
            remove_day(record, by=request.membership)
