from django.urls import path

from portal.feed import views

urlpatterns = [path("lich.ics", views.calendar, name="calendar-feed")]
