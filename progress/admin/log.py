"""The progress log in the admin: read there, written in the portal, where its files are taken in."""

from django.contrib import admin

from common.admin import ScopedAdmin
from common.folding import fold
from progress.models import LogEntry


@admin.register(LogEntry)
class LogEntryAdmin(ScopedAdmin):
    list_display = ["happened_on", "assignment", "text", "percent", "by", "for_unit", "at"]
    list_filter = ["happened_on"]
    list_select_related = ["assignment__task", "assignment__unit", "by", "for_unit"]
    search_fields = ["search_text"]
    fields = ["assignment", "happened_on", "text", "percent", "corrects", "by", "for_unit", "at"]

    def may_view(self, membership, obj=None):
        return membership.works

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))
