"""The life of a report (DESIGN §4): one function per act, each with one guarded update of the state.

Views, the admin, imports and jobs all come through here. `by` is the post that acts.
"""

from django.db import transaction
from django.db.models import Case, Value, When

from common import clock
from common.refusals import Refused
from progress.actions.completeness import Missing, ReportIncomplete, lines_to_check, missing_of
from progress.actions.contributions import tell_supporters
from progress.actions.counting import count_done, count_sent
from progress.actions.report_moves import MoveRefused, ReasonMissing, demand_reason, move_report
from progress.actions.report_writing import (
    HEADER_TEXTS,
    Conflict,
    NotWritable,
    check_writable,
    clean_text,
    save_header,
    save_line,
)
from progress.actions.submissions import claimed_elsewhere, finished_in, freeze, latest_standing
from progress.enums import ReportMove, ReportState
from progress.models import Remark, Report
from tasks.actions import ask_to_redo, confirm_done, recall_done, reopen_done, report_done
from units.actions import notify_unit
from units.enums import Role

__all__ = [
    "HEADER_TEXTS",
    "Conflict",
    "Missing",
    "MoveRefused",
    "NotWritable",
    "ReasonMissing",
    "ReportIncomplete",
    "SentAgain",
    "ask_for_more",
    "ask_sign_off",
    "check_writable",
    "clean_text",
    "confirm_report",
    "hand_back_report",
    "missing_of",
    "recall_report",
    "receive_report",
    "reopen_report",
    "save_header",
    "save_line",
    "submit_report",
    "withdraw_report",
]

WORKERS = [Role.HEAD, Role.WRITER]
NOTHING_ASKED = {"asked_for_more_at": None, "asked_for_more_reason": ""}


OWN_PAPER = "Đồng chí đã đăng ký bản giấy này nên không tự xác nhận; một đồng chí khác của nơi nhận đọc và xác nhận."


class OwnPaper(Refused):
    """Who registered a letter on paper does not confirm it as well."""


class SentAgain(Refused):
    """The unit sent another text after the judge opened the page: nobody confirms what he has not read."""


@transaction.atomic
def ask_sign_off(report, *, by):
    """Trình lãnh đạo: hand the report to the unit's head."""
    move_report(report, ReportMove.ASK_SIGN_OFF, by=by)
    _tell(report.unit_id, report, f"{report}: chờ đồng chí duyệt và gửi.", by=by, roles=[Role.HEAD])


@transaction.atomic
def recall_report(report, *, by):
    """Thu hồi: the writer takes the report back from his head."""
    move_report(report, ReportMove.RECALL, by=by, target=_back_with_the_writer())


@transaction.atomic
def hand_back_report(report, *, by, note):
    """Trả về chuyên viên: the head says what to mend."""
    note = demand_reason(note, "Hãy ghi điều chuyên viên cần sửa trước khi trả về.")
    move_report(report, ReportMove.HAND_BACK, by=by, target=_back_with_the_writer(), reason=note)
    _tell(report.unit_id, report, f"{report}: lãnh đạo trả về để sửa. {note}", by=by, roles=[Role.WRITER])


@transaction.atomic
def submit_report(report, *, by):
    """Gửi báo cáo: check the whole report, freeze it as a Submission and hand it to the receiving unit."""
    move_report(report, ReportMove.SUBMIT, by=by, submitted_at=clock.now(), **NOTHING_ASKED)
    # Read only now: the move holds the report, so nothing can be saved between the check and the copy.
    lines = lines_to_check(report)
    missing = missing_of(report, lines)
    if missing:
        raise ReportIncomplete(missing)
    submission = freeze(report, lines, by=by)
    if finished := sorted(finished_in(submission)):
        report_done(finished, by=by)
    count_sent([report.pk])
    late = ", gửi quá hạn" if submission.is_late else ""
    _tell(report.to_unit_id, report, f"{report} (lần gửi {submission.number}{late}): chờ tiếp nhận.", by=by)
    tell_supporters(report, submission, by=by)
    return submission


@transaction.atomic
def withdraw_report(report, *, by):
    """Rút lại: until the receiver has taken it in. The submission stays on the record as withdrawn, and a request
    for more that it answered is open again."""
    Report.objects.select_for_update().get(pk=report.pk)
    request = _request_left_open(report)
    asked = {"asked_for_more_at": request.at, "asked_for_more_reason": request.reason} if request else {}
    target = ReportState.NEEDS_MORE if request else ReportState.DRAFT
    move_report(report, ReportMove.WITHDRAW, by=by, target=target, submitted_at=None, **asked)
    submission = latest_standing(report)
    submission.withdrawn_at = clock.now()
    submission.save(update_fields=["withdrawn_at"])
    count_sent([report.pk])
    finished = finished_in(submission).keys()
    recall_done(sorted(finished - claimed_elsewhere(finished, submission, accepted=False)), by=by)
    _tell(report.to_unit_id, report, f"{report}: đơn vị đã rút lại lần gửi {submission.number}.", by=by)


@transaction.atomic
def receive_report(report, *, by):
    """Tiếp nhận: an act, never the mere reading."""
    move_report(report, ReportMove.RECEIVE, by=by, received_at=clock.now())
    _tell(report.unit_id, report, f"{report}: {by.unit} đã tiếp nhận.", by=by)


