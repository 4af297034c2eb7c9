"""The columns of this room that may hold words of a report: emergency removal looks through them as well.

Imported once, when the portal starts (`OversightConfig.ready`).
"""

from oversight.models import Extension, Urging
from progress.actions.removal_places import Page, Place, register_places


def _extensions(pks):
    return {one.pk: str(one) for one in Extension.objects.filter(pk__in=pks).for_page()}


def _urgings(pks):
    return {one.pk: str(one) for one in Urging.objects.filter(pk__in=pks).select_related("unit")}


EXTENSION, URGING = Page("extension", _extensions), Page("urging", _urgings)

register_places(
    Place(Extension, ("reason",), EXTENSION, "pk", ("for_unit_id",)),
    Place(Extension, ("decision",), EXTENSION, "pk", ("decided_for_unit_id",)),
    Place(Urging, ("text",), URGING, "pk", ("for_unit_id", "unit_id")),
    Place(Urging, ("answer",), URGING, "pk", ("unit_id",)),
)
