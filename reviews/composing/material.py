"""Everything a review is composed of, read once: what was confirmed as of a day, and the figures of that day.

A regular period belongs to the span of a review when its data were closed within the span: quarters begin on the 15th,
plans and reviews on any day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from functools import cached_property

from django.db.models import F, Prefetch, Q

from figures.duties import Home, TwoByTwo, count_cells
from figures.inspections import findings_between, inspections_between
from figures.reports import ReportFigures, report_figures
from figures.scope import Scope
from oversight.enums import DirectionState
from oversight.models import Direction, DirectionEvent
from progress.enums import EvidenceKind
from progress.models import Period, Submission, SubmittedCitation, SubmittedLine
from reviews.composing.parts import document_key
from tasks.enums import Part
from tasks.models import Assignment, Task
from units.models import Unit

ORDER = ("submission__report__unit__order", "submission__report__unit_id", "submission__report__period__covers_to")


@dataclass(frozen=True)
class ListedDocument:
    """An issued document (an Evidence), with every unit that reported it by its id."""

    evidence: object
    units: dict = field(default_factory=dict)


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

    @cached_property
    def lines(self):
        """Confirmed lines of the span, by unit in protocol order, the oldest period first."""
        lines = SubmittedLine.objects.filter(
            self.scope.accepted("submission__"), submission__report__period__in=self.periods
        )
        lines = lines.select_related("submission__report__unit", "submission__report__period", "assignment")
        return list(lines.order_by(*ORDER, "position", "pk"))

    @cached_property
    def lines_by_task(self):
        found = defaultdict(list)
        for line in self.lines:
            found[line.assignment.task_id].append(line)
        return found

    @cached_property
    def submissions(self):
        """Confirmed submissions of the span, in the same order."""
        sent = Submission.objects.filter(self.scope.accepted(), report__period__in=self.periods)
        sent = sent.select_related("report__unit", "report__to_unit", "report__period")
        return list(sent.order_by(*(name.removeprefix("submission__") for name in ORDER), "pk"))

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
        for citation in self._citations():
            one, unit = citation.evidence, citation.line.submission.report.unit
            key = document_key(one.document_number, f"{one.document_on:%d/%m/%Y}", one.document_issuer)
            found.setdefault(key, ListedDocument(one)).units[unit.pk] = unit
        return list(found.values())

    def _citations(self):
        cited = SubmittedCitation.objects.filter(
            self.scope.accepted("line__submission__"),
            line__submission__report__period__in=self.periods,
            evidence__kind=EvidenceKind.DOCUMENT,
            evidence__document_on__range=(self.review.covers_from, self.as_of),
            evidence__removed_at=None,
        )
        cited = cited.select_related("evidence", "line__submission__report__unit")
        return cited.order_by("evidence__document_on", "evidence__document_number", "evidence_id", "pk")

    @cached_property
    def leads(self):
        """task id → the assignments of the units that led it on the day, in protocol order, with `due_then` and
        `cadence_then`."""
        then = Q(ended_on=None) | Q(ended_on__gt=self.as_of)
        leads = Assignment.objects.filter(
            then,
            ~self.scope.past.given_later(),
            task__plan=self.plan,
            part=Part.LEAD,
            parent=None,
            starts_on__lte=self.as_of,
        ).annotate(due_then=self.scope.past.work("due"), cadence_then=self.scope.past.work("cadence"))
        found = defaultdict(list)
        for lead in leads.select_related("unit").order_by("unit__order", "pk"):
            found[lead.task_id].append(lead)
        return found

    @cached_property
    def addressees(self):
        """Units to which the plan's units may turn: those that take part, its owner, office and committee."""
        plan = self.plan
        bodies = [plan.owner_id, plan.standing_office_id, plan.steering_committee_id]
        return list(Unit.objects.filter(Q(participations__plan=plan) | Q(pk__in=filter(None, bodies))).distinct())
