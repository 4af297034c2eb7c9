from django.urls import path

from portal.notices import views

urlpatterns = [
    path("thong-bao/", views.notice_list, name="notice-list"),
    path("thong-bao/tai-ve/", views.notice_list_export, name="notice-list-export"),
    path("thong-bao/da-xem/", views.read_all, name="notice-read-all"),
    path("thong-bao/<int:pk>/mo/", views.open_notice, name="notice-open"),
]
