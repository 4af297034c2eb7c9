"""An inspection from its plan to its closing: each move one guarded update, an event in its log, and the units told."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from common import clock
from common.refusals import Refused
from oversight.enums import INSPECTION_MOVES, InspectionMove, InspectionState
from oversight.models import Finding, InspectedUnit, Inspection, InspectionEvent
from oversight.permissions.inspections import inspectable
from progress.actions.report_writing import clean_text
from units.actions import notify_unit, notify_units
from units.enums import Role

TOLD = [Role.HEAD, Role.WRITER]


class InspectionRefused(Refused):
    """The inspection cannot go on like this as things stand."""


@transaction.atomic
def plan_inspection(plan, units, *, token, by, tasks=(), **facts):
    """Lập kế hoạch: keep who is inspected, when, by whom and about which `tasks`; return the Inspection.

    `facts` are kind, subject, starts_on, ends_on, team, decision_number and decision_on. The units are not told yet.
    The same `token` twice plans once. Refused without units, subject or team, with days out of order, and for a unit
    that `by` may not inspect in this plan.
    """
    facts = _checked(facts)
    _check_units(plan, units, by)
    try:
        with transaction.atomic():
            inspection = Inspection.objects.create(plan=plan, for_unit=by.unit, token=token, **facts)
    except IntegrityError:
        return _same(token, by)
    InspectedUnit.objects.bulk_create(InspectedUnit(inspection=inspection, unit=unit) for unit in units)
    inspection.tasks.set(tasks)
    _note(inspection, InspectionMove.PLAN, by=by)
    return inspection


@transaction.atomic
def change_inspection(inspection, *, version, by, tasks=(), **facts):
    """Sửa kế hoạch until the result is recorded; the units stay. Units that know of it are told the new days. Refused
    when somebody changed it since `version`."""
    facts = _checked(facts)
    before = (inspection.starts_on, inspection.ends_on)
    rows = Inspection.objects.filter(pk=inspection.pk, version=version, state__in=InspectionState.coming())
    if not rows.update(**facts, version=F("version") + 1):
        raise InspectionRefused(
            f"{_who_was_first(inspection)} Nội dung đồng chí vừa ghi chưa được lưu; hãy mở lại kế hoạch để sửa tiếp."
        )
    inspection.refresh_from_db()
    inspection.tasks.set(tasks)
    days = _days(inspection)
    moved = before != (inspection.starts_on, inspection.ends_on)
    _note(inspection, InspectionMove.CHANGE, by=by, reason=f"Thời gian mới: {days}." if moved else "")
    if moved and inspection.announced_at:
        _tell_units(inspection, f"{by.unit} đổi thời gian {_named(inspection)}: {days}.", by=by)


@transaction.atomic
def announce_inspection(inspection, *, by):
    """Báo cho đơn vị: from now on the inspected units see the inspection, and are told."""
    _hold_fresh(inspection)
    _move(inspection, InspectionMove.ANNOUNCE, by=by, announced_at=clock.now())
    _tell_units(inspection, f"{by.unit} sẽ {_named(inspection)}, {_days(inspection)}.", by=by)


@transaction.atomic
def record_inspection(inspection, *, conclusion, accounts, by):
    """Ghi kết quả: what was established, once: `conclusion` for all, `accounts` {unit id: text} for each unit alone.

    A visit nobody was told of is made known by it. Refused before the first day, and while a text is missing.
    """
    conclusion = clean_text(conclusion)
    accounts = {unit_id: clean_text(text) for unit_id, text in accounts.items()}
    inspected = list(inspection.inspected.select_related("unit"))
    if not conclusion:
        raise InspectionRefused("Hãy ghi kết luận chung.")
    if missing := [one.unit for one in inspected if not accounts.get(one.unit_id)]:
        raise InspectionRefused(f"Hãy ghi kết quả tại {', '.join(map(str, missing))}.")
    _hold_fresh(inspection)
    if inspection.starts_on > clock.today():
        raise InspectionRefused(f"Cuộc kiểm tra bắt đầu ngày {inspection.starts_on:%d/%m/%Y}, chưa ghi được kết quả.")
    now = clock.now()
    stamps = {"recorded_at": now, "recorded_on": clock.today(), "announced_at": inspection.announced_at or now}
    _move(inspection, InspectionMove.RECORD, by=by, conclusion=conclusion, **stamps)
    for one in inspected:
        one.account = accounts[one.unit_id]
    InspectedUnit.objects.bulk_update(inspected, ["account"])
    _tell_units(inspection, f"{by.unit} đã có kết luận {_named(inspection)}.", by=by)


@transaction.atomic
def close_inspection(inspection, *, by):
    """Khép lại: nothing is owed any more. Refused while a finding is open; of whoever adds or reopens one at the same
    moment and whoever closes, the one who holds the inspection first wins."""
    hold(inspection)
    left = Finding.objects.filter(inspection=inspection).open().count()
    if left:
        raise InspectionRefused(f"Còn {left} kiến nghị chưa khép lại. Hãy xem xét từng kiến nghị trước.")
    _move(inspection, InspectionMove.CLOSE, by=by, closed_at=clock.now())
    _tell_units(inspection, f"{by.unit} đã khép lại {_named(inspection)}.", by=by)


@transaction.atomic
def call_off_inspection(inspection, *, reason, by):
    """Không tiến hành, with a reason; before the result is recorded. Units that know of it are told."""
    reason = clean_text(reason)
    if not reason:
        raise InspectionRefused("Hãy ghi rõ lý do không tiến hành.")
    _hold_fresh(inspection)
    _move(inspection, InspectionMove.CALL_OFF, by=by, reason=reason)
    if inspection.announced_at:
        _tell_units(inspection, f"{by.unit} không tiến hành {_named(inspection)}. {reason}", by=by)


def reopen_for_finding(inspection, *, by):
    """A closed inspection one of whose findings is reopened is open again. Call inside the transaction that does it,
    after `hold`."""
    if Inspection.objects.filter(pk=inspection.pk, state=InspectionState.CLOSED).exists():
        _move(inspection, InspectionMove.REOPEN, by=by, closed_at=None)


def hold(inspection):
    """Return the inspection as it is now, held until the act is done."""
    return Inspection.objects.select_for_update(no_key=True).get(pk=inspection.pk)


def _hold_fresh(inspection):
    """Hold it and read it again: what the page had read, its days and whether the units know of it, may be old."""
    hold(inspection)
    inspection.refresh_from_db()


def _checked(facts):
    subject, team = " ".join(clean_text(facts["subject"]).split()), clean_text(facts["team"])
    number = " ".join(clean_text(facts.get("decision_number") or "").split())
    day = facts.get("decision_on")
    if not subject or not team:
        raise InspectionRefused("Hãy ghi nội dung kiểm tra và thành viên đoàn.")
    if facts["starts_on"] > facts["ends_on"]:
        raise InspectionRefused("“Từ ngày” phải trước hoặc bằng “đến ngày”.")
    if bool(number) != bool(day):
        raise InspectionRefused("Hãy ghi cả số và ngày của quyết định, hoặc để trống cả hai.")
    return facts | {"subject": subject, "team": team, "decision_number": number, "decision_on": day}


def _check_units(plan, units, by):
    if not units:
        raise InspectionRefused("Hãy chọn ít nhất một đơn vị được kiểm tra.")
    pairs = inspectable(by)
    if others := [str(unit) for unit in units if (plan.pk, unit.pk) not in pairs]:
        raise InspectionRefused(f"{by.unit} không kiểm tra được {', '.join(others)} theo {plan}. Hãy chọn lại đơn vị.")


def _same(token, by):
    made = Inspection.objects.filter(token=token, for_unit=by.unit).first()
    if made is None:
        raise InspectionRefused("Biểu mẫu này đã dùng rồi. Hãy mở lại biểu mẫu.")
    return made


def _move(inspection, move, *, by, reason="", **values):
    sources, target = INSPECTION_MOVES[move]
    rows = Inspection.objects.filter(pk=inspection.pk, state__in=sources)
    if not rows.update(state=target, version=F("version") + 1, **values):
        raise InspectionRefused(_who_was_first(inspection))
    inspection.refresh_from_db(fields=["state", "version", *values])
    _note(inspection, move, by=by, reason=reason)


def _note(inspection, move, *, by, reason=""):
    who = {"at": clock.now(), "by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    InspectionEvent.objects.create(inspection=inspection, move=move, reason=reason, **who)


def _who_was_first(inspection):
    last = InspectionEvent.objects.filter(inspection=inspection).select_related("by", "for_unit", "inspection").first()
    return who_was_first(f"Cuộc kiểm tra này {last.inspection.get_state_display()}", last)


def who_was_first(standing, last):
    """Return the sentence that refuses an act: how the thing stands now, and who brought that about by the event
    `last`."""
    at = timezone.localtime(last.at)
    return (
        f"{standing}: {last.by} ({last.for_unit}) ghi “{last.get_move_display()}” lúc {at:%H:%M} ngày {at:%d/%m/%Y}. "
        "Hãy tải lại trang để xem."
    )


def _named(inspection):
    return f"{inspection.get_kind_display()} “{inspection.subject}”"


def _days(inspection):
    first, last = inspection.starts_on, inspection.ends_on
    return f"ngày {first:%d/%m/%Y}" if first == last else f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def _tell_units(inspection, text, *, by):
    told = [(unit_id, inspection.pk, text) for unit_id in inspection.inspected.values_list("unit_id", flat=True)]
    notify_units(told, roles=TOLD, kind="inspection", except_user=by.user)
    if by.unit_id != inspection.for_unit_id:
        unit_id, pk = inspection.for_unit_id, inspection.pk
        notify_unit(unit_id, roles=TOLD, kind="inspection", object_id=pk, text=text, except_user=by.user)
