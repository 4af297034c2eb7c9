from django.urls import path

from portal.assignments import acts, bulk, listing, views

urlpatterns = [
    path("phan-cong/", views.show_matrix, name="assignment-matrix"),
    path("phan-cong/danh-sach/", listing.assignment_list, name="assignment-list"),
    path("phan-cong/danh-sach/tai-ve/", listing.assignment_list_export, name="assignment-list-export"),
    path("phan-cong/ke-hoach/<int:pk>/giao/", bulk.choose, name="assignment-bulk"),
    path("phan-cong/ke-hoach/<int:pk>/giao/xac-nhan/", bulk.confirm, name="assignment-bulk-confirm"),
    path("phan-cong/<int:pk>/", views.show_assignment, name="assignment"),
    path("phan-cong/<int:pk>/tiep-nhan/", acts.take_on, name="assignment-take-on"),
    path("phan-cong/<int:pk>/tu-choi/", acts.decline, name="assignment-decline"),
    path("phan-cong/<int:pk>/giu-nguyen/", acts.keep, name="assignment-keep"),
    path("phan-cong/<int:pk>/chuyen/", acts.transfer, name="assignment-transfer"),
    path("phan-cong/<int:pk>/tam-dung/", acts.suspend, name="assignment-suspend"),
    path("phan-cong/<int:pk>/tiep-tuc/", acts.resume, name="assignment-resume"),
    path("phan-cong/<int:pk>/thoi/", acts.withdraw, name="assignment-withdraw"),
    path("phan-cong/<int:pk>/xac-nhan/", acts.confirm, name="assignment-confirm"),
    path("phan-cong/<int:pk>/sua/", acts.edit, name="assignment-edit"),
    path("phan-cong/<int:pk>/thoi-han/", acts.deadline, name="assignment-deadline"),
    path("phan-cong/<int:pk>/giao-lai/", acts.sub_assign, name="assignment-sub-assign"),
]
