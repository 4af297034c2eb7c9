"""A lead asks supporters for a paragraph, they answer or decline, it withdraws. Each act is one guarded update.

Values stay each unit's own: only text passes, and only by the hand of the lead's writer.
"""

from django.db import transaction
from django.db.models import F

from common import clock
from common.calendar import next_working_day
from common.refusals import Refused
from progress.actions.report_writing import Conflict, clean_text
from progress.contributions import fates_of, with_news
from progress.enums import ContributionState, ReportState
from progress.models import Contribution, ContributionRequest, Report
from tasks.enums import Part
from tasks.models import Assignment
from units.actions import notify_unit, notify_units
from units.enums import Role

WORKERS = [Role.HEAD, Role.WRITER]


class ContributionRefused(Refused):
    """The request or its answer cannot be made as things stand."""


def supporters_of(line):
    """Return the live supporting assignments of the line's task, those of the line's own unit left out (1 query)."""
    found = Assignment.objects.live().filter(task=line.assignment.task_id, part=Part.SUPPORT, parent=None)
    return found.exclude(unit=line.report.unit_id).select_related("unit").order_by("unit__order", "pk")


@transaction.atomic
def ask_for_contributions(line, assignments, *, note, due_on, by):
    """Ask the units of `assignments` for a paragraph for `line`; return their requests.

    A day off moves to the next working day. Refused for a past day, an empty note, units that do not support the
    task or were asked already, and when the report does not lie with its unit.
    """
    note = clean_text(note)
    if not note or due_on < clock.today():
        raise ContributionRefused("Hãy ghi nội dung cần góp và chọn hạn trả lời từ hôm nay trở đi.")
    _hold_writable(line.report, "Báo cáo đã gửi nên không đề nghị góp nội dung được nữa.")
    allowed = set(supporters_of(line).values_list("pk", flat=True))
    if line.part != Part.LEAD or not assignments or {one.pk for one in assignments} - allowed:
        raise ContributionRefused("Chỉ đơn vị chủ trì đề nghị được, và chỉ hỏi các đơn vị đang phối hợp nhiệm vụ này.")
    _refuse_asked_already(line, assignments)
    said = {"note": note, "due_on": next_working_day(due_on), "asked_at": clock.now(), "asked_by": by.user}
    requests = [ContributionRequest.objects.create(line=line, assignment=one, **said) for one in assignments]
    for request in requests:
        text = f"{by.unit} đề nghị góp nội dung {line.task_code} trước ngày {request.due_on:%d/%m/%Y}. {note}"
        _tell(request.assignment.unit_id, request, text, by=by)
    return requests


@transaction.atomic
def save_contribution_draft(request, text, *, version, by):
    """Keep what the supporter is writing; return the version kept. A colleague saved another text since: Conflict."""
    return _write(request, text, version=version)


@transaction.atomic
def answer_contribution(request, text, *, version, by):
    """Gửi đóng góp: the paragraph as it is now, for the lead to read; return it. May be sent again until the lead has
    sent its report; each time is kept, the latest stands. The latest text sent once more is what was sent already:
    nobody is told of it twice."""
    if not clean_text(text):
        raise ContributionRefused("Hãy ghi nội dung đóng góp trước khi gửi.")
    _hold_writable(request.line.report, "Đơn vị chủ trì đã gửi báo cáo nên không góp thêm được nữa.")
    latest = request.contributions.first()
    if latest and latest.text == clean_text(text):
        _put_draft(request, latest.text, version=version)
        return latest
    _write(request, text, version=version, state=ContributionState.ANSWERED)
    made = Contribution.objects.create(
        request=request,
        number=request.contributions.count() + 1,
        text=clean_text(text),
        at=clock.now(),
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
    )
    text = f"{by.unit} đã góp nội dung {request.line.task_code} (lần {made.number})."
    _tell(request.line.report.unit_id, request, text, by=by)
    return made


@transaction.atomic
def decline_contribution(request, *, reason, by):
    """Từ chối, with a reason, what was not answered yet."""
    reason = clean_text(reason)
    if not reason:
        raise ContributionRefused("Hãy ghi rõ lý do từ chối.")
    _close(request, ContributionState.DECLINED, by=by, reason=reason)
    text = f"{by.unit} không góp nội dung {request.line.task_code}. {reason}"
    _tell(request.line.report.unit_id, request, text, by=by)


