from django.urls import path

from portal.reviews.views import composing, drafting, issuing, jobs, listing, planning, showing, sources

urlpatterns = [
    path("tong-ket/", listing.review_list, name="review-list"),
    path("tong-ket/tai-ve/", listing.review_list_export, name="review-list-export"),
    path("tong-ket/lap/", planning.add, name="review-add"),
    path("tong-ket/<int:pk>/", showing.review, name="review"),
    path("tong-ket/doan/<int:pk>/nguon/", sources.sources, name="review-sources"),
    path("tong-ket/<int:pk>/phia-sau/", jobs.job, name="review-job"),
    path("tong-ket/<int:pk>/phia-sau/lam-lai/", jobs.again, name="review-job-again"),
    path("tong-ket/<int:pk>/phia-sau/van-ban/", jobs.print_draft, name="review-print"),
    path("tong-ket/<int:pk>/sua-lich/", planning.change, name="review-change"),
    path("tong-ket/<int:pk>/thoi-lap/", planning.call_off, name="review-call-off"),
    path("tong-ket/<int:pk>/ban-nhap/", composing.begin, name="review-begin"),
    path("tong-ket/<int:pk>/so-lieu/", composing.refresh, name="review-refresh"),
    path("tong-ket/<int:pk>/ban-hanh/", issuing.issue, name="review-issue"),
    path("tong-ket/<int:pk>/dinh-chinh/", issuing.correct, name="review-correct"),
    path("tong-ket/<int:pk>/van-ban/", composing.docx, name="review-docx"),
    path("tong-ket/<int:pk>/luu/", drafting.save, name="review-save"),
    path("tong-ket/<int:pk>/luu-doan/", drafting.save_parts, name="review-part-save"),
]
