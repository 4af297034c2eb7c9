from django.urls import path

from portal.help import views

urlpatterns = [path("huong-dan/", views.show_help, name="help")]
