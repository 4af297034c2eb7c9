from django.urls import path

from portal.reminders import views

urlpatterns = [
    path("nhac-viec/", views.reminder_list, name="reminder-list"),
    path("nhac-viec/tai-ve/", views.reminder_list_export, name="reminder-list-export"),
    path("nhac-viec/<int:pk>/", views.reminder, name="reminder"),
]
