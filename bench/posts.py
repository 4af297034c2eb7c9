"""Whose pages are measured, and who acts."""

from progress.enums import ReportState
from progress.models import Report
from units.models import Membership, Unit


def posts(plan):
    """Return {role: Membership} of the people whose pages of `plan` are measured."""
    unit = unit_measured(plan)
    return {
        "office": _post(plan.standing_office, "writer"),
        "committee": _post(plan.steering_committee, "head"),
        "unit": _post(unit, "writer"),
        "head": _post(unit, "head"),
    }


def unit_measured(plan):
    """Return the unit whose pages are measured: the first that still owes its report of the open period."""
    owed = Report.objects.filter(period__plan=plan, state=ReportState.DRAFT, submissions=None)
    units = owed.order_by("-period__covers_to", "level", "unit__order").values_list("unit_id", flat=True)
    return Unit.objects.get(pk=units[0])


def head_of(unit):
    return _post(unit, "head")


def _post(unit, role):
    found = Membership.objects.select_related("user", "unit", "stands_in_for__user").order_by("pk")
    return found.get(unit=unit, role=role)
