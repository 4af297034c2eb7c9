from django.urls import path

from portal.extensions import listing, views

urlpatterns = [
    path("gia-han/", listing.extension_list, name="extension-list"),
    path("gia-han/tai-ve/", listing.extension_list_export, name="extension-list-export"),
    path("gia-han/de-nghi/bao-cao/<int:pk>/", views.ask_for_report, name="extension-ask-report"),
    path("gia-han/de-nghi/phan-cong/<int:pk>/", views.ask_for_work, name="extension-ask-work"),
    path("gia-han/<int:pk>/", views.extension_page, name="extension"),
    path("gia-han/<int:pk>/gia-han/", views.grant, name="extension-grant"),
    path("gia-han/<int:pk>/khong-gia-han/", views.refuse, name="extension-refuse"),
    path("gia-han/<int:pk>/rut/", views.withdraw, name="extension-withdraw"),
]
