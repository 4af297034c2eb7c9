"""What the pages of periods show beside the dates: where each stands, how far its reports are, what was changed."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Case, CharField, Count, Q, Value, When
from django.urls import reverse

from progress.enums import PeriodState, ReportState
from progress.models import Period, PeriodDue, Report
from tasks.models import Participation, places_of

TONES = {PeriodState.COMING: "neutral", PeriodState.OPEN: "info", PeriodState.CLOSED: "good"}
# Outsiders do not learn how far a unit is with itself: everything before sending reads "chưa gửi".
STANDINGS = {
    "chua-gui": ("chưa gửi", "neutral"),
    "can-bo-sung": ("cần bổ sung", "warn"),
    "da-gui": ("đã gửi, chờ tiếp nhận", "info"),
    "da-tiep-nhan": ("đã tiếp nhận", "info"),
    "da-xac-nhan": ("đã xác nhận", "good"),
}
DATE_WORDS = {
    "covers_from": "số liệu từ ngày",
    "covers_to": "chốt số liệu",
    "opens_on": "mở kỳ",
    "closes_on": "đóng kỳ",
}


@dataclass(frozen=True)
class Standing:
    """How many reports of a period stand in one state, and the list behind the number."""

    words: str
    tone: str
    number: int
    url: str


@dataclass(frozen=True)
class PeriodRow:
    period: Period
    state: str
    tone: str
    standings: list
    reports: int
    dues: list


@dataclass(frozen=True)
class Change:
    """One change of dates, for the timeline."""

    title: str
    at: object
    who: str
    text: str
    tone: str = "neutral"
    icon: str = "calendar-event"


def period_rows(periods, membership, on):
    """Return a PeriodRow for each of `periods`, counting the reports whose page the post may open (2 queries)."""
    counts = _count_reports(periods, membership)
    levels = _own_levels(membership)
    return [_row(period, counts[period.pk], levels.get(period.plan_id), on) for period in periods]


def changes_of(period):
    """Return who changed which date of the period and why, newest first (2 queries)."""
    rows = list(Period.history.filter(id=period.pk).select_related("history_user").order_by("history_date"))
    changes = [_dates_changed(before, after) for before, after in pairwise(rows)]
    dues = defaultdict(list)
    for row in PeriodDue.history.filter(period_id=period.pk).select_related("history_user").order_by("history_date"):
        dues[row.level].append(row)
    for history in dues.values():
        changes += [_due_changed(before, after) for before, after in pairwise(history)]
    return sorted((change for change in changes if change), key=lambda change: change.at, reverse=True)


def _own_levels(membership):
    """Return {plan id: level} for the plans in which the post's unit reports and does not see all (1 query)."""
    seeing_all = [place.plan_id for place in places_of(membership) if place.sees_all]
    places = Participation.objects.filter(unit=membership.unit_id, valid_to=None).exclude(plan__in=seeing_all)
    return dict(places.values_list("plan_id", "level"))


def _count_reports(periods, membership):
    standing = Case(
        When(state=ReportState.SUBMITTED, then=Value("da-gui")),
        When(state=ReportState.RECEIVED, then=Value("da-tiep-nhan")),
        When(state=ReportState.CONFIRMED, then=Value("da-xac-nhan")),
        When(Q(asked_for_more_at__isnull=False), then=Value("can-bo-sung")),
        default=Value("chua-gui"),
        output_field=CharField(),
    )
    reports = Report.objects.openable_by(membership).filter(period__in=[period.pk for period in periods]).order_by()
    counts = defaultdict(dict)
    grouped = reports.annotate(standing=standing).values("period", "standing").annotate(number=Count("pk"))
    for pk, key, number in grouped.values_list("period", "standing", "number"):
        counts[pk][key] = number
    return counts


def _row(period, counts, level, on):
    state = period.state(on)
    base = f"{reverse('portal:report-list')}?ky={period.pk}&tinh_trang="
    standings = [
        Standing(words, tone, counts[key], base + key) for key, (words, tone) in STANDINGS.items() if counts.get(key)
    ]
    # A unit that reports looks for its own day; whoever sees all needs the day of each level.
    dues = [due for due in period.dues.all() if level in (None, due.level)]
    return PeriodRow(period, state.label, TONES[state], standings, sum(counts.values()), dues)


def _dates_changed(before, after):
    words = [
        f"{word}: {getattr(before, name):%d/%m/%Y} → {getattr(after, name):%d/%m/%Y}"
        for name, word in DATE_WORDS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    return _change("; ".join(words), after)


def _due_changed(before, after):
    if before.due_on == after.due_on:
        return None
    return _change(f"hạn gửi cấp {after.level}: {before.due_on:%d/%m/%Y} → {after.due_on:%d/%m/%Y}", after)


def _change(words, row):
    if not words:
        return None
    who = str(row.history_user) if row.history_user else "Cổng tự thực hiện"
    return Change(words[:1].upper() + words[1:], row.history_date, who, row.history_change_reason or "")
