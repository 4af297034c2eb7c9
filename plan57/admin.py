from django.contrib import admin
from django.urls import reverse_lazy

from tasks.permissions import can_enter_admin


class PlanAdminSite(admin.AdminSite):
    """The second door: who may enter follows from the acting post, and people sign in by the portal's door."""

    site_header = "Quản trị cổng theo dõi kế hoạch"
    site_title = "Quản trị"
    index_title = "Các mục quản trị"
    enable_nav_sidebar = False
    site_url = reverse_lazy("portal:home")

    def has_permission(self, request):
        return request.user.is_active and can_enter_admin(getattr(request, "membership", None))
