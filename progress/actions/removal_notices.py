"""Which units are told that words of theirs went because something was removed: with it, or as a copy of it."""

from collections import defaultdict

from units.actions import notify_units
from units.enums import Role

TOLD = {Role.HEAD, Role.WRITER}
COPIED = "có đoạn trùng nội dung được gỡ khẩn cấp ở nơi khác nên cũng đã được gỡ."
WENT_ALONG = "phần chữ gắn với nội dung báo cáo bị gỡ khẩn cấp cũng đã được gỡ."


def tell_units(gone, words, *, besides, reason, by):
    """Tell each unit once of every report, contribution, assignment… in which words of its own went.

    `gone` are {Place: ids of its rows that lost words}; `besides` the (unit, kind, id) of which somebody is told
    already. Return those together with what was told now. The number of queries grows with the kinds of places, not
    with the rows.
    """
    found = defaultdict(set)
    for place, pks in gone.items():
        if pks:
            found[place.page] |= _of(place, pks)
    told = set(besides)
    for page, pairs in found.items():
        new = sorted((unit_id, pk) for unit_id, pk in pairs if (unit_id, page.kind, pk) not in besides)
        names = page.named({pk for _, pk in new}) if new else {}
        lines = [(unit_id, pk, f"{names[pk]}: {words} Lý do: {reason}") for unit_id, pk in new]
        notify_units(lines, roles=TOLD, kind=page.kind, except_user=by.user)
        told |= {(unit_id, page.kind, pk) for unit_id, pk in new}
    return told


def _of(place, pks):
    """Return the (unit, object) of which there is something to tell; what the portal itself wrote has no unit."""
    rows = place.model.objects.filter(pk__in=pks).order_by().values_list(place.about, *place.units)
    return {(unit_id, about) for about, *units in rows for unit_id in units if unit_id is not None}
