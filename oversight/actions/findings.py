"""Findings and their remedies: given at one unit, reported by it, closed or asked for again, round after round."""

import contextlib

from django.db import IntegrityError, transaction
from django.db.models import F

from common import clock
from common.calendar import next_working_day
from common.refusals import Refused
from oversight.actions.inspections import hold, reopen_for_finding, who_was_first
from oversight.enums import FINDING_MOVES, FindingMove, FindingState, InspectionState
from oversight.models import Finding, FindingEvent
from progress.actions.evidence import keep_prepared, prepare_file
from progress.actions.report_writing import clean_text
from units.actions import notify_unit
from units.enums import Role

TOLD = [Role.HEAD, Role.WRITER]
MOST_FILES = 10


class FindingRefused(Refused):
    """The finding cannot be given, reported on, closed or reopened as things stand."""


@transaction.atomic
def add_finding(inspection, unit, *, found, recommendation, due_on, token, by, assignment=None):
    """Kiến nghị: put down what was found at `unit` and what it must put right by `due_on`; return the Finding.

    A day off moves to the next working day. The same `token` twice adds once. Refused before the result is recorded
    and after the inspection is closed, for a unit that was not inspected, for work of another unit, and for a day past.
    """
    found, recommendation, due_on = clean_text(found), clean_text(recommendation), next_working_day(due_on)
    if not found or not recommendation:
        raise FindingRefused("Hãy ghi cả điều phát hiện và kiến nghị.")
    _check_day(due_on)
    if hold(inspection).state != InspectionState.RECORDED:
        raise FindingRefused("Chỉ thêm kiến nghị khi cuộc kiểm tra đã có kết luận và chưa khép lại.")
    if not inspection.inspected.filter(unit=unit).exists() or (assignment and assignment.unit_id != unit.pk):
        raise FindingRefused("Đơn vị hoặc nhiệm vụ không thuộc cuộc kiểm tra này. Hãy chọn lại.")
    days = {"due_on": due_on, "due_on_original": due_on, "given_at": clock.now(), "given_on": clock.today()}
    said = {"found": found, "recommendation": recommendation, "assignment": assignment}
    try:
        with transaction.atomic():
            finding = Finding.objects.create(inspection=inspection, unit=unit, token=token, **said, **days)
    except IntegrityError:
        return _same(inspection, token)
    _note(finding, FindingMove.GIVE, by=by)
    text = f"{by.unit} kiến nghị, khắc phục trước hết ngày {due_on:%d/%m/%Y}: {recommendation}"
    _tell(finding, [unit.pk], text, by=by)
    return finding


def report_remedy(finding, *, version, text, by, files=(), declared=False):
    """Báo cáo khắc phục: the unit says what it put right, with proof; return the FindingEvent.

    Files are checked like evidence and stay on the unit's shelf. Refused without words, while it lies with the
    inspecting side or is closed, and when anything was done since `version` was read: another question may be asked
    by now.
    """
    text = clean_text(text)
    if not text:
        raise FindingRefused("Hãy ghi đã khắc phục thế nào.")
    if len(files) > MOST_FILES:
        raise FindingRefused(f"Mỗi lần báo cáo kèm tối đa {MOST_FILES} tệp.")
    with contextlib.ExitStack() as stack:
        prepared = [prepare_file(stack, finding.unit_id, one, declared=declared) for one in files]
        stack.enter_context(transaction.atomic())
        evidence = [keep_prepared(finding.unit_id, one, by=by) for one in prepared]
        sources, _ = FINDING_MOVES[FindingMove.REPORT]
        rows = Finding.objects.filter(pk=finding.pk, state__in=sources, version=version)
        if not rows.update(state=FindingState.REPORTED, rounds=F("rounds") + 1, version=F("version") + 1):
            raise FindingRefused(_who_was_first(finding))
        finding.refresh_from_db(fields=["state", "rounds", "version", "due_on"])
        event = _note(finding, FindingMove.REPORT, by=by, text=text)
        event.evidence.set(evidence)
        _tell(finding, _inspecting(finding), f"{by.unit} báo cáo khắc phục lần {finding.rounds}: {text}", by=by)
    return event


