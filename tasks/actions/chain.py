"""A unit's place in the chain of reports: put in, moved, taken out. Paths below it follow in the same transaction."""

from django.db import IntegrityError, transaction

from common import clock
from common.refusals import Refused
from tasks.enums import Level
from tasks.models import Assignment, Participation


class CannotPlace(Refused):
    """The unit cannot stand there in the chain."""


def level_below(plan, above):
    """Return the level of a unit that reports to `above`."""
    if above is None or above.pk == plan.owner_id:
        return Level.THIRD
    return Level.SECOND if above.pk == plan.standing_office_id else Level.FIRST


@transaction.atomic
def place_unit(plan, unit, *, reports_to, by):
    """Let `unit` take part in the plan from today, reporting to `reports_to`; return its place."""
    above = _standing_place(plan, reports_to)
    place = Participation(
        plan=plan,
        unit=unit,
        reports_to=reports_to,
        level=level_below(plan, reports_to),
        valid_from=clock.today(),
        path=f"{above.path}{unit.pk}/",
    )
    place._history_user = by.user
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:
        raise CannotPlace(f"{unit} đã tham gia kế hoạch. Hãy mở đơn vị đó trong danh sách để sửa.") from error
    return place


@transaction.atomic
def move_unit(place, *, reports_to, by):
    """Let the unit report to `reports_to` from now on; units below it go with it."""
    # The whole chain is locked in one order: two moves at once could otherwise make it go round.
    locked = Participation.objects.filter(plan=place.plan_id, valid_to=None).order_by("pk").select_for_update()
    chain = {one.unit_id: one for one in locked}
    old = chain.get(place.unit_id)
    above = chain.get(reports_to.pk)
    if old is None or old.reports_to_id is None:
        raise CannotPlace(f"{place.unit} không đổi được nơi nhận báo cáo: đơn vị đã thôi tham gia hoặc là gốc.")
    if above is None or above.path.startswith(old.path):
        raise CannotPlace(f"{reports_to} không nhận báo cáo của {place.unit} được: tuyến báo cáo sẽ đi vòng hoặc đứt.")
    _rebuild(old, reports_to, f"{above.path}{old.unit_id}/", chain.values(), by)
    place.refresh_from_db()


@transaction.atomic
def remove_unit(place, *, by):
    """Let the unit take part no more, once nothing is given to it and nobody reports to it."""
    place = _standing(place)
    if Participation.objects.filter(plan=place.plan_id, reports_to=place.unit_id, valid_to=None).exists():
        raise CannotPlace(f"Còn đơn vị báo cáo {place.unit}. Hãy chuyển các đơn vị đó trước.")
    if Assignment.objects.live().filter(task__plan=place.plan_id, unit=place.unit_id).exists():
        raise CannotPlace(f"{place.unit} còn phân công. Hãy chuyển hoặc cho thôi các phân công đó trước.")
    place.valid_to = clock.today()
    place._history_user = by.user
    place.save(update_fields=["valid_to"])


def _standing(place):
    """Lock the place and return it as it is now, or refuse when the unit takes part no more."""
    kept = Participation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=place.pk)
    if kept.valid_to is not None:
        raise CannotPlace(f"{kept.unit} đã thôi tham gia kế hoạch từ sau ngày {kept.valid_to:%d/%m/%Y}.")
    return kept


def _standing_place(plan, unit):
    above = Participation.objects.filter(plan=plan, unit=unit, valid_to=None).first() if unit else None
    if above is None:
        raise CannotPlace("Đơn vị nhận báo cáo chưa tham gia kế hoạch. Hãy chọn đơn vị khác.")
    return above


def _rebuild(place, reports_to, path, chain, by):
    old_path = place.path
    place.reports_to, place.level = reports_to, level_below(place.plan, reports_to)
    for one in chain:
        if one.path.startswith(old_path):
            one.path = path + one.path[len(old_path) :]
            one._history_user = by.user
            one.save(update_fields=["reports_to", "level", "path"])
