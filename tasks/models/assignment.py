"""Who is responsible for which task, until when, and what was done to each assignment."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from common.addresses import address_of
from tasks.enums import AssignmentMove, AssignmentState, Cadence, Part
from tasks.models.chain import places_of, units_below
from tasks.models.task import Task
from units.models import Unit, User

# The same as `missing_clarities` of a row: something of the six is not stated. The work and the part always are.
UNCLEAR = Q(person_in_charge="") | Q(due_on=None, cadence="") | Q(authority="") | Q(product="")


class AssignmentQuerySet(models.QuerySet):
    def live(self):
        """Assignments that were not withdrawn or passed on."""
        return self.filter(ended_on=None)

    def leads(self):
        return self.filter(part=Part.LEAD)

    def open(self):
        """Work still owed."""
        return self.filter(state__in=AssignmentState.open())

    def one_off(self):
        return self.filter(cadence="", due_on__isnull=False)

    def recurring(self):
        return self.exclude(cadence="")

    def without_deadline(self):
        return self.filter(cadence="", due_on=None)

    def followed_by(self, membership):
        """Work whose progress the post follows: one's own, that of the units below, and of the shared tasks one leads.

        The standing office, committee, observers and owner of a plan follow the whole plan; an administrator nothing.
        """
        places = places_of(membership)
        return self.filter(_scope(membership, places)) if places else self.none()

    def visible_to(self, membership):
        """What the post follows, and who leads the shared tasks that its unit supports."""
        places = places_of(membership)
        return self.filter(_scope(membership, places, leads=True)) if places else self.none()

    def openable_by(self, membership):
        """The same as `visible_to`, to look up one row: what lies within reach of the post is not listed first."""
        places = places_of(membership)
        if not places or not all(place.sees_all for place in places):
            return self.visible_to(membership)
        led, supported = _tasks_of(membership, exclusive=True), _tasks_of(membership)
        followed = Q(unit_id=membership.unit_id) | Q(task__plan_id__in=[place.plan_id for place in places])
        return self.filter(followed | Q(task_id__in=led) | Q(exclusive=True, task_id__in=supported))


def _scope(membership, places, *, leads=False):
    """Condition: the work that the post follows, and with `leads` who leads the shared tasks that its unit supports.

    However it is asked, the database must find the rows by an index: one condition of "or" that looks into other tables
    would read the assignments of the whole country.
    """
    if all(place.sees_all for place in places):
        followed, supported = _tasks_within_reach(membership, [place.plan_id for place in places])
        lead = Q(exclusive=True, task_id__in=supported) if leads else Q(pk__in=[])
        return Q(unit_id=membership.unit_id) | Q(task_id__in=followed) | lead
    rows = Assignment.objects.order_by()
    parts = [rows.filter(task_id__in=_tasks_of(membership, exclusive=True))]
    parts += [rows.filter(exclusive=True, task_id__in=_tasks_of(membership))] if leads else []
    for place in places:
        of_plan = rows.filter(task__plan_id=place.plan_id)
        parts.append(of_plan if place.sees_all else of_plan.filter(unit_id__in=units_below(place)))
    own = rows.filter(unit_id=membership.unit_id).values("pk")
    return Q(pk__in=own.union(*(part.values("pk") for part in parts)))


def _tasks_within_reach(membership, plans):
    """Return the ids of the tasks that the post follows whole – those of `plans`, and the shared ones that its unit
    leads – and of the others in which its unit has a part (1 query, kept on the post).

    By their ids the database knows how few rows a district has among those of a country; a plan tells it nothing.
    """
    if not hasattr(membership, "_tasks_within_reach"):
        membership._tasks_within_reach = _find_tasks_within_reach(membership, plans)
    return membership._tasks_within_reach


def _find_tasks_within_reach(membership, plans):
    led = Exists(_own(membership, exclusive=True).filter(task_id=OuterRef("pk")))
    tasks = Task.objects.filter(Q(plan_id__in=plans) | Q(pk__in=_tasks_of(membership))).order_by()
    rows = list(tasks.annotate(led=led).values_list("pk", "plan_id", "led"))
    followed = [pk for pk, plan, is_led in rows if is_led or plan in plans]
    return followed, sorted({pk for pk, _, _ in rows} - set(followed))


def _own(membership, **part):
    return Assignment.objects.filter(unit_id=membership.unit_id, ended_on=None, **part).order_by()


def _tasks_of(membership, **part):
    return _own(membership, **part).values("task_id")


class Assignment(models.Model):
    """One unit's part in one task. A date, or a cadence, or neither (không hạn).

    Several leads of a task of mode "each its own" have a piece of work each; a shared task has one lead, which the
    database keeps by `exclusive`. A unit may pass parts of its own work down (`parent`).
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name="nhiệm vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="đơn vị")
    part = models.CharField("vai trò", max_length=10, choices=Part)
    exclusive = models.BooleanField("chủ trì duy nhất", default=False, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="giao lại từ"
    )
    state = models.CharField(
        "trạng thái", max_length=20, choices=AssignmentState, default=AssignmentState.GIVEN, editable=False
    )
    starts_on = models.DateField("giao từ ngày")
    due_on_original = models.DateField("thời hạn ban đầu", null=True, blank=True, editable=False)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    cadence = models.CharField("định kỳ", max_length=20, choices=Cadence, blank=True)
    person_in_charge = models.CharField("người phụ trách", max_length=120, blank=True)
    authority = models.CharField("thẩm quyền", max_length=300, blank=True)
    responsibility = models.CharField("trách nhiệm", max_length=300, blank=True)
    product = models.CharField("sản phẩm", max_length=400, blank=True)
    budget = models.DecimalField("kinh phí (triệu đồng)", max_digits=14, decimal_places=3, null=True, blank=True)
    completed_on = models.DateField("ngày hoàn thành", null=True, blank=True, editable=False)
    suspended_on = models.DateField("ngày tạm dừng", null=True, blank=True, editable=False)
    ended_on = models.DateField("ngày kết thúc giao việc", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["task", "part", "unit__order", "id"]
        indexes = [
            models.Index(fields=["unit", "state"], name="tasks_assignment_unit_state"),
            models.Index(fields=["task", "part"], name="tasks_assignment_task_part"),
            models.Index(
                fields=["task"],
                condition=Q(suspended_on__isnull=False) | Q(ended_on__isnull=False),
                name="tasks_assignment_at_rest",
            ),
            # Figures read the one-off work of a whole plan, which is little beside all that recurs.
            models.Index(
                fields=["task"],
                include=["unit", "starts_on", "due_on", "completed_on", "suspended_on", "ended_on", "state"],
                condition=Q(part=Part.LEAD, cadence=""),
                name="tasks_assignment_one_off",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="tasks_assignment_one_lead",
                fields=["task"],
                condition=Q(part=Part.LEAD, exclusive=True, parent=None, ended_on=None),
                violation_error_message="Nhiệm vụ chung này đã có đơn vị chủ trì; mỗi nhiệm vụ chỉ có một.",
            ),
            models.UniqueConstraint(
                name="tasks_assignment_unit_once",
                fields=["task", "unit"],
                condition=Q(parent=None, ended_on=None),
                violation_error_message="Đơn vị này đã được giao nhiệm vụ đó.",
            ),
            models.UniqueConstraint(
                name="tasks_assignment_sub_unit_once",
                fields=["parent", "unit"],
                condition=Q(parent__isnull=False, ended_on=None),
                violation_error_message="Đơn vị này đã được giao phần việc con đó.",
            ),
            models.CheckConstraint(
                name="tasks_assignment_date_or_cadence",
                condition=Q(due_on=None) | Q(cadence=""),
                violation_error_message="Phân công có thời hạn hoặc định kỳ, không có cả hai.",
            ),
            models.CheckConstraint(
                name="tasks_assignment_original_due_kept",
                condition=Q(due_on=None, due_on_original=None) | Q(due_on__isnull=False, due_on_original__isnull=False),
            ),
            models.CheckConstraint(
                name="tasks_assignment_due_after_start",
                condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="Thời hạn không được trước ngày giao việc.",
            ),
            models.CheckConstraint(name="tasks_assignment_state_known", condition=Q(state__in=AssignmentState.values)),
            models.CheckConstraint(
                name="tasks_assignment_done_has_day",
                condition=Q(state=AssignmentState.DONE, completed_on__isnull=False)
                | (~Q(state=AssignmentState.DONE) & Q(completed_on=None)),
            ),
            models.CheckConstraint(
                name="tasks_assignment_ended_has_day",
                condition=Q(state__in=AssignmentState.ended(), ended_on__isnull=False)
                | (~Q(state__in=AssignmentState.ended()) & Q(ended_on=None)),
            ),
            # Kept when work ends that was suspended: it says whether the work had stopped in time.
            models.CheckConstraint(
                name="tasks_assignment_suspended_has_day",
                condition=Q(state=AssignmentState.SUSPENDED, suspended_on__isnull=False)
                | Q(state__in=AssignmentState.ended())
                | (~Q(state=AssignmentState.SUSPENDED) & Q(suspended_on=None)),
            ),
            models.CheckConstraint(
                name="tasks_assignment_recurring_never_done",
                condition=Q(cadence="") | ~Q(state__in=[AssignmentState.DONE, AssignmentState.REPORTED_DONE]),
            ),
            models.CheckConstraint(
                name="tasks_assignment_budget_not_negative",
                condition=Q(budget=None) | Q(budget__gte=0),
                violation_error_message="Kinh phí không được âm.",
            ),
        ]

    def __str__(self):
        return f"{self.task.code} – {self.unit} ({self.get_part_display()})"

    def get_absolute_url(self):
        return address_of("portal:assignment", self.pk)

    @property
    def is_one_off(self):
        return self.cadence == "" and self.due_on is not None

    @property
    def is_recurring(self):
        return self.cadence != ""

    @property
    def stopped_on(self):
        """The day since which nothing is done any more though it was not completed: suspended, or ended."""
        return self.suspended_on or self.ended_on

    @property
    def has_no_deadline(self):
        return self.cadence == "" and self.due_on is None

    @property
    def missing_clarities(self):
        """Which of "6 rõ" (Kết luận 226-KL/TW) are not stated yet, as words; empty when all six are clear."""
        clear = {
            "rõ người": self.person_in_charge,
            "rõ việc": self.task_id,
            "rõ thời gian": self.due_on or self.cadence,
            "rõ trách nhiệm": self.responsibility or self.part,
            "rõ thẩm quyền": self.authority,
            "rõ kết quả": self.product,
        }
        return [word for word, value in clear.items() if not value]


class AssignmentEvent(models.Model):
    """What was done to an assignment, by whom, and why. Append-only."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events", verbose_name="phân công")
    move = models.CharField("việc", max_length=20, choices=AssignmentMove)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="của đơn vị"
    )
    reason = models.TextField("lý do, ghi chú", blank=True)
    changes = models.JSONField("thay đổi", default=dict, blank=True)

    class Meta:
        verbose_name = "diễn biến phân công"
        verbose_name_plural = "diễn biến phân công"
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["assignment"], condition=Q(move=AssignmentMove.CHANGE), name="tasks_assignmentevent_changes"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="tasks_assignmentevent_move_known", condition=Q(move__in=AssignmentMove.values)
            ),
        ]

    def __str__(self):
        return f"{self.get_move_display()} – {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
