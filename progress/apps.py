from django.apps import AppConfig
from django.db.models.signals import pre_save


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "Báo cáo tiến độ"
    enters_no_figure = {
        "AcceptedSuggestion",
        "Citation",
        "Contribution",
        "ContributionRequest",
        "Evidence",
        "LogEntry",
        "ReceiverNote",
        "Remark",
    }

    def ready(self):
        from progress.actions.counting import forget_counts_of_another_top
        from tasks.models import Plan

        pre_save.connect(forget_counts_of_another_top, sender=Plan)
