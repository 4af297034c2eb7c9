from django.urls import path

from portal.dashboards.views import matrix, showing, trend

urlpatterns = [
    path("tong-quan/", showing.dashboard, name="dashboard"),
    path("tong-quan/viec/", showing.duty_list, name="duty-list"),
    path("tong-quan/viec/tai-ve/", showing.duty_list_export, name="duty-list-export"),
    path("tong-quan/bao-cao/", showing.report_list, name="dashboard-report-list"),
    path("tong-quan/bao-cao/tai-ve/", showing.report_list_export, name="dashboard-report-list-export"),
    path("tong-quan/ma-tran/", matrix.matrix, name="dashboard-matrix"),
    path("tong-quan/ma-tran/tai-ve/", matrix.matrix_export, name="dashboard-matrix-export"),
    path("tong-quan/dien-bien/", trend.trend, name="dashboard-trend"),
    path("tong-quan/dien-bien/tai-ve/", trend.trend_export, name="dashboard-trend-export"),
    path("tong-quan/gia-han/", showing.extended_list, name="dashboard-extension-list"),
    path("tong-quan/gia-han/tai-ve/", showing.extended_list_export, name="dashboard-extension-list-export"),
]
