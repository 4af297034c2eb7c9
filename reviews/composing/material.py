"""Everything a review is composed of, read once: what was confirmed as of a day, and the figures of that day.

A regular period belongs to the span of a review when its data were closed within the span: quarters begin on the 15th,
plans and reviews on any day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, Prefetch, Q

from figures.duties import Home, TwoByTwo, count_cells
from figures.inspections import findings_between, inspections_between
from figures.reports import ReportFigures, report_figures
from figures.scope import Scope
from oversight.enums import DirectionState
from oversight.models import Direction, DirectionEvent
from progress.enums import EvidenceKind
from progress.models import Period, Submission, SubmittedCitation
from reviews.composing.parts import document_key
from reviews.composing.told import ORDER, told_of
from tasks.enums import Part
from tasks.models import Assignment, Task
from units.letters import name_on_paper
from units.models import Unit

DOCUMENT = [f"evidence__document_{name}" for name in ("number", "on", "issuer", "subject")]
DOCUMENT += [f"line__submission__report__unit{name}" for name in ("_id", "__short_name", "__name")]


class Sent(NamedTuple):
    """One text of the head of a confirmed submission."""

    pk: int
    unit_id: int
    to_unit_id: int
    text: str


@dataclass(frozen=True)
class ListedDocument:
    """An issued document, its day as it is shown, with the name of every unit that reported it by its id."""

    number: str
    day: str
    issuer: str
    subject: str
    units: dict = field(default_factory=dict)


@dataclass
class Leads:
    """Of the units that lead a task on the day, in protocol order (a dict for that): their dates and cadences then."""

    units: dict = field(default_factory=dict)
    dates: set = field(default_factory=set)
    cadences: set = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class Material:
    """Of one review as of one day. Each property is read when it is first asked for; the number of queries does not
    grow with the rows."""

    review: object
    as_of: object

    @cached_property
    def plan(self):
        return self.review.plan

    @cached_property
    def scope(self):
        """Of one period when the review reports on one; else of the whole plan since its beginning."""
        period = self.review.period
        return Scope(self.plan, self.as_of, period=period if period and period.is_regular else None)

    @cached_property
    def periods(self):
        span = (self.review.covers_from, self.review.covers_to)
        found = Period.objects.filter(plan=self.plan, is_regular=True, covers_to__range=span)
        return list(found.order_by("covers_to"))

    def told(self, home):
        """What the confirmed lines of the span say of the tasks of a Home."""
        if home not in self._told:
            self._told[home] = told_of(self, home)
        return self._told[home]

    @cached_property
    def _told(self):
        return {}

    @property
    def models(self):
        """The good models that lines name, of every group and clause."""
        homes = [*(Home(one.pk, None) for one in self.groups), *(Home(None, one.pk) for one in self.clauses)]
        return [model for home in homes for model in self.told(home).models]

    @cached_property
    def names(self):
        """The names of units on paper, by id: of all there are, for they are fewer than the lines that name them."""
        return {unit.pk: name_on_paper(unit) for unit in Unit.objects.only("name").iterator()}

    def sent(self, name):
        """Yield what the confirmed submissions of the span say in the text called `name` ("difficulties" …), by unit in
        protocol order, the oldest period first (1 query)."""
        sent = Submission.objects.filter(self.scope.accepted(), report__period__in=self.periods)
        ordered = sent.order_by(*(one.removeprefix("submission__") for one in ORDER), "pk")
        return map(Sent._make, ordered.values_list("pk", "report__unit_id", "report__to_unit_id", name).iterator())

    @cached_property
    def groups(self):
        return list(self.plan.groups.order_by("number"))

    @cached_property
    def clauses(self):
        return list(self.plan.clauses.order_by("number"))

    @cached_property
    def tasks(self):
        """In the plan's order: those of the groups, then those of the clauses."""
        order = (F("group__number").asc(nulls_last=True), "clause__number", "position", "code", "pk")
        return list(Task.objects.filter(plan=self.plan).order_by(*order))

    def tasks_of(self, home):
        """The tasks of a Home, in the plan's order."""
        return [task for task in self.tasks if (task.group_id, task.clause_id) == (home.group_id, home.clause_id)]

    @cached_property
    def counts(self):
        """(Home, task id) → Counter of cells."""
        sums = defaultdict(Counter)
        for group_id, clause_id, task_id, cell, number in count_cells(self.scope, "group_id", "clause_id", "task_key"):
            sums[Home(group_id, clause_id), task_id][cell] += number
        return sums

    def duties(self, *, home=None, task=None):
        """Return the TwoByTwo of the whole, of a Home or of a task."""
        counted = (
            counter
            for (of_home, of_task), counter in self.counts.items()
            if home in (None, of_home) and (task is None or task.pk == of_task)
        )
        return TwoByTwo.of(sum(counted, Counter()))

    @cached_property
    def reports(self):
        """The ReportFigures of the periods of the span, added up."""
        by_period = report_figures(Scope(self.plan, self.as_of), by="period")
        of_span = [by_period[period.pk] for period in self.periods if period.pk in by_period]
        names = [field.name for field in fields(ReportFigures)]
        return ReportFigures(**{name: sum(getattr(one, name) for one in of_span) for name in names})

    @cached_property
    def findings(self):
        return findings_between(Scope(self.plan, self.as_of), self.review.covers_from)

    @cached_property
    def inspections(self):
        return inspections_between(Scope(self.plan, self.as_of), self.review.covers_from)

    @cached_property
    def directions(self):
        """Directions open on the day or closed within the span, each with its events of the day or before, the last one
        last."""
        events = DirectionEvent.objects.filter(at__lt=self.scope.end).select_related("to_unit").order_by("at", "pk")
        of_plan = Direction.objects.filter(plan=self.plan)
        span = (self.review.covers_from, self.as_of)
        closed = of_plan.filter(state=DirectionState.CLOSED, closed_at__date__range=span)
        found = (of_plan.open_as_of(self.as_of) | closed).for_page()
        return list(found.prefetch_related(Prefetch("events", events, to_attr="events_then")).order_by("given_at"))

    @cached_property
    def documents(self):
        """ListedDocuments issued within the span that confirmed lines of the span cite, each once, the oldest first."""
        found = {}
        for number, on, issuer, subject, unit_id, short_name, name in self._citations():
            day = f"{on:%d/%m/%Y}"
            key = document_key(number, day, issuer)
            found.setdefault(key, ListedDocument(number, day, issuer, subject)).units[unit_id] = short_name or name
        return list(found.values())

    def _citations(self):
        cited = SubmittedCitation.objects.filter(
            self.scope.accepted("line__submission__"),
            line__submission__report__period__in=self.periods,
            evidence__kind=EvidenceKind.DOCUMENT,
            evidence__document_on__range=(self.review.covers_from, self.as_of),
            evidence__removed_at=None,
        )
        ordered = cited.order_by("evidence__document_on", "evidence__document_number", "evidence_id", "pk")
        return ordered.values_list(*DOCUMENT).iterator()

    @cached_property
    def leads(self):
        """task id → its Leads on the day."""
        then = Q(ended_on=None) | Q(ended_on__gt=self.as_of)
        leads = Assignment.objects.filter(
            then,
            ~self.scope.past.given_later(),
            task__plan=self.plan,
            part=Part.LEAD,
            parent=None,
            starts_on__lte=self.as_of,
        ).annotate(due_then=self.scope.past.work("due"), cadence_then=self.scope.past.work("cadence"))
        found = defaultdict(Leads)
        rows = leads.order_by("unit__order", "pk").values_list("task_id", "unit_id", "due_then", "cadence_then")
        for task_id, unit_id, due, cadence in rows.iterator():
            of_task = found[task_id]
            of_task.units[unit_id] = True
            of_task.dates |= {due} - {None}
            of_task.cadences |= {cadence} - {None, ""}
        return found

    @cached_property
    def addressees(self):
        """Units to which the plan's units may turn: those that take part, its owner, office and committee."""
        plan = self.plan
        bodies = [plan.owner_id, plan.standing_office_id, plan.steering_committee_id]
        return list(Unit.objects.filter(Q(participations__plan=plan) | Q(pk__in=filter(None, bodies))).distinct())
