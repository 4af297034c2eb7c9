from django.urls import path

from portal.plan import setup, views

urlpatterns = [
    path("ke-hoach/", views.show_plans, name="plan-list"),
    path("ke-hoach/<int:pk>/", views.show_plan, name="plan"),
    path("ke-hoach/<int:pk>/nhom-moi/", setup.add_group, name="group-add"),
    path("ke-hoach/<int:pk>/muc-moi/", setup.add_clause, name="clause-add"),
    path("ke-hoach/<int:pk>/nhiem-vu-moi/", setup.add_task, name="task-add"),
    path("ke-hoach/nhom/<int:pk>/sua/", setup.edit_group, name="group-edit"),
    path("ke-hoach/muc/<int:pk>/sua/", setup.edit_clause, name="clause-edit"),
    path("ke-hoach/nhiem-vu/<int:pk>/", views.show_task, name="task"),
    path("ke-hoach/nhiem-vu/<int:pk>/sua/", setup.edit_task, name="task-edit"),
    path("ke-hoach/nhiem-vu/<int:pk>/chi-tieu-moi/", setup.add_indicator, name="indicator-add"),
    path("ke-hoach/chi-tieu/<int:pk>/sua/", setup.edit_indicator, name="indicator-edit"),
    path("ke-hoach/chi-tieu/<int:pk>/muc-tieu-moi/", setup.add_target, name="target-add"),
    path("ke-hoach/muc-tieu/<int:pk>/sua/", setup.edit_target, name="target-edit"),
]