@transaction.atomic
def withdraw_contribution_request(request, *, by):
    """Rút đề nghị that was not answered yet."""
    _close(request, ContributionState.WITHDRAWN, by=by)
    text = f"{by.unit} đã rút đề nghị góp nội dung {request.line.task_code}, đồng chí không phải trả lời nữa."
    _tell(request.assignment.unit_id, request, text, by=by)


def tell_supporters(report, submission, *, by):
    """Tell the units that were asked for a paragraph, and nobody else, what became of it now that the report is sent,
    by the unit or as a letter on paper: quoted or not, or not owed any more. Of a report that is sent again only those
    are told for whom something changed. The number of queries does not grow with them."""
    requests = ContributionRequest.objects.filter(line__report=report, state__in=ContributionState.open())
    requests = list(requests.select_related("line__report", "assignment").prefetch_related("contributions"))
    requests = with_news(requests, submission) if requests else []
    if not requests:
        return
    fates, how = fates_of(requests), "bản giấy, " if submission.is_paper else ""
    sent = f"{report.unit} đã gửi báo cáo {report.period} ({how}lần gửi {submission.number})."
    lines = [
        (one.assignment.unit_id, one.pk, f"{sent} Góp nội dung {one.line.task_code}: {fates[one.pk].words}.")
        for one in requests
    ]
    notify_units(lines, roles=WORKERS, kind="contribution", except_user=by.user)


def _hold_writable(report, sentence):
    """Hold the report until the act is done, so that it is not sent meanwhile; refuse when it was."""
    state = Report.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=report.pk)
    if state not in ReportState.writable():
        raise ContributionRefused(sentence)


def _refuse_asked_already(line, assignments):
    open_now = ContributionRequest.objects.filter(
        line=line, assignment__in=assignments, state__in=ContributionState.open()
    )
    asked = [str(one.assignment.unit) for one in open_now.select_related("assignment__unit")]
    if asked:
        raise ContributionRefused(f"Đã đề nghị {', '.join(asked)} góp nội dung cho dòng này rồi.")


def _write(request, text, *, version, **changes):
    """Keep `text` with `changes` and return its version. The text that is kept already was saved by a first press."""
    text = clean_text(text)
    if _put_draft(request, text, version=version, **changes):
        return version + 1
    same = ContributionRequest.objects.filter(pk=request.pk, state__in=ContributionState.open(), draft=text)
    is_kept = same.update(draft=text, **changes)
    now = ContributionRequest.objects.get(pk=request.pk)
    if is_kept:
        return now.draft_version
    if not now.is_open:
        raise ContributionRefused(_why_closed(now))
    raise Conflict("Nội dung đóng góp", mine={"text": text}, version=now.draft_version, theirs={"text": now.draft})


def _put_draft(request, text, *, version, **changes):
    rows = ContributionRequest.objects.filter(pk=request.pk, state__in=ContributionState.open(), draft_version=version)
    return rows.update(draft=text, draft_version=F("draft_version") + 1, **changes)


def _close(request, state, *, by, reason=""):
    waiting = ContributionRequest.objects.filter(pk=request.pk, state=ContributionState.WAITING)
    if not waiting.update(state=state, closed_at=clock.now(), closed_by=by.user, reason=reason):
        raise ContributionRefused(_why_closed(ContributionRequest.objects.get(pk=request.pk)))


def _why_closed(request):
    if request.state == ContributionState.WITHDRAWN:
        return "Đơn vị chủ trì đã rút đề nghị này, không phải góp nội dung nữa."
    if request.state == ContributionState.DECLINED:
        return "Đề nghị này đã được từ chối. Đơn vị chủ trì có thể đề nghị lại."
    return "Đơn vị phối hợp đã gửi đóng góp. Hãy tải lại trang để đọc."


def _tell(unit_id, request, text, *, by):
    notify_unit(unit_id, roles=WORKERS, kind="contribution", object_id=request.pk, text=text, except_user=by.user)
