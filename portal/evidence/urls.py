from django.urls import path

from portal.evidence import views

urlpatterns = [
    path("minh-chung/<int:pk>/", views.download, name="evidence-file"),
]
