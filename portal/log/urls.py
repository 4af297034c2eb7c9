from django.urls import path

from portal.log import views

urlpatterns = [
    path("nhat-ky/", views.entry_list, name="log-list"),
    path("nhat-ky/tai-ve/", views.entry_list_export, name="log-list-export"),
    path("nhat-ky/ghi/", views.add, name="log-add"),
    path("nhat-ky/ghi/<int:assignment_pk>/", views.add_about, name="log-add-about"),
    path("nhat-ky/<int:pk>/dinh-chinh/", views.correct, name="log-correct"),
]
