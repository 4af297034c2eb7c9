"""Findings of inspections: how many are owed, overdue, reported on and closed as of a day, counted from their steps,
with the formula of each in words; and what a review says of inspections between two days."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from oversight.enums import FindingMove
from oversight.models import Finding, FindingEvent, InspectedUnit

OWED = Q(last_move__in=[FindingMove.GIVE, FindingMove.REOPEN])
REPORTED, CLOSED = Q(last_move=FindingMove.REPORT), Q(last_move=FindingMove.CLOSE)


@dataclass(frozen=True)
class FindingNumber:
    """A number of findings: its words, and its formula in words."""

    words: str
    formula: str


FINDING_NUMBERS = {
    "owed": FindingNumber(
        "Chưa khắc phục",
        "Đếm kiến nghị mà đơn vị chưa báo cáo khắc phục, hoặc đã báo cáo và được đề nghị khắc phục tiếp.",
    ),
    "overdue": FindingNumber(
        "Chưa khắc phục, quá hạn",
        "Đếm trong số chưa khắc phục những kiến nghị đã qua hạn khắc phục mới nhất. Kiến nghị đang chờ xem xét không "
        "tính là quá hạn.",
    ),
    "reported": FindingNumber(
        "Chờ xem xét",
        "Đếm kiến nghị mà đơn vị đã báo cáo khắc phục, bên kiểm tra chưa khép lại và chưa đề nghị khắc phục tiếp.",
    ),
    "closed": FindingNumber("Đã khép lại", "Đếm kiến nghị mà bên kiểm tra đã khép lại và không mở lại."),
}


@dataclass(frozen=True)
class FindingFigures:
    """Of `given` findings each is owed, reported on (waiting for the inspecting side) or closed; `overdue` of those
    owed. A remedy that waits to be read is not overdue: it does not lie with the unit."""

    given: int = 0
    owed: int = 0
    overdue: int = 0
    reported: int = 0
    closed: int = 0

    def number(self, name):
        """Return the number called `name` (a key of FINDING_NUMBERS)."""
        return getattr(self, name)


@dataclass(frozen=True)
class FindingFact:
    """One finding as it stood at the end of a day, for the drafting of reviews."""

    finding_id: int
    unit_id: int
    unit: str
    inspection: str
    found: str
    recommendation: str
    given_on: datetime.date
    due_on: datetime.date
    is_closed: bool
    is_overdue: bool
    remedy: str


def finding_figures(findings, on):
    """Return the FindingFigures of a queryset of findings as of the end of the day `on` (1 query)."""
    counts = {
        "given": Count("pk"),
        "owed": Count("pk", filter=OWED),
        "overdue": Count("pk", filter=OWED & Q(last_due__lt=on)),
        "reported": Count("pk", filter=REPORTED),
        "closed": Count("pk", filter=CLOSED),
    }
    return FindingFigures(**_as_of(findings, on).order_by().aggregate(**counts))


def findings_between(scope, first):
    """Return FindingFacts, by unit, of what was given from the day `first` to the day of the Scope, or was still open
    before `first`, as it stood at the end of that day (1 query)."""
    before = _last(Q(at__date__lt=first))
    remedies = FindingEvent.objects.filter(finding=OuterRef("pk"), move=FindingMove.REPORT, at__lt=scope.end)
    findings = scope.of_units(Finding.objects.filter(inspection__plan=scope.plan))
    rows = _as_of(findings, scope.on).annotate(
        move_before=Subquery(before.values("move")[:1]),
        remedy=Subquery(remedies.order_by("-at", "-pk").values("text")[:1]),
    )
    rows = rows.filter(Q(given_on__gte=first) | ~Q(move_before=FindingMove.CLOSE))
    rows = rows.select_related("unit", "inspection").order_by("unit__order", "unit_id", "given_on", "pk")
    return [_fact(row, scope.on) for row in rows]


def inspections_between(scope, first):
    """Return [(Inspection, units)] whose result was recorded from the day `first` to the day of the Scope, the units by
    protocol order (1 query)."""
    rows = InspectedUnit.objects.filter(
        inspection__plan=scope.plan, inspection__recorded_on__gte=first, inspection__recorded_on__lte=scope.on
    )
    rows = scope.of_units(rows).select_related("inspection__for_unit", "unit")
    found = {}
    for row in rows.order_by("inspection__recorded_on", "inspection_id", "unit__order", "unit_id"):
        found.setdefault(row.inspection_id, (row.inspection, []))[1].append(row.unit)
    return list(found.values())


def _as_of(findings, on):
    """The findings given by the end of the day, each with its last move and the day in force as they were then."""
    last = _last(Q(at__date__lte=on))
    rows = findings.filter(given_at__date__lte=on)
    return rows.annotate(last_move=Subquery(last.values("move")[:1]), last_due=Subquery(last.values("due_on")[:1]))


def _last(until):
    return FindingEvent.objects.filter(until, finding=OuterRef("pk")).order_by("-at", "-pk")


def _fact(row, on):
    owed = row.last_move in (FindingMove.GIVE, FindingMove.REOPEN)
    return FindingFact(
        finding_id=row.pk,
        unit_id=row.unit_id,
        unit=str(row.unit),
        inspection=str(row.inspection),
        found=row.found,
        recommendation=row.recommendation,
        given_on=row.given_on,
        due_on=row.last_due,
        is_closed=row.last_move == FindingMove.CLOSE,
        is_overdue=owed and row.last_due < on,
        remedy=row.remedy or "",
    )