@transaction.atomic
def close_finding(finding, *, version, by, text=""):
    """Khép lại: it is put right. `version` says what was read: refused when anything was done since. Without a remedy
    reported, whoever closes says how he knows."""
    text = clean_text(text)
    if not text and finding.state == FindingState.OWED:
        raise FindingRefused("Đơn vị chưa báo cáo khắc phục: hãy ghi căn cứ để khép lại.")
    hold(finding.inspection)
    now = {"closed_at": clock.now(), "closed_on": clock.today()}
    _move(finding, FindingMove.CLOSE, version=version, by=by, text=text, **now)
    _tell(finding, [finding.unit_id], f"{by.unit} khép lại kiến nghị ngày {finding.given_on:%d/%m/%Y}. {text}", by=by)
    _tell(finding, _other_side(finding, by), f"{by.unit} khép lại {_named(finding)}. {text}", by=by)


@transaction.atomic
def reopen_finding(finding, *, version, reason, due_on, by):
    """Đề nghị khắc phục tiếp: what was reported, or closed, is not enough; a reason and a new day, never in the past.

    The rounds before stay. An inspection that was closed is open again. `version` as for `close_finding`.
    """
    reason, due_on = clean_text(reason), next_working_day(due_on)
    if not reason:
        raise FindingRefused("Hãy ghi rõ còn phải khắc phục điều gì.")
    _check_day(due_on)
    hold(finding.inspection)
    values = {"due_on": due_on, "closed_at": None, "closed_on": None}
    _move(finding, FindingMove.REOPEN, version=version, by=by, text=reason, **values)
    reopen_for_finding(finding.inspection, by=by)
    text = f"{by.unit} đề nghị khắc phục tiếp, trước hết ngày {due_on:%d/%m/%Y}: {reason}"
    _tell(finding, [finding.unit_id], text, by=by)
    text = f"{by.unit} đề nghị khắc phục tiếp {_named(finding)}, trước hết ngày {due_on:%d/%m/%Y}: {reason}"
    _tell(finding, _other_side(finding, by), text, by=by)


def _check_day(due_on):
    if due_on < clock.today():
        raise FindingRefused("Hạn khắc phục không được trước hôm nay.")


def _same(inspection, token):
    made = Finding.objects.filter(token=token, inspection=inspection).first()
    if made is None:
        raise FindingRefused("Biểu mẫu này đã dùng rồi. Hãy mở lại biểu mẫu.")
    return made


def _move(finding, move, *, version, by, text, **values):
    sources, target = FINDING_MOVES[move]
    rows = Finding.objects.filter(pk=finding.pk, state__in=sources, version=version)
    if not rows.update(state=target, version=F("version") + 1, **values):
        raise FindingRefused(_who_was_first(finding))
    finding.refresh_from_db(fields=["state", "version", *values])
    _note(finding, move, by=by, text=text)


def _note(finding, move, *, by, text=""):
    who = {"by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    when = {"at": clock.now(), "on": clock.today(), "due_on": finding.due_on}
    return FindingEvent.objects.create(finding=finding, move=move, text=text, **when, **who)


def _who_was_first(finding):
    last = FindingEvent.objects.filter(finding=finding).select_related("by", "for_unit", "finding").first()
    return who_was_first(f"Kiến nghị này {last.finding.get_state_display()}", last)


def _inspecting(finding):
    """Who judges the remedy: the unit that inspected, and the standing office."""
    inspection = finding.inspection
    return sorted({inspection.for_unit_id, inspection.plan.standing_office_id} - {finding.unit_id})


def _other_side(finding, by):
    """Whoever else judges the remedy and would otherwise look at it in vain."""
    return [unit_id for unit_id in _inspecting(finding) if unit_id != by.unit_id]


def _named(finding):
    return f"kiến nghị với {finding.unit} ngày {finding.given_on:%d/%m/%Y}"


def _tell(finding, unit_ids, text, *, by):
    for unit_id in unit_ids:
        notify_unit(unit_id, roles=TOLD, kind="finding", object_id=finding.pk, text=text.strip(), except_user=by.user)
