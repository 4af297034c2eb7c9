"""Urging units about overdue work, and what the unit does then: each one guarded update."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from common import clock
from common.calendar import add_working_days
from common.refusals import Refused
from oversight.enums import UrgingChannel
from oversight.models import Urging, UrgingSubject, UrgingTemplate, field_of, is_report
from oversight.models.urging import OWED_STATES
from oversight.permissions.urging import plan_id_of
from progress.actions.report_writing import clean_text
from progress.models import Report
from tasks.models import Assignment
from units.actions import notify_unit, notify_units
from units.enums import Role
from units.models import Unit


class UrgingRefused(Refused):
    """Nobody can be urged, or nothing acknowledged or answered, as things stand."""


@dataclass
class Outcome:
    """What became of urging one unit: its Urging, or None; and of each subject that was left out, why."""

    unit: Unit
    urging: Urging | None = None
    left_out: list = field(default_factory=list)


@transaction.atomic
def urge(subjects, *, level, channel, text, answer_days, token, by):
    """Urge the units of overdue `subjects` (Reports and Assignments), each unit once a plan; return Outcomes in the
    order of units.

    The unit answers within `answer_days` working days. What was sent or done meanwhile, is not overdue any more, or
    was urged about today at this level is left out and told. The same `token` twice urges once. Refused without a text.
    """
    text = clean_text(text)
    if not text:
        raise UrgingRefused("Hãy ghi nội dung đôn đốc.")
    held = _hold(subjects)
    if made := list(Urging.objects.filter(token=token).select_related("unit").order_by("unit__order", "unit_id")):
        return _same(made, by)
    on = clock.today()
    outcomes, urged = _sort_out(held, level, on)
    said = {"level": level, "channel": channel, "text": text, "token": token}
    days = {"urged_on": on, "answer_by": add_working_days(on, answer_days)}
    urgings = _write(urged, said | days, by=by)
    for key, urging in urgings.items():
        outcomes[key].urging = urging
    _tell_urged(urgings, urged, by=by)
    return list(outcomes.values())


def no_reason_to_urge(subject, on):
    """Say why there is nothing to urge about in a Report or an Assignment on the day `on`, or ""."""
    if is_report(subject):
        if not subject.is_writable or subject.asked_for_more_at:
            return "báo cáo đã được gửi."
    elif subject.ended_on or subject.state not in OWED_STATES:
        return f"{subject.get_state_display()}."
    if subject.due_on is None or subject.due_on >= on:
        return "chưa quá hạn."
    return ""


@transaction.atomic
def acknowledge(urging, *, by):
    """Tiếp nhận: the unit has read it. Once."""
    stamps = {"acknowledged_at": clock.now(), "acknowledged_by": by.user, "acknowledged_on_behalf_of": by.on_behalf_of}
    if not Urging.objects.filter(pk=urging.pk, acknowledged_at=None).update(**stamps):
        raise UrgingRefused(_who_was_first(urging, "acknowledged", "tiếp nhận"))
    urging.refresh_from_db(fields=list(stamps))
    _tell_urger(urging, f"{by.unit} đã tiếp nhận đôn đốc ngày {urging.urged_on:%d/%m/%Y}.", by=by)


@transaction.atomic
def answer(urging, *, text, by):
    """Trả lời: the unit says what is done and by when; whoever answers has received it. Once, never empty."""
    text = clean_text(text)
    if not text:
        raise UrgingRefused("Hãy ghi nội dung trả lời.")
    now = clock.now()
    received = {
        "acknowledged_at": _first("acknowledged_at", now),
        "acknowledged_by": _first("acknowledged_by", by.user.pk),
        "acknowledged_on_behalf_of": _first("acknowledged_on_behalf_of", getattr(by.on_behalf_of, "pk", None)),
    }
    stamps = {"answer": text, "answered_at": now, "answered_by": by.user, "answered_on_behalf_of": by.on_behalf_of}
    if not Urging.objects.filter(pk=urging.pk).unanswered().update(**received, **stamps):
        raise UrgingRefused(_who_was_first(urging, "answered", "trả lời"))
    urging.refresh_from_db(fields=[*received, *stamps])
    _tell_urger(urging, f"{by.unit} trả lời đôn đốc ngày {urging.urged_on:%d/%m/%Y}: {text}", by=by)


@transaction.atomic
def note_letter(urging, *, number, on, by):
    """Keep the number and day that the records clerk gave the letter. Once; for letters only."""
    number = " ".join(clean_text(number).split())
    if not number or on is None:
        raise UrgingRefused("Hãy ghi cả số và ngày của công văn.")
    blank = Urging.objects.filter(pk=urging.pk, channel=UrgingChannel.LETTER, letter_number="")
    if not blank.update(letter_number=number, letter_on=on):
        raise UrgingRefused("Số và ngày của công văn này đã được ghi. Hãy tải lại trang để xem.")
    urging.refresh_from_db(fields=["letter_number", "letter_on"])


@transaction.atomic
def change_wording(plan, level, channel, *, text, answer_days, version, by):
    """Keep the office's own wording for one level and channel; refused when somebody changed it since `version`."""
    text = clean_text(text)
    if not text:
        raise UrgingRefused("Hãy ghi lời mẫu.")
    place = {"plan": plan, "level": level, "channel": channel}
    said = {"text": text, "answer_days": answer_days, "changed_at": clock.now(), "changed_by": by.user}
    if version:
        done = UrgingTemplate.objects.filter(**place, version=version).update(**said, version=F("version") + 1)
    else:
        done = _add_wording(place | said)
    if not done:
        raise UrgingRefused("Lời mẫu này vừa được người khác sửa. Hãy tải lại trang để xem lời mới nhất.")


