from django.urls import path

from portal.search import views

urlpatterns = [path("tim/", views.search, name="search")]
