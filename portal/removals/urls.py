from django.urls import path

from portal.removals import views

urlpatterns = [
    path("go-khan-cap/", views.removal_list, name="removal-list"),
    path("go-khan-cap/minh-chung/<int:pk>/", views.evidence_removal, name="removal-evidence"),
    path("go-khan-cap/bao-cao/<int:pk>/", views.report_removal, name="removal-report"),
    path("go-khan-cap/nhat-ky/<int:pk>/", views.log_removal, name="removal-log"),
]
