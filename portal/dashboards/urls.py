from django.urls import path

from portal.dashboards.views import briefing, changes, indicators, matrix, showing, today, trend

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
    path("tong-quan/chi-tieu/", indicators.indicators, name="dashboard-indicators"),
    path("tong-quan/chi-tieu/tai-ve/", indicators.indicators_export, name="dashboard-indicators-export"),
    path("tong-quan/chi-tieu/so-lieu/", indicators.numbers, name="dashboard-indicator-list"),
    path("tong-quan/chi-tieu/so-lieu/tai-ve/", indicators.numbers_export, name="dashboard-indicator-list-export"),
    path("tong-quan/gia-han/", showing.extended_list, name="dashboard-extension-list"),
    path("tong-quan/gia-han/tai-ve/", showing.extended_list_export, name="dashboard-extension-list-export"),
    path("tong-quan/thay-doi/viec/", changes.duty_change_list, name="dashboard-duty-change-list"),
    path("tong-quan/thay-doi/viec/tai-ve/", changes.duty_change_list_export, name="dashboard-duty-change-list-export"),
    path("tong-quan/thay-doi/bao-cao/", changes.report_change_list, name="dashboard-report-change-list"),
    path(
        "tong-quan/thay-doi/bao-cao/tai-ve/",
        changes.report_change_list_export,
        name="dashboard-report-change-list-export",
    ),
    path("tong-quan/tin-nhanh/", briefing.briefing, name="dashboard-briefing"),
    path("tong-quan/hom-nay/", today.today, name="dashboard-today"),
    path("tong-quan/hom-nay/cho-xem-xet/", today.waiting_list, name="dashboard-waiting-list"),
    path("tong-quan/hom-nay/cho-xem-xet/tai-ve/", today.waiting_list_export, name="dashboard-waiting-list-export"),
    path("tong-quan/hom-nay/tu-choi/", today.declined_list, name="dashboard-declined-list"),
    path("tong-quan/hom-nay/tu-choi/tai-ve/", today.declined_list_export, name="dashboard-declined-list-export"),
    path("tong-quan/hom-nay/chua-gui-lan-nao/", today.silent_list, name="dashboard-silent-list"),
    path("tong-quan/hom-nay/chua-gui-lan-nao/tai-ve/", today.silent_list_export, name="dashboard-silent-list-export"),
]
