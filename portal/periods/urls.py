from django.urls import path

from portal.periods import calendar, views

urlpatterns = [
    path("ky-bao-cao/", views.period_list, name="period-list"),
    path("ky-bao-cao/tai-ve/", views.period_list_export, name="period-list-export"),
    path("ky-bao-cao/<int:pk>/", views.period, name="period"),
    path("ky-bao-cao/<int:pk>/sua/", views.change, name="period-change"),
    path("ky-bao-cao/<int:pk>/mo/", views.open_by_hand, name="period-open"),
    path("ky-bao-cao/them/<int:plan_pk>/", views.add, name="period-add"),
    path("ky-bao-cao/lich-lam-viec/", calendar.calendar, name="calendar"),
    path("ky-bao-cao/lich-lam-viec/them/", calendar.add, name="calendar-add"),
    path("ky-bao-cao/lich-lam-viec/<int:pk>/sua/", calendar.change, name="calendar-change"),
    path("ky-bao-cao/lich-lam-viec/<int:pk>/bo/", calendar.remove, name="calendar-remove"),
]
