"""Taking over the wording that a remark suggests, and getting one's own text back.

Both go through the saving of a line, under its version: of two people at one line the second sees both texts.
"""

from django.db import transaction
from django.utils import timezone

from common import clock
from common.refusals import Refused
from progress.actions.report_writing import check_writable, save_line
from progress.models import AcceptedSuggestion, ReportLine


class SuggestionRefused(Refused):
    """The suggestion cannot be taken over, or not be undone, as things stand."""


@transaction.atomic
def accept_suggestion(remark, line, *, version, by):
    """Put the wording that `remark` suggests into `line`, which was opened at `version`; return the new version.

    Refused when the report does not lie with `by`, when the remark is no part of the open request or suggests
    nothing, when the wording stands there already, and as a Conflict when somebody saved the line meanwhile.
    """
    check_writable(line.report, by=by)
    if remark.at != line.report.asked_for_more_at or remark.line.assignment_id != line.assignment_id:
        raise SuggestionRefused("Góp ý này không thuộc lần đề nghị bổ sung đang mở. Hãy tải lại trang.")
    if not remark.suggested_text:
        raise SuggestionRefused("Góp ý này không kèm gợi ý cách ghi; hãy sửa nội dung trong ô Kết quả thực hiện.")
    # A text does not change without its version: what is read here is what the guarded update below replaces.
    before = ReportLine.objects.filter(pk=line.pk, version=version).values_list("result", flat=True).first()
    if before == remark.suggested_text:
        raise SuggestionRefused(_already_there(remark))
    version = save_line(line, {"result": remark.suggested_text}, version=version, by=by)
    AcceptedSuggestion.objects.create(
        remark=remark, line=line, text_before=before, at=clock.now(), by=by.user, on_behalf_of=by.on_behalf_of
    )
    return version


@transaction.atomic
def undo_suggestion(accepted, *, version, by):
    """Put the text back that stood in the line before the suggestion was taken over; return the new version.

    Refused when the line was written on since: that text would be lost.
    """
    check_writable(accepted.line.report, by=by)
    line, suggested = accepted.line, accepted.remark.suggested_text
    now = ReportLine.objects.filter(pk=line.pk, version=version).values_list("result", flat=True).first()
    if now is not None and now != suggested:
        raise SuggestionRefused("Dòng này đã được sửa tiếp sau khi dùng gợi ý. Hãy chép đoạn cần lấy lại từ bản trước.")
    version = save_line(line, {"result": accepted.text_before}, version=version, by=by)
    still = AcceptedSuggestion.objects.filter(pk=accepted.pk, undone_at=None)
    if not still.update(undone_at=clock.now(), undone_by=by.user):
        raise SuggestionRefused("Bản trước đã được lấy lại rồi. Hãy tải lại trang để xem nội dung mới nhất.")
    return version


def _already_there(remark):
    accepted = remark.acceptances.filter(undone_at=None).select_related("by").last()
    if accepted is None:
        return "Dòng này đang ghi đúng như gợi ý, không có gì phải đổi."
    when = timezone.localtime(accepted.at).strftime("%H:%M ngày %d/%m/%Y")
    return f"Đồng chí {accepted.by} đã dùng cách ghi này lúc {when}. Hãy tải lại trang để xem nội dung mới nhất."
