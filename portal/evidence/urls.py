from django.urls import path

from portal.evidence import shelf, views

urlpatterns = [
    path("minh-chung/", shelf.evidence_list, name="evidence-list"),
    path("minh-chung/tai-ve/", shelf.evidence_list_export, name="evidence-list-export"),
    path("minh-chung/<int:pk>/", views.download, name="evidence-file"),
    path("minh-chung/<int:pk>/anh/", views.preview, {"side": views.LARGE}, name="evidence-picture"),
    path("minh-chung/<int:pk>/anh-nho/", views.preview, {"side": views.SMALL}, name="evidence-thumbnail"),
]
