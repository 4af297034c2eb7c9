from django.urls import path

from portal.dashboards import views

urlpatterns = [
    path("tong-quan/", views.dashboard, name="dashboard"),
    path("tong-quan/viec/", views.duty_list, name="duty-list"),
    path("tong-quan/bao-cao/", views.report_list, name="dashboard-report-list"),
]