def _add_wording(values):
    try:
        with transaction.atomic():
            return bool(UrgingTemplate.objects.create(**values))
    except IntegrityError:
        return False


def _hold(subjects):
    """Return the rows of `subjects` as they are now, held until the act is done: no report is sent meanwhile."""
    held = []
    for model, related in [(Report, "period"), (Assignment, "task")]:
        keys = [one.pk for one in subjects if isinstance(one, model)]
        if keys:
            rows = model.objects.filter(pk__in=keys).select_related("unit", related).order_by("pk")
            held += rows.select_for_update(of=("self",), no_key=True)
    return sorted(held, key=lambda one: (one.unit.order, one.unit_id, one.due_on or clock.today()))


def _sort_out(held, level, on):
    """Return ({(plan id, unit id): Outcome}, {the same: subjects to be urged about})."""
    today = _urged_today(held, level, on)
    outcomes, urged = {}, {}
    for one in held:
        key = plan_id_of(one), one.unit_id
        outcome, subjects = outcomes.setdefault(key, Outcome(one.unit)), urged.setdefault(key, [])
        if why_not := no_reason_to_urge(one, on) or today.get((field_of(one), one.pk)):
            outcome.left_out.append(f"{_words(one)}: {why_not}")
        else:
            subjects.append(one)
    return outcomes, urged


def _write(urged, values, *, by):
    """Write one urging for each (plan id, unit id) with something to be urged about; return them by these."""
    who = {"at": clock.now(), "by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    urgings = {
        (plan_id, unit_id): Urging(plan_id=plan_id, unit_id=unit_id, **values, **who)
        for (plan_id, unit_id), subjects in urged.items()
        if subjects
    }
    Urging.objects.bulk_create(urgings.values())
    UrgingSubject.objects.bulk_create(
        UrgingSubject(
            urging=urging, due_on=one.due_on, days_late=(urging.urged_on - one.due_on).days, **{field_of(one): one}
        )
        for key, urging in urgings.items()
        for one in urged[key]
    )
    return urgings


def _urged_today(held, level, on):
    """Return {(field, id): sentence} of what was urged about today at this level (1 query)."""
    reports = [one.pk for one in held if field_of(one) == "report"]
    work = [one.pk for one in held if field_of(one) == "assignment"]
    rows = UrgingSubject.objects.filter(Q(report__in=reports) | Q(assignment__in=work))
    rows = rows.filter(urging__urged_on=on, urging__level=level).select_related("urging__for_unit")
    return {
        ("report", row.report_id) if row.report_id else ("assignment", row.assignment_id): (
            f"hôm nay {row.urging.for_unit} đã đôn đốc ở {row.urging.get_level_display()}."
        )
        for row in rows
    }


def _words(subject):
    return f"Báo cáo {subject.period}" if is_report(subject) else str(subject.task)


def _same(made, by):
    if {(urging.by_id, urging.for_unit_id) for urging in made} != {(by.user_id, by.unit_id)}:
        raise UrgingRefused("Biểu mẫu này đã dùng rồi. Hãy chọn lại việc từ danh sách.")
    return [Outcome(urging.unit, urging) for urging in made]


def _first(name, value):
    """What the column holds unless the unit acknowledges only now, by answering."""
    column = Urging._meta.get_field(name)
    given = Value(value, output_field=column.target_field if column.is_relation else column)
    return Case(When(acknowledged_at=None, then=given), default=F(name))


def _who_was_first(urging, what, word):
    first = Urging.objects.select_related(f"{what}_by").get(pk=urging.pk)
    at = timezone.localtime(getattr(first, f"{what}_at"))
    person = getattr(first, f"{what}_by")
    return f"Đồng chí {person} đã {word} lúc {at:%H:%M} ngày {at:%d/%m/%Y}. Hãy tải lại trang để xem."


def _tell_urged(urgings, urged, *, by):
    told = [
        (
            urging.unit_id,
            urging.pk,
            f"{by.unit} đôn đốc {urging.get_level_display()}: {len(urged[key])} việc quá hạn, trả lời trước hết ngày "
            f"{urging.answer_by:%d/%m/%Y}. {urging.text}",
        )
        for key, urging in urgings.items()
    ]
    notify_units(told, roles=[Role.HEAD, Role.WRITER], kind="urging", except_user=by.user)


def _tell_urger(urging, text, *, by):
    notify_unit(
        urging.for_unit_id,
        roles=[Role.HEAD, Role.WRITER],
        kind="urging",
        object_id=urging.pk,
        text=text,
        except_user=by.user,
    )
