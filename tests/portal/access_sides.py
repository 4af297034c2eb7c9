"""What the matrix says of an address that was bent: of the thing it leads to now, whoever's that is.

The rows speak of unit A's things. Of a thing of somebody else they hold as well, once its unit is read as A, the unit
it goes to as the parent, and whoever has no part in it as an unrelated unit.
"""

from django.apps import apps
from django.db.models import Model
from django.urls import Resolver404, resolve

from progress.models import (
    Citation,
    ContributionRequest,
    Evidence,
    LogEntry,
    Remark,
    Report,
    ReportEvent,
    ReportLine,
    Submission,
)
from tasks.enums import Part
from tasks.models import Assignment, Participation
from tests.portal.access_doors import about_of
from tests.portal.access_table import cases
from units.enums import Role
from units.models import Membership, Notice

OWN = "writer or head"
RELATIVE = {"writer", "head", "parent", "lead", "other"}


def may(world, post, entry, path):
    """Return whether the row of `entry`, or the row that speaks of such a thing, lets `post` act at `path`."""
    name, thing = _led_to(world, path)
    if name is None:
        return False
    rows = {(one.method, one.name, one.about): cells for one, cells in cases()}
    told = rows.get((entry.method, name, _like(world, thing))) or rows[entry.method, entry.name, entry.about]
    return any(told[column] == "yes" for column in _columns(world, post, thing))


def _led_to(world, path):
    """Return (name of the URL, the thing its first number names, None where it names none); (None, None) of an
    address that leads nowhere."""
    try:
        match = resolve(path)
    except Resolver404:
        return None, None
    kind = kind_of(world, match.view_name)
    number = next(iter(match.kwargs.values()), None)
    if kind is None or not str(number).isdecimal():
        return match.view_name, None
    thing = kind._default_manager.filter(pk=number).first() if len(str(number)) < 19 else None
    return (match.view_name, thing) if thing and _is_whole(match.kwargs, thing) else (None, None)


def _is_whole(kwargs, thing):
    """Whether the further numbers of the address name parts of `thing`."""
    ways = {
        "line_pk": (ReportLine, "report"),
        "citation_pk": (Citation, "line__report"),
        "remark_pk": (Remark, "line__submission__report"),
    }
    _, *further = kwargs.items()
    parts = [(*ways[name], number) for name, number in further if name in ways]
    if any(number >= 2**63 for _, _, number in parts):
        return False
    return all(kind.objects.filter(pk=number, **{way: thing}).exists() for kind, way, number in parts)


def kind_of(world, name):
    if name.startswith("admin:"):
        label = ".".join(name.removeprefix("admin:").split("_")[:2])
        return next((model for model in apps.get_models() if model._meta.label_lower == label), None)
    sample = next((getattr(world, what) for what in about_of(name, "")[:1]), None)
    return type(sample) if isinstance(sample, Model) else None


def _like(world, thing):
    """Return which of the world's things stands in the rows for all that are like `thing`."""
    if isinstance(thing, Report) and thing.unit == world.office:
        return "of_office"
    if isinstance(thing, Report) and thing.to_unit == world.office:
        return "to_office"
    if isinstance(thing, Assignment) and thing.parent_id:
        return "passed_down"
    has_below = isinstance(thing, Assignment) and Participation.objects.filter(reports_to=thing.unit_id).exists()
    return "passing_down" if has_below else None


def _columns(world, post, thing):
    sides = _sides(thing)
    if sides is None or post == "anon":
        return {post}
    membership = world.people[post]
    side = sides.get(membership.unit_id, "other")
    if side == OWN:
        side = "head" if membership.role == Role.HEAD else "writer"
    return {side} | {post} - RELATIVE


def _sides(thing):
    """Return {unit: column of the matrix}; None of what is nobody's own, of which the rows say all themselves."""
    match thing:
        case Report():
            return {thing.to_unit_id: "parent", thing.unit_id: OWN}
        case Submission() | ReportEvent():
            return _sides(thing.report)
        case Assignment():
            place = Participation.objects.filter(plan_id=thing.task.plan_id, unit=thing.unit_id).first()
            return {place and place.reports_to_id: "parent", thing.unit_id: OWN}
        case ContributionRequest():
            return {thing.line.report.unit_id: "lead", thing.assignment.unit_id: OWN}
        case ReportLine():
            leads = thing.part == Part.LEAD and thing.assignment.parent_id is None
            return {thing.report.unit_id: "lead" if leads else OWN}
        case LogEntry():
            return {thing.for_unit_id: OWN}
        case Evidence() | Notice() | Membership():
            return {thing.unit_id: OWN}
