"""What a post may urge about: overdue reports that were never sent, and one-off work of leads that is overdue."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from oversight.models.urging import OWED_STATES
from progress.enums import ReportState
from progress.models import Report
from tasks.models import Assignment, Participation, places_of
from units.models import Unit


@dataclass
class Late:
    """One unit and what of its work is overdue."""

    unit: Unit
    subjects: list = field(default_factory=list)

    @property
    def longest(self):
        """The earliest of the deadlines that passed."""
        return min(subject.due_on for subject in self.subjects)


def late_units(membership, *, on, units=None):
    """Return a Late for each unit that the post may urge, or each of `units` (ids), with all that is overdue on the day
    `on`, units in protocol order (2 queries)."""
    reports = Report.objects.overdue(on).filter(asked_for_more_at=None).select_related("unit", "period__plan")
    work = Assignment.objects.live().leads().one_off().filter(state__in=OWED_STATES, due_on__lt=on)
    late = {}
    for rows, plan in [
        (reports.filter(state__in=ReportState.writable()), "period__plan_id"),
        (work.select_related("unit", "task__plan"), "task__plan_id"),
    ]:
        rows = rows.filter(_urged_by(membership, plan))
        for one in rows.filter(unit__in=units) if units is not None else rows:
            late.setdefault(one.unit_id, Late(one.unit)).subjects.append(one)
    for one in late.values():
        one.subjects.sort(key=lambda subject: subject.due_on)
    return sorted(late.values(), key=lambda one: (one.unit.order, one.unit.pk))


def _urged_by(membership, plan):
    """The condition on rows whose units the post may urge; `plan` leads from a row to the id of its plan."""
    offices = [place.plan_id for place in places_of(membership) if place.is_office] if membership.works else []
    below = Participation.objects.filter(
        plan_id=OuterRef(plan), unit_id=OuterRef("unit_id"), reports_to=membership.unit_id, valid_to=None
    )
    scope = Q(**{f"{plan.removesuffix('_id')}__in": offices})
    if membership.is_head:
        scope |= Exists(below)
    return scope & ~Q(unit_id=membership.unit_id)
