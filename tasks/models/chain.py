"""The chain by which reports on a plan travel, and what a post sees by its place in it."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from tasks.enums import Level
from tasks.models.plan import Plan
from units.models import Unit


class Participation(models.Model):
    """A unit's place in the chain by which reports on a plan travel. `path` names every unit from the root down,
    so that "all below me" is one prefix search."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="participations", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations", verbose_name="đơn vị")
    reports_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="receives_from", verbose_name="gửi báo cáo tới"
    )
    level = models.PositiveSmallIntegerField("cấp báo cáo", choices=Level, default=Level.SECOND)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    path = models.CharField(max_length=400, editable=False, db_index=True)
    history = HistoricalRecords(excluded_fields=["path"], verbose_name="lịch sử tham gia kế hoạch")

    class Meta:
        verbose_name = "đơn vị tham gia"
        verbose_name_plural = "đơn vị tham gia"
        ordering = ["plan", "unit__order"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_participation_one_live_place",
                fields=["plan", "unit"],
                condition=Q(valid_to=None),
                violation_error_message="Đơn vị này đã tham gia kế hoạch.",
            ),
            models.CheckConstraint(
                name="tasks_participation_not_to_itself",
                condition=Q(reports_to=None) | ~Q(reports_to=F("unit")),
                violation_error_message="Một đơn vị không gửi báo cáo cho chính mình.",
            ),
            models.CheckConstraint(
                name="tasks_participation_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message="“Từ ngày” phải trước hoặc bằng “đến ngày”.",
            ),
        ]

    def __str__(self):
        return f"{self.unit} trong {self.plan}"


# Nearly every page asks this first: as a queryset it took seven times as long to put together as to read.
PLANS_WITH_A_PLACE = """SELECT tasks_plan.*, place.path AS place_path, observed.unit_id AS observer
    FROM tasks_plan
    LEFT JOIN tasks_participation place
        ON place.plan_id = tasks_plan.id AND place.unit_id = %(unit)s AND place.valid_to IS NULL
    LEFT JOIN tasks_plan_observers observed ON observed.plan_id = tasks_plan.id AND observed.unit_id = %(unit)s
    WHERE place.path IS NOT NULL OR observed.unit_id IS NOT NULL
        OR %(unit)s IN (tasks_plan.owner_id, tasks_plan.standing_office_id, tasks_plan.steering_committee_id)
    ORDER BY tasks_plan.issued_on DESC, tasks_plan.id
"""


@dataclass(frozen=True)
class Place:
    """Where a post stands in one plan: the path of its unit ("" when it takes no part), and what it is there."""

    plan: Plan
    path: str
    is_office: bool
    is_committee: bool
    is_observer: bool
    is_owner: bool

    @property
    def plan_id(self):
        return self.plan.pk

    @property
    def sees_all(self):
        return self.is_office or self.is_committee or self.is_observer or self.is_owner


def places_of(membership):
    """Return a list of Place, one a plan in which the post's unit has any part (1 query, kept on the post).

    An administrator's post has none: it sees no more of the work than a stranger (DESIGN §5).
    """
    if membership is None or membership.is_administrator:
        return []
    if not hasattr(membership, "_places"):
        membership._places = _find_places(membership.unit_id)
    return membership._places


def units_below(place):
    """Return the ids (a subquery) of the units at `place` and below it in the chain of reports, as it is now:
    whoever a unit reported to before keeps the reports he was sent, and reads nothing that comes later."""
    below = Participation.objects.filter(plan_id=place.plan_id, valid_to=None, path__startswith=place.path)
    return below.order_by().values("unit_id")


def _find_places(unit_id):
    return [
        Place(
            plan=plan,
            path=plan.place_path or "",
            is_office=plan.standing_office_id == unit_id,
            is_committee=plan.steering_committee_id == unit_id,
            is_observer=plan.observer is not None,
            is_owner=plan.owner_id == unit_id,
        )
        for plan in Plan.objects.raw(PLANS_WITH_A_PLACE, {"unit": unit_id})
    ]
