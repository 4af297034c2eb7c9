from django.urls import path

from portal.contributions import listing, views

urlpatterns = [
    path("dong-gop/", listing.contribution_list, name="contribution-list"),
    path("dong-gop/tai-ve/", listing.contribution_list_export, name="contribution-list-export"),
    path("dong-gop/de-nghi/<int:line_pk>/", views.ask, name="contribution-ask"),
    path("dong-gop/<int:pk>/", views.contribution, name="contribution"),
    path("dong-gop/<int:pk>/tra-loi/", views.answer, name="contribution-answer"),
    path("dong-gop/<int:pk>/tu-choi/", views.decline, name="contribution-decline"),
    path("dong-gop/<int:pk>/rut/", views.withdraw, name="contribution-withdraw"),
]
