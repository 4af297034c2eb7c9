from django.urls import path

from portal.units import views

urlpatterns = [
    path("don-vi/", views.unit_list, name="unit-list"),
    path("don-vi/tai-ve/", views.unit_list_export, name="unit-list-export"),
    path("don-vi/<int:pk>/", views.unit, name="unit"),
]
