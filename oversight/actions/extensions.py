"""Asking for more time and deciding on it, each by one guarded update."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import clock
from common.calendar import next_working_day
from common.refusals import Refused
from oversight.enums import ExtensionState
from oversight.models import Extension, field_of, is_owed
from oversight.permissions.extensions import deciders_of
from progress.actions.extending import extend_report
from progress.actions.report_writing import clean_text
from tasks.actions.extending import extend_deadline
from units.actions import notify_unit, notify_units
from units.enums import Role


class ExtensionRefused(Refused):
    """More time cannot be asked for or decided on as things stand."""


@transaction.atomic
def ask_for_extension(subject, *, wished_on, reason, by):
    """Ask for more time for `subject`, an Assignment or a Report, until the day `wished_on`; return the Extension.

    A day off moves to the next working day. Refused without a reason, for work without a day of its own or that is
    done or at rest, for a report that is sent, for a day that is not later than the deadline and today, and while an
    earlier request waits.
    """
    reason = clean_text(reason)
    wished_on = next_working_day(wished_on)
    held = _hold(subject)
    _check_wish(held, wished_on, reason)
    values = {field_of(held): held, "for_unit": held.unit, "due_on": held.due_on, "wished_on": wished_on}
    asked = {"reason": reason, "asked_at": clock.now(), "asked_by": by.user, "asked_on_behalf_of": by.on_behalf_of}
    try:
        with transaction.atomic():
            extension = Extension.objects.create(**values, **asked)
    except IntegrityError:
        raise ExtensionRefused("Đơn vị đã có một đề nghị gia hạn đang chờ quyết định.") from None
    text = f"{by.unit} đề nghị gia hạn {extension.about} tới {wished_on:%d/%m/%Y}. {reason}"
    told = [(unit_id, extension.pk, text) for unit_id in sorted(deciders_of(held))]
    notify_units(told, roles=[Role.HEAD], kind="extension", except_user=by.user)
    return extension


@transaction.atomic
def grant_extension(extension, *, granted_on, by, decision=""):
    """Gia hạn: the new day stands. Asked for by the deadline, it moves the deadline itself and with it punctuality;
    asked for later, the unit keeps the new day but stays late. Refused for a day that is not after the old one."""
    granted_on = next_working_day(granted_on)
    if granted_on <= extension.due_on:
        raise ExtensionRefused(f"Ngày gia hạn phải sau thời hạn cũ {extension.due_on:%d/%m/%Y}.")
    decision = clean_text(decision)
    _decide(extension, ExtensionState.GRANTED, by=by, decision=decision, granted_on=granted_on)
    told = f"{extension.get_state_display().capitalize()} {extension.about} tới {granted_on:%d/%m/%Y}."
    if extension.asked_in_time:
        extend = extend_report if extension.report_id else extend_deadline
        reason = decision or extension.reason
        extend(extension.subject, before=extension.due_on, due_on=granted_on, by=by, reason=reason)
    else:
        told += " Đề nghị sau khi đã quá hạn nên vẫn tính là quá hạn."
    _tell_unit(extension, f"{told} {decision}".strip(), by=by)


@transaction.atomic
def refuse_extension(extension, *, by, decision):
    """Không gia hạn: with a reason. The deadline stands as it was."""
    decision = clean_text(decision)
    if not decision:
        raise ExtensionRefused("Hãy ghi rõ lý do không gia hạn.")
    _decide(extension, ExtensionState.REFUSED, by=by, decision=decision)
    _tell_unit(extension, f"Không gia hạn {extension.about}. {decision}", by=by)


@transaction.atomic
def withdraw_extension(extension, *, by):
    """Rút đề nghị: the unit does not need more time after all."""
    _decide(extension, ExtensionState.WITHDRAWN, by=by)


def _hold(subject):
    """Return the row of `subject`, held until the act is done."""
    rows = type(subject).objects.filter(pk=subject.pk)
    return rows.select_related("unit").select_for_update(of=("self",), no_key=True).get()


def _check_wish(subject, wished_on, reason):
    if not reason:
        raise ExtensionRefused("Hãy ghi rõ lý do đề nghị gia hạn.")
    if not is_owed(subject):
        raise ExtensionRefused("Chỉ đề nghị gia hạn cho việc còn phải làm và có thời hạn, hoặc báo cáo chưa gửi.")
    earliest = max(subject.due_on, clock.today())
    if wished_on <= earliest:
        raise ExtensionRefused(f"Ngày đề nghị gia hạn phải sau ngày {earliest:%d/%m/%Y}.")


def _decide(extension, state, *, by, **values):
    # The thing itself is held before its request, in the order in which an emergency removal holds them.
    _hold(extension.subject)
    stamps = {"decided_at": clock.now(), "decided_by": by.user, "decided_on_behalf_of": by.on_behalf_of}
    waiting = Extension.objects.waiting().filter(pk=extension.pk)
    if not waiting.update(state=state, decided_for_unit=by.unit, **stamps, **values):
        raise ExtensionRefused(_who_was_first(extension))
    extension.refresh_from_db(fields=["state", "decided_for_unit", *stamps, *values])


def _who_was_first(extension):
    first = Extension.objects.select_related("decided_by", "decided_for_unit").get(pk=extension.pk)
    at = timezone.localtime(first.decided_at)
    return (
        f"Đề nghị này {first.get_state_display()}, do {first.decided_by} ({first.decided_for_unit}) ghi lúc "
        f"{at:%H:%M} ngày {at:%d/%m/%Y}. Hãy tải lại trang để xem."
    )


def _tell_unit(extension, text, *, by):
    notify_unit(
        extension.for_unit_id,
        roles=[Role.HEAD, Role.WRITER],
        kind="extension",
        object_id=extension.pk,
        text=text,
        except_user=by.user,
    )
