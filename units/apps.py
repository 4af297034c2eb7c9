from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và người dùng"
    enters_no_figure = {"User", "HistoricalUser", "Notice"}
