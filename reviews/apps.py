from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Sơ kết, tổng kết"

    def ready(self):
        # Emergency removal stands in a room below and cannot ask for what this room holds.
        import_module("reviews.actions.removal_places")
        import_module("reviews.actions.removing")
        import_module("reviews.actions.workbook_removing")
