"""Units: created, changed, closed; never deleted, because old reports keep them for ever."""

from django.db import transaction

from common.refusals import Refused
from units.models import Unit

FIELDS = (
    "code",
    "name",
    "short_name",
    "kind",
    "parent",
    "order",
    "official_code",
    "document_symbol",
    "issuing_name",
    "superior_name",
    "place_name",
    "sample",
    "valid_from",
    "valid_to",
)


class UnitRefused(Refused):
    pass


@transaction.atomic
def create_unit(values, *, by=None):
    """Create a unit from a dict of fields. `by` is the administrator's post; None: from the server's command line."""
    # Nothing stands below a unit that does not exist yet, so no circle can close here.
    return Unit.objects.create(**_known(values))


@transaction.atomic
def change_unit(unit, values, *, by=None):
    """Write the fields that differ; return their names. A superior that would close a circle is refused."""
    values = _known(values)
    if "parent" in values and not Unit.objects.filter(pk=unit.pk, parent=values["parent"]).exists():
        _hold_the_tree()
    kept = Unit.objects.select_for_update().get(pk=unit.pk)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, values[name])
    if "parent" in changed:
        _check_parent(kept)
    if changed:
        kept.save(update_fields=[*changed, "search_text", "sort_key"])
    return changed


@transaction.atomic
def close_unit(unit, *, on, by=None):
    """End a unit after the day `on`. Units below it that go on must be moved or closed first."""
    kept = Unit.objects.select_for_update().get(pk=unit.pk)
    if kept.valid_to:
        raise UnitRefused(f"{kept.name} đã kết thúc hoạt động ngày {kept.valid_to:%d/%m/%Y}.")
    if kept.valid_from and on < kept.valid_from:
        raise UnitRefused(f"Ngày kết thúc phải từ ngày {kept.valid_from:%d/%m/%Y} trở đi.")
    below = [str(child) for child in kept.children.filter(valid_to=None)]
    if below:
        raise UnitRefused("Hãy chuyển hoặc kết thúc các đơn vị trực thuộc trước.", details=below)
    kept.valid_to = on
    kept.save(update_fields=["valid_to", "search_text", "sort_key"])
    return kept


def _known(values):
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"A unit has no fields {sorted(unknown)}")
    return values


def _hold_the_tree():
    # Two moves at once could close a circle that neither sees: all rows are held, in one order, before any is read.
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk"))


def _check_parent(unit):
    above = dict(Unit.objects.order_by("pk").values_list("pk", "parent_id"))
    seen, parent_id = {unit.pk}, unit.parent_id
    while parent_id:
        if parent_id in seen:
            raise UnitRefused(f"{unit.parent} đang là đơn vị cấp dưới của {unit}: chọn đơn vị cấp trên khác.")
        seen.add(parent_id)
        parent_id = above.get(parent_id)
