from importlib import import_module

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = "Đôn đốc, kiểm tra, chỉ đạo"
    enters_no_figure = {"CalendarFeed", "ReminderDigest", "ReminderSent", "UrgingTemplate"}

    def ready(self):
        # Emergency removal and the door to files stand in a room below and cannot ask for what this room holds.
        import_module("oversight.actions.removal_places")
        import_module("oversight.permissions.remedy_files")
