from django.contrib import admin
from django.urls import reverse_lazy

from common.admin import ScopedAdmin
from tasks.permissions import can_enter_admin


class PlanAdminSite(admin.AdminSite):
    """The second door: who may enter follows from the acting post, and people sign in by the portal's door."""

    site_header = "Quản trị cổng theo dõi kế hoạch"
    site_title = "Quản trị"
    index_title = "Các mục quản trị"
    enable_nav_sidebar = False
    site_url = reverse_lazy("portal:home")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take in the rooms' own pages only: those of libraries do not ask the acting post."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_active and can_enter_admin(getattr(request, "membership", None))
