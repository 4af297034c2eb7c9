from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "Báo cáo tiến độ"
    enters_no_figure = {
        "AcceptedSuggestion",
        "Citation",
        "Contribution",
        "ContributionRequest",
        "Evidence",
        "ReceiverNote",
        "Remark",
    }
