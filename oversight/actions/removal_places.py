"""The columns of this room that may hold words of a report: emergency removal looks through them as well.

Imported once, when the portal starts (`OversightConfig.ready`).
"""

from oversight.models import (
    Direction,
    DirectionEvent,
    Extension,
    Finding,
    FindingEvent,
    InspectedUnit,
    Inspection,
    InspectionEvent,
    Urging,
)
from progress.actions.removal_places import Page, Place, register_places


def _extensions(pks):
    return {one.pk: str(one) for one in Extension.objects.filter(pk__in=pks).for_page()}


def _urgings(pks):
    return {one.pk: str(one) for one in Urging.objects.filter(pk__in=pks).select_related("unit")}


def _directions(pks):
    return {one.pk: str(one) for one in Direction.objects.filter(pk__in=pks).for_page()}


def _inspections(pks):
    return {one.pk: str(one) for one in Inspection.objects.filter(pk__in=pks)}


def _findings(pks):
    return {one.pk: str(one) for one in Finding.objects.filter(pk__in=pks).select_related("unit")}


INSPECTION, FINDING = Page("inspection", _inspections), Page("finding", _findings)
EXTENSION, URGING = Page("extension", _extensions), Page("urging", _urgings)
DIRECTION = Page("direction", _directions)

register_places(
    Place(Extension, ("reason",), EXTENSION, "pk", ("for_unit_id",)),
    Place(Extension, ("decision",), EXTENSION, "pk", ("decided_for_unit_id",)),
    Place(Urging, ("text",), URGING, "pk", ("for_unit_id", "unit_id")),
    Place(Urging, ("answer",), URGING, "pk", ("unit_id",)),
    Place(Direction, ("text",), DIRECTION, "pk", ("for_unit_id", "to_unit_id")),
    Place(DirectionEvent, ("text",), DIRECTION, "direction_id", ("for_unit_id", "to_unit_id")),
    Place(Inspection, ("subject", "team", "conclusion"), INSPECTION, "pk", ("for_unit_id",), "version"),
    Place(InspectedUnit, ("account",), INSPECTION, "inspection_id", ("inspection__for_unit_id", "unit_id")),
    Place(InspectionEvent, ("reason",), INSPECTION, "inspection_id", ("for_unit_id",)),
    Place(Finding, ("found", "recommendation"), FINDING, "pk", ("inspection__for_unit_id", "unit_id")),
    Place(FindingEvent, ("text",), FINDING, "finding_id", ("for_unit_id", "finding__unit_id")),
)
