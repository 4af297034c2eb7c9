from django.urls import path

from portal.inspections.views import findings, listing, planning, showing

urlpatterns = [
    path("kiem-tra/", listing.inspection_list, name="inspection-list"),
    path("kiem-tra/tai-ve/", listing.inspection_list_export, name="inspection-list-export"),
    path("kiem-tra/kien-nghi/", listing.finding_list, name="finding-list"),
    path("kiem-tra/kien-nghi/tai-ve/", listing.finding_list_export, name="finding-list-export"),
    path("kiem-tra/lap/", planning.add, name="inspection-add"),
    path("kiem-tra/<int:pk>/", showing.inspection, name="inspection"),
    path("kiem-tra/<int:pk>/sua/", planning.change, name="inspection-change"),
    path("kiem-tra/<int:pk>/bao-don-vi/", showing.announce, name="inspection-announce"),
    path("kiem-tra/<int:pk>/ket-qua/", planning.record, name="inspection-record"),
    path("kiem-tra/<int:pk>/khep-lai/", showing.close, name="inspection-close"),
    path("kiem-tra/<int:pk>/khong-tien-hanh/", showing.call_off, name="inspection-call-off"),
    path("kiem-tra/<int:pk>/bien-ban/<int:unit_pk>/", showing.minutes, name="inspection-minutes"),
    path("kiem-tra/<int:pk>/thong-bao/<int:unit_pk>/", showing.conclusion, name="inspection-conclusion"),
    path("kiem-tra/<int:pk>/kien-nghi/", findings.add, name="finding-add"),
    path("kiem-tra/kien-nghi/<int:pk>/", findings.finding, name="finding"),
    path("kiem-tra/kien-nghi/<int:pk>/khac-phuc/", findings.report, name="finding-report"),
    path("kiem-tra/kien-nghi/<int:pk>/khep-lai/", findings.close, name="finding-close"),
    path("kiem-tra/kien-nghi/<int:pk>/khac-phuc-tiep/", findings.reopen, name="finding-reopen"),
]
