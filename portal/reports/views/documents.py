"""The report as a .docx in the official form: the unit's working text as a draft to be signed, and what was sent."""

from django.views.decorators.cache import cache_control

from common import clock
from common.refusals import Refused
from portal.acts import page, require
from portal.answers import as_docx
from portal.reports.access import report_or_404, submission_or_404
from portal.reports.document import draft_as_docx, file_name, submission_as_docx
from portal.reports.sent import may_read_text
from progress.permissions import reports as may


class TakenBack(Refused):
    """What a unit took back is not handed out outside it."""


@cache_control(private=True, no_store=True)
@page
def draft(request, pk):
    report = report_or_404(request, pk)
    require(may.can_read_working_text(request.membership, report))
    return as_docx(draft_as_docx(report, on=clock.today()), file_name(report, "bản nháp"))


@cache_control(private=True, no_store=True)
@page
def submission(request, pk, number):
    report = report_or_404(request, pk)
    require(may.can_read_submitted(request.membership, report))
    sent = submission_or_404(report, number)
    if not may_read_text(sent, own=may.can_read_working_text(request.membership, report)):
        raise TakenBack("Đơn vị đã rút lại lần gửi này nên không tải về được; chỉ đơn vị còn đọc được nội dung.")
    return as_docx(submission_as_docx(report, sent), file_name(report, f"lần gửi {number}"))
