from django.urls import path

from portal.people import views, waiting

urlpatterns = [
    path("nguoi-dung/nhap/", views.upload, name="people-upload"),
    path("nguoi-dung/nhap/tep-mau/", views.template, name="people-template"),
    path("nguoi-dung/nhap/xac-nhan/", views.confirm, name="people-confirm"),
    path("nguoi-dung/nhap/lien-ket/", views.links_file, name="people-links-file"),
    path("nguoi-dung/chua-dat-mat-khau/", waiting.waiting, name="people-waiting"),
]
