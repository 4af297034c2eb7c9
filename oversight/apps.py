from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = "Đôn đốc, kiểm tra, chỉ đạo"
