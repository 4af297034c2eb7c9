"""Directions (ý kiến chỉ đạo): what the steering committee says of the work, who owes an answer, what was answered."""

import uuid

from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, Max, OuterRef, Prefetch, Q, Subquery, When
from django.utils import timezone

from common.addresses import address_of
from oversight.enums import DirectionMove, DirectionState, DirectionSubject
from progress.models import Report
from tasks.models import Plan, Task, TaskGroup, places_of, units_below
from units.models import Unit, User

SUBJECT_COLUMNS = ["group", "task", "unit", "report"]


def _of_one_thing():
    """Return the condition that the column named by `subject`, and no other, is filled; the plan is always known."""
    found = Q()
    for kind in DirectionSubject:
        empty = {column: None for column in SUBJECT_COLUMNS if column != kind}
        filled = {} if kind == DirectionSubject.PLAN else {f"{kind}__isnull": False}
        found |= Q(subject=kind, **empty, **filled)
    return found


def _of_its_place(membership):
    """Return the condition on directions that the post reads whoever holds them: its committee's, its whole plans'."""
    scope = Q(for_unit_id=membership.unit_id)
    for place in places_of(membership):
        if place.sees_all:
            scope |= Q(plan_id=place.plan_id)
    return scope


def _held(membership, plan):
    """Return the condition that the post's unit, or one below it in the chain of reports, holds the direction, or held
    it after an event. `plan` is the lookup that leads to the plan."""
    held = Q(to_unit_id=membership.unit_id)
    for place in places_of(membership):
        if not place.sees_all:
            held |= Q(**{plan: place.plan_id}, to_unit_id__in=units_below(place))
    return held


class DirectionQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The committee that gave it, every unit that owes or owed the answer, those above these in the chain of
        reports, and those who see the whole plan; nobody else."""
        if membership is None or membership.is_administrator:
            return self.none()
        events = DirectionEvent.objects.filter(_held(membership, "direction__plan_id")).order_by()
        return self.filter(_of_its_place(membership) | Q(pk__in=events.values("direction_id")))

    def as_read_by(self, membership):
        """Annotate what `membership`, which sees them, may read of what was done: `read_whole`, or else for a former
        holder `held_until`, the id of the last event after which it, or a unit below it, still held the direction."""
        whole = _of_its_place(membership) | _held(membership, "plan_id")
        held = DirectionEvent.objects.filter(_held(membership, "direction__plan_id"), direction=OuterRef("pk"))
        last = held.order_by().values("direction").annotate(last=Max("pk")).values("last")
        return self.annotate(
            read_whole=ExpressionWrapper(whole, output_field=BooleanField()), held_until=Subquery(last)
        )

    def owed(self):
        """Directions that wait for an answer of `to_unit`."""
        return self.filter(state__in=DirectionState.owed())

    def answered(self):
        return self.filter(state=DirectionState.ANSWERED)

    def open_as_of(self, day):
        """Duties that were given by the end of `day` and were neither closed nor withdrawn by then."""
        given = self.filter(due_on__isnull=False, given_at__date__lte=day)
        return given.filter(Q(closed_at=None) | Q(closed_at__date__gt=day))

    def with_answer(self):
        """Annotate `latest_answer`: the words of the last answer, or None. After `as_read_by()`: to whoever held the
        direction and passed it on, the answer of the later holder is none of his."""
        answers = DirectionEvent.objects.filter(direction=OuterRef("pk"), move=DirectionMove.ANSWER)
        last = Subquery(answers.order_by("-pk").values("text")[:1])
        return self.annotate(latest_answer=Case(When(read_whole=True, then=last)))

    def with_events(self):
        """Read with each its events, and whom they name (1 query more)."""
        events = DirectionEvent.objects.select_related("to_unit", "by", "on_behalf_of", "for_unit")
        return self.prefetch_related(Prefetch("events", events))

    def for_list(self):
        """Load what its words need: each table more costs the database as much to plan for as to read."""
        return self.select_related("plan", "group", "task", "unit", "report__period", "report__unit", "to_unit")

    def for_page(self):
        """Load whatever the words and the questions of a direction need."""
        return self.for_list().select_related("plan__standing_office", "for_unit", "by", "on_behalf_of")


class Direction(models.Model):
    """One direction on exactly one thing. Its words are never changed; who owes the answer and by when is the latest of
    its events, which keep every unit and day there was.

    Without a day it is only a comment. `token` is that of the form it was given with: the same form sent twice gives
    one direction. `round` counts how often was asked; an answer belongs to its round.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="directions", verbose_name="kế hoạch")
    subject = models.CharField("về", max_length=10, choices=DirectionSubject)
    group = models.ForeignKey(
        TaskGroup, models.PROTECT, null=True, blank=True, related_name="directions", verbose_name="nhóm nhiệm vụ"
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="directions", verbose_name="nhiệm vụ"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="directions_about", verbose_name="đơn vị"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="directions", verbose_name="báo cáo"
    )
    text = models.TextField("ý kiến chỉ đạo")
    state = models.CharField("tình trạng", max_length=12, choices=DirectionState)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="directions", verbose_name="đơn vị nhận")
    due_on = models.DateField("hạn trả lời", null=True, blank=True)
    round = models.PositiveSmallIntegerField("lần hỏi", default=1)
    given_at = models.DateTimeField("cho ý kiến lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người cho ý kiến")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="directions_given", verbose_name="ban chỉ đạo")
    closed_at = models.DateTimeField("khép lại hoặc rút lúc", null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến chỉ đạo"
        verbose_name_plural = "ý kiến chỉ đạo"
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["to_unit", "state"], name="oversight_direction_to_state")]
        constraints = [
            models.CheckConstraint(name="oversight_direction_of_one_thing", condition=_of_one_thing()),
            models.CheckConstraint(
                name="oversight_direction_state_known", condition=Q(state__in=DirectionState.values)
            ),
            models.CheckConstraint(name="oversight_direction_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="oversight_direction_duty_has_day",
                condition=Q(state=DirectionState.NOTED, due_on=None)
                | Q(state=DirectionState.WITHDRAWN)
                | (~Q(state__in=[DirectionState.NOTED, DirectionState.WITHDRAWN]) & Q(due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="oversight_direction_at_rest_has_time",
                condition=Q(state__in=DirectionState.at_rest(), closed_at__isnull=False)
                | (~Q(state__in=DirectionState.at_rest()) & Q(closed_at=None)),
            ),
            models.CheckConstraint(name="oversight_direction_counts_rounds", condition=Q(round__gte=1)),
        ]

    def __str__(self):
        return f"Ý kiến chỉ đạo về {self.about}"

    def get_absolute_url(self):
        return address_of("portal:direction", self.pk)

    @property
    def thing(self):
        """The plan, group, task, unit or report itself."""
        return getattr(self, self.subject)

    @property
    def about(self):
        """What it is about, in words."""
        if self.subject == DirectionSubject.REPORT:
            return f"báo cáo {self.report.period} của {self.report.unit}"
        if self.subject == DirectionSubject.GROUP:
            return f"nhóm nhiệm vụ {self.group.number}"
        if self.subject == DirectionSubject.TASK:
            return f"nhiệm vụ {self.task.code}"
        return str(self.thing)

    def read_events(self):
        """Return the events the reader may read, in order: up to the one by which it left him, if he holds it no more.
        Read the direction with `as_read_by()` and `with_events()`."""
        events = list(self.events.all())
        if self.read_whole:
            return events
        later = [number for number, event in enumerate(events) if event.pk > self.held_until]
        return events[: later[0] + 1]

    @property
    def given_on(self):
        """The day in Asia/Ho_Chi_Minh on which it was given."""
        return timezone.localdate(self.given_at)

    @property
    def is_owed(self):
        return self.state in DirectionState.owed()

    @property
    def is_open(self):
        return self.state in DirectionState.open()

    def days_late(self, on):
        """How many days the answer is late on the day `on`; 0 when it is not, or nobody owes one."""
        return max((on - self.due_on).days, 0) if self.is_owed else 0

    @property
    def is_duty(self):
        return self.due_on is not None


class DirectionEvent(models.Model):
    """One thing that was done with a direction: append-only. `to_unit`, `due_on` and `round` as they were after it."""

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="events", verbose_name="ý kiến chỉ đạo")
    move = models.CharField("việc", max_length=12, choices=DirectionMove)
    text = models.TextField("nội dung", blank=True)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị phải trả lời")
    due_on = models.DateField("hạn trả lời", null=True, blank=True)
    round = models.PositiveSmallIntegerField("lần hỏi")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "diễn biến ý kiến chỉ đạo"
        verbose_name_plural = "diễn biến ý kiến chỉ đạo"
        ordering = ["direction", "id"]
        constraints = [
            models.CheckConstraint(
                name="oversight_directionevent_move_known", condition=Q(move__in=DirectionMove.values)
            ),
            models.CheckConstraint(
                name="oversight_directionevent_says_why",
                condition=~Q(move__in=DirectionMove.with_words()) | ~Q(text=""),
            ),
            models.UniqueConstraint(
                name="oversight_directionevent_one_answer_a_round",
                fields=["direction", "round"],
                condition=Q(move=DirectionMove.ANSWER),
            ),
        ]

    def __str__(self):
        return f"{self.get_move_display()}: {self.direction}"
