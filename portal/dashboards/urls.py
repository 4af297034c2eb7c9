from django.urls import path

from portal.dashboards import views

urlpatterns = [
    path("tong-quan/", views.dashboard, name="dashboard"),
    path("tong-quan/viec/", views.duty_list, name="duty-list"),
    path("tong-quan/viec/tai-ve/", views.duty_list_export, name="duty-list-export"),
    path("tong-quan/bao-cao/", views.report_list, name="dashboard-report-list"),
    path("tong-quan/bao-cao/tai-ve/", views.report_list_export, name="dashboard-report-list-export"),
    path("tong-quan/gia-han/", views.extended_list, name="dashboard-extension-list"),
    path("tong-quan/gia-han/tai-ve/", views.extended_list_export, name="dashboard-extension-list-export"),
]
