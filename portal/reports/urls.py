from django.urls import path

from portal.reports.views import (
    documents,
    evidence,
    judging,
    listing,
    moving,
    noting,
    saving,
    showing,
    suggesting,
    writing,
)

urlpatterns = [
    path("bao-cao/", listing.report_list, name="report-list"),
    path("bao-cao/<int:pk>/", showing.report_page, name="report"),
    path("bao-cao/<int:pk>/lan-gui/<int:number>/", showing.submission_page, name="report-submission"),
    path("bao-cao/<int:pk>/lan-gui/<int:number>/in/", showing.submission_print, name="report-submission-print"),
    path("bao-cao/<int:pk>/lan-gui/<int:number>/van-ban.docx", documents.submission, name="report-submission-docx"),
    path("bao-cao/<int:pk>/ban-nhap.docx", documents.draft, name="report-draft-docx"),
    path("bao-cao/<int:pk>/soan/", writing.write, name="report-write"),
    path("bao-cao/<int:pk>/luu-tung-phan/", saving.save_parts, name="report-part-save"),
    path("bao-cao/<int:pk>/goi-y/<int:remark_pk>/dung/", suggesting.accept, name="report-suggestion-accept"),
    path("bao-cao/<int:pk>/goi-y/<int:remark_pk>/lay-lai/", suggesting.undo, name="report-suggestion-undo"),
    path("bao-cao/<int:pk>/dong/<int:line_pk>/minh-chung/", evidence.evidence_page, name="report-evidence"),
    path("bao-cao/<int:pk>/dong/<int:line_pk>/minh-chung/tep/", evidence.add_file, name="report-evidence-file"),
    path(
        "bao-cao/<int:pk>/dong/<int:line_pk>/minh-chung/van-ban/",
        evidence.add_document,
        name="report-evidence-document",
    ),
    path(
        "bao-cao/<int:pk>/dong/<int:line_pk>/minh-chung/tu-kho/",
        evidence.cite_from_shelf,
        name="report-evidence-cite",
    ),
    path(
        "bao-cao/<int:pk>/dong/<int:line_pk>/minh-chung/<int:citation_pk>/go/",
        evidence.remove,
        name="report-evidence-remove",
    ),
    path("bao-cao/<int:pk>/trinh-lanh-dao/", moving.ask_sign_off, name="report-ask-sign-off"),
    path("bao-cao/<int:pk>/thu-hoi/", moving.recall, name="report-recall"),
    path("bao-cao/<int:pk>/tra-ve/", moving.hand_back, name="report-hand-back"),
    path("bao-cao/<int:pk>/gui/", moving.submit, name="report-submit"),
    path("bao-cao/<int:pk>/rut-lai/", moving.withdraw, name="report-withdraw"),
    path("bao-cao/<int:pk>/tiep-nhan/", moving.receive, name="report-receive"),
    path("bao-cao/<int:pk>/bo-sung/", judging.ask_for_more_page, name="report-ask-for-more"),
    path("bao-cao/<int:pk>/ghi-chu/", noting.add_note, name="report-note"),
    path("bao-cao/<int:pk>/xac-nhan/", moving.confirm, name="report-confirm"),
    path("bao-cao/<int:pk>/mo-lai/", moving.reopen, name="report-reopen"),
]
