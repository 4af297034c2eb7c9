"""Moving the due day of a report by a decided extension. Why it was asked for stands in the room oversight."""

from django.db import transaction

from common import clock
from common.refusals import Refused
from progress.actions.counting import difference_entered
from progress.enums import ReportMove
from progress.models import Report, ReportEvent


class DueDayMoved(Refused):
    """The due day is not the one that the decision speaks of any more."""


@transaction.atomic
def extend_report(report, *, before, due_on, by, reason):
    """Move the due day of `report` from the day `before` to the later day `due_on`; the first one stays on record.

    A report that was sent meanwhile is extended too: its punctuality is held against the day due, whenever that was
    decided (DOMAIN §2). Refused when the due day was changed after the request.
    """
    row = Report.objects.filter(pk=report.pk)
    state = row.select_for_update().values_list("state", flat=True).get()
    with difference_entered([report.pk]):
        if not row.filter(due_on=before).update(due_on=due_on):
            raise DueDayMoved(
                "Hạn gửi của báo cáo đã được đổi sau khi đơn vị đề nghị. "
                "Hãy tải lại trang, xem hạn hiện nay rồi quyết định."
            )
    report.refresh_from_db(fields=["due_on"])
    ReportEvent.objects.create(
        report=report,
        move=ReportMove.EXTEND,
        from_state=state,
        to_state=state,
        at=clock.now(),
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
        due_before=before,
        reason=f"Hạn gửi {before:%d/%m/%Y} đổi thành {due_on:%d/%m/%Y}. {reason}".strip(),
    )
