from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Lịch làm việc"
    # Writes to tables of the other models move the version of the data (common/versions.py); so in every room.
    enters_no_figure = {"Beat", "DataStamp"}

    def ready(self):
        from common.versions import watch_writes

        connection_created.connect(watch_writes)
