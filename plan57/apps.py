from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class PlanAdminConfig(AdminConfig):
    """The admin is a second door to the same rooms: its site asks the same questions as the portal."""

    default_site = "plan57.admin.PlanAdminSite"

    def ready(self):
        super().ready()
        import_module("plan57.checks")