@transaction.atomic
def ask_for_more(report, *, by, reason, remarks=(), number=None):
    """Đề nghị bổ sung, with the reason and remarks per line that was sent.

    `remarks` are (submitted line, text, suggested wording); `number` is the submission that the judge has read.
    """
    reason = demand_reason(clean_text(reason), "Hãy ghi rõ lý do đề nghị bổ sung để đơn vị biết phải sửa gì.")
    now = clock.now()
    stamps = {"asked_for_more_at": now, "asked_for_more_reason": reason, "submitted_at": None, "received_at": None}
    move_report(report, ReportMove.ASK_FOR_MORE, by=by, reason=reason, at=now, **stamps)
    submission = _as_read(report, number)
    count_sent([report.pk])
    remarked = _keep_remarks(submission, remarks, by=by, at=now)
    finished = finished_in(submission).keys()
    finished -= claimed_elsewhere(finished, submission, accepted=False)
    ask_to_redo(sorted(finished & remarked), by=by, reason=reason)
    recall_done(sorted(finished - remarked), by=by)
    _tell(report.unit_id, report, f"{report}: {by.unit} đề nghị bổ sung. {reason}", by=by)


@transaction.atomic
def confirm_report(report, *, by, number=None):
    """Xác nhận: the submission is accepted, and one-off work that it says is done is confirmed.

    `number` is the submission that the judge has read.
    """
    now = clock.now()
    move_report(report, ReportMove.CONFIRM, by=by, confirmed_at=now)
    submission = _as_read(report, number)
    if submission.is_paper and submission.by_id == by.user_id:
        raise OwnPaper(OWN_PAPER)
    report.submissions.standing().filter(superseded_at=None).exclude(pk=submission.pk).update(superseded_at=now)
    submission.accepted_at = now
    submission.save(update_fields=["accepted_at"])
    count_done([report.pk])
    confirm_done(finished_in(submission), by=by)
    _tell(report.unit_id, report, f"{report}: {by.unit} đã xác nhận.", by=by)


@transaction.atomic
def reopen_report(report, *, by, reason):
    """Mở lại: exceptional. What the report had confirmed is taken back by new events; nothing is erased."""
    reason = demand_reason(clean_text(reason), "Hãy ghi rõ lý do mở lại báo cáo; lý do được lưu mãi mãi.")
    now = clock.now()
    stamps = {"submitted_at": None, "received_at": None, "confirmed_at": None}
    asked = {"asked_for_more_at": now, "asked_for_more_reason": reason}
    move_report(report, ReportMove.REOPEN, by=by, reason=reason, at=now, **stamps, **asked)
    submission = report.submissions.accepted().get()
    finished = finished_in(submission).keys()
    finished -= claimed_elsewhere(finished, submission, accepted=True)
    submission.superseded_at = now
    submission.save(update_fields=["superseded_at"])
    count_done([report.pk])
    reopen_done(sorted(finished), by=by, reason=reason)
    told = f"{report}: {by.unit} mở lại để bổ sung. {reason}"
    for unit_id in {report.unit_id, report.to_unit_id} - {by.unit_id}:
        _tell(unit_id, report, told, by=by)


def _back_with_the_writer():
    """Where a recalled report falls back to: a request for more that is unanswered stays unanswered."""
    return Case(
        When(asked_for_more_at__isnull=False, then=Value(ReportState.NEEDS_MORE)), default=Value(ReportState.DRAFT)
    )


def _request_left_open(report):
    """Return the event that asked for more after the last submission but one that stands: when the last submission is
    withdrawn, this request waits for an answer again."""
    answered = report.submissions.standing().order_by("-number")[1:2].first()
    if answered is None:
        return None
    asked = [ReportMove.ASK_FOR_MORE, ReportMove.REOPEN]
    return report.events.filter(move__in=asked, at__gte=answered.submitted_at).order_by("-at", "-id").first()


def _as_read(report, number):
    submission = latest_standing(report)
    if number is not None and submission.number != number:
        raise SentAgain(
            f"Đơn vị đã gửi lại báo cáo (lần gửi {submission.number}) sau khi đồng chí mở trang. "
            "Hãy đọc bản mới rồi quyết định."
        )
    return submission


def _keep_remarks(submission, remarks, *, by, at):
    """Keep the remarks that say something, on lines of this submission only; return the assignments they are about."""
    said = [(line, clean_text(text), clean_text(suggested)) for line, text, suggested in remarks]
    said = [remark for remark in said if (remark[1] or remark[2]) and remark[0].submission_id == submission.pk]
    Remark.objects.bulk_create(
        Remark(
            line=line,
            text=text or "Đề nghị ghi theo gợi ý.",
            suggested_text=suggested,
            at=at,
            by=by.user,
            for_unit=by.unit,
        )
        for line, text, suggested in said
    )
    return {line.assignment_id for line, _, _ in said}


def _tell(unit_id, report, text, *, by, roles=WORKERS):
    notify_unit(unit_id, roles=roles, kind="report", object_id=report.pk, text=text, except_user=by.user)
