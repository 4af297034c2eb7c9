"""The one door through which a report changes its state: a guarded update, its event, and the sentence for who lost."""

from django.db.models import F
from django.utils import timezone

from common import clock
from common.refusals import Refused
from progress.enums import INNER_MOVES, REPORT_MOVES, ReportMove, ReportState
from progress.models import Report, ReportEvent


class MoveRefused(Refused):
    """The report is in a state from which the move does not start: most often somebody else was first."""


class ReasonMissing(Refused):
    """The act is explained to the other side, and no reason was given."""


def move_report(report, move, *, by, target=None, reason="", at=None, **stamps):
    """Move `report` and write the event, inside the caller's transaction; raise MoveRefused when the state forbids it.

    Two people can press at once: the database decides who was first, the other is told who it was and when.
    """
    sources, usual = REPORT_MOVES[move]
    row = Report.objects.filter(pk=report.pk)
    before = row.select_for_update().values_list("state", flat=True).get()
    if not row.filter(state__in=sources).update(state=target or usual, **stamps):
        raise MoveRefused(_who_was_first(report, move, by))
    # What is told of the move names its period and units.
    report.refresh_from_db(from_queryset=Report.objects.select_related("period", "unit", "to_unit"))
    return ReportEvent.objects.create(
        report=report,
        move=move,
        from_state=before,
        to_state=report.state,
        at=at or clock.now(),
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
        reason=reason,
    )


def demand_reason(reason, sentence):
    """Return the reason without blanks around it, or refuse with `sentence` when nothing is left."""
    reason = (reason or "").strip()
    if not reason:
        raise ReasonMissing(sentence)
    return reason


def _who_was_first(report, move, by):
    wish, event = _words(move), _last_known_event(report, by)
    if event is None:
        return f"{_where_it_is(report, by)}, nên chưa thể {wish}. Hãy tải lại trang để xem tình trạng mới nhất."
    when = timezone.localtime(event.at).strftime("%H:%M ngày %d/%m/%Y")
    if event.by_id == by.user_id:
        return f"Chính đồng chí đã {_words(event.move)} báo cáo này lúc {when}, nên không {wish} nữa."
    person = f"Đồng chí {event.by}"
    if event.on_behalf_of:
        person += f" (thay mặt đồng chí {event.on_behalf_of})"
    return (
        f"{person} đã {_words(event.move)} báo cáo này lúc {when}, nên không {wish} được nữa. "
        "Hãy tải lại trang để xem tình trạng mới nhất."
    )


def _last_known_event(report, by):
    """Return the last move that `by` may know of: what a unit does within itself is not told outside it, and another
    due day moves nothing."""
    events = report.events.exclude(by=None).exclude(from_state=F("to_state"))
    if by.unit_id != report.unit_id:
        events = events.exclude(move__in=INNER_MOVES)
    return events.select_related("by", "on_behalf_of").order_by("-at", "-id").first()


def _where_it_is(report, by):
    state = ReportState(Report.objects.values_list("state", flat=True).get(pk=report.pk))
    if by.unit_id != report.unit_id and state in ReportState.writable():
        return "Đơn vị chưa gửi báo cáo này"
    return f"Báo cáo đang ở trạng thái “{state.label}”"


def _words(move):
    return "gửi" if move == ReportMove.SUBMIT else ReportMove(move).label
