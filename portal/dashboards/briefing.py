"""The briefing between two days: what came in, what slipped, what was extended, what is blocked and who must decide."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from django import forms
from django.utils.text import capfirst

from common.clock import today
from figures.cells import Cell
from figures.changes import duty_changes, list_changed_duties, read_changed_duties, report_changes
from figures.directions import direction_figures, list_directions
from figures.extensions import extension_figures, list_extensions
from figures.memory import OF_ALL, OF_STEPS, remembered
from figures.waiting import declined_number, list_declined, list_waiting, waiting_figures
from oversight.enums import DirectionMove
from oversight.models import Direction
from portal.dashboards.filters import DAY, DeskForm, day_input
from portal.dashboards.followed import Followed
from portal.dashboards.selection import Linked
from portal.dashboards.trend import Share
from portal.dashboards.waiting import who_decides

DAYS = 7
# So many rows are read out at a meeting; the rest is in the list.
SHOWN = 5
DUTIES, REPORTS = "dashboard-duty-change-list", "dashboard-report-change-list"
CAME_IN = [
    (REPORTS, "received", "Báo cáo đã gửi thêm"),
    (REPORTS, "confirmed", "Báo cáo được xác nhận"),
    (DUTIES, "done", "Việc hoàn thành"),
]
SLIPPED = [
    (DUTIES, "slipped", "Việc thành quá hạn và vẫn quá hạn"),
    (REPORTS, "missing", "Báo cáo thành quá hạn và vẫn chưa gửi"),
    (DUTIES, "undone", "Việc không còn được tính là hoàn thành"),
]
LATE = {"slipped", "missing"}


class BriefingForm(DeskForm):
    """From which day to which: seven days until today, unless asked for others."""

    shown = ["ke_hoach", "pham_vi", "nhanh", "tu", "den"]

    tu = forms.DateField(label="Từ ngày", required=False, widget=day_input(), **DAY)
    den = forms.DateField(label="Đến hết ngày", required=False, widget=day_input(), **DAY)

    def __init__(self, data, **offered):
        super().__init__(data, **offered)
        del self.fields["ngay"]
        last = today()
        for name, day in [("tu", last - datetime.timedelta(days=DAYS)), ("den", last)]:
            self.fields[name].widget.attrs["placeholder"] = f"{day:%d/%m/%Y}"

    def clean(self):
        asked = super().clean()
        if self.errors:
            return asked
        last = asked["den"] or today()
        first = asked["tu"] or last - datetime.timedelta(days=DAYS)
        if last > today():
            self.add_error("den", "Ngày xem số liệu không được sau hôm nay.")
        elif first > last:
            self.add_error("tu", "Ngày đầu phải trước hoặc bằng ngày cuối.")
        return asked | {"tu": first, "ngay": last}


@dataclass(frozen=True)
class Blocked:
    """What waits for somebody: what, of whom, since when, who decides."""

    title: str
    url: str
    unit: str
    since: datetime.date
    decides: str


@dataclass(frozen=True)
class WhatBlocks:
    """A kind of waiting: how many by a scope and the first day, its list by scope, how a row of it is told, and the
    page that shows the whole."""

    words: str
    number: Callable
    rows: Callable
    told: Callable
    page: str
    asked: dict = field(default_factory=dict)


@dataclass(frozen=True)
class BlockedKind:
    words: str
    number: Linked
    rows: list

    @property
    def more(self):
        return self.number.count > len(self.rows)


@dataclass(frozen=True)
class OpenDirection:
    """A direction, and how it stood at the end of a day: `direction` is a row of `list_directions`."""

    direction: Direction
    on: datetime.date

    @property
    def due_on(self):
        return self.direction.last_due

    @property
    def words(self):
        if self.direction.last_move == DirectionMove.ANSWER:
            return "đã trả lời, chờ xem xét"
        return "chờ trả lời, quá hạn" if self.due_on < self.on else "chờ trả lời"


class Briefing:
    """What a Selection of a BriefingForm tells, of each table at `most` so many rows; each part is read when the page
    asks for it, once."""

    def __init__(self, selection, most=SHOWN):
        self.selection, self.most = selection, most
        self.first = selection.form.cleaned_data["tu"]
        self.now = selection.scope
        self.then = replace(self.now, on=self.first - datetime.timedelta(days=1))

    @property
    def is_today(self):
        return self.now.on == today()

    @cached_property
    def duties(self):
        return duty_changes(self.then, self.now)

    @cached_property
    def reports(self):
        return report_changes(self.then, self.now)

    @property
    def rates(self):
        """Done over came due, before the first day and at the end of the last, each with the list of what came due."""
        return [
            Share(changes.rate, self.selection.url("duty-list", o="came_due", ngay=f"{day:%d/%m/%Y}"))
            for changes, day in [(self.duties.before, self.then.on), (self.duties.after, self.now.on)]
        ]

    @property
    def overdue(self):
        """Overdue work before the first day and at the end of the last, each with its list."""
        return [
            self.selection.linked(
                "duty-list", changes.open_overdue, o=Cell.OPEN_OVERDUE.value, ngay=f"{day:%d/%m/%Y}", tone="late"
            )
            for changes, day in [(self.duties.before, self.then.on), (self.duties.after, self.now.on)]
        ]

    @property
    def missing(self):
        return [
            self.selection.linked("dashboard-report-list", number, o="missing", ngay=f"{day:%d/%m/%Y}", tone="late")
            for number, day in [
                (self.reports.before("missing"), self.then.on),
                (self.reports.after("missing"), self.now.on),
            ]
        ]

    @property
    def came_in(self):
        """[(words, Linked)]."""
        return self._changes(CAME_IN)

    @property
    def slipped(self):
        return self._changes(SLIPPED)

    @property
    def slipped_number(self):
        """How many duties slipped, as a Linked."""
        return self.slipped[0][1]

    @cached_property
    def slipped_duties(self):
        """The duties that slipped, as Duty rows, longest due first (2 queries)."""
        return _slipped(self.then, self.now, self.most)

    @cached_property
    def extended(self):
        """[(words, Linked)] of what was decided in these days, and the days that were gained, as a Linked or None."""
        figures = extension_figures(self.now, since=self.first)
        tu = f"{self.first:%d/%m/%Y}"
        gained = self.selection.linked("dashboard-extension-list", figures.days, o="granted", tu=tu)
        named = {"granted": "Được gia hạn", "refused": "Không được gia hạn"}
        lines = [
            (words, self.selection.linked("dashboard-extension-list", figures.number(name), o=name, tu=tu))
            for name, words in named.items()
        ]
        return {"lines": lines, "days": gained if figures.days else None}

    @cached_property
    def blocked(self):
        """[BlockedKind] as of the end of the last day."""
        numbers = [kind.number(self.now, self.first) for kind in BLOCKED]
        return [
            BlockedKind(kind.words, self.selection.linked(kind.page, number, **kind.asked), rows)
            for kind, number, rows in zip(BLOCKED, numbers, _blocked(self.now, numbers, self.most), strict=True)
        ]

    @cached_property
    def directions(self):
        """DirectionFigures as of the end of the last day."""
        return _directions(self.selection)

    @cached_property
    def direction_links(self):
        """{name: Linked or None}: the list shows how things stand now, so of a day that is past there is none."""
        return Followed(self.selection).directions

    @cached_property
    def open_directions(self):
        """[OpenDirection] at the end of the last day, the longest due first (1 query)."""
        return [OpenDirection(one, self.now.on) for one in _open_directions(self.selection, self.most)]

    @property
    def more_directions(self):
        return self.directions.owed + self.directions.answered > len(self.open_directions)

    @property
    def spans(self):
        """[(words, address)] of other spans up to today."""
        last = today()
        found = [(f"{days} ngày qua", last - datetime.timedelta(days=days)) for days in (7, 30, 90)]
        running = next((one for one in self.selection.periods if one.closes_on >= last), None)
        found += [(f"từ đầu {running}", running.covers_from)] if running else []
        return [
            (words, self.selection.url("dashboard-briefing", tu=f"{day:%d/%m/%Y}", ngay="")) for words, day in found
        ]

    def _changes(self, named):
        sources = {DUTIES: self.duties, REPORTS: self.reports}
        then = f"{self.then.on:%d/%m/%Y}"
        told = []
        for page, name, words in named:
            number, tone = sources[page].number(name), "late" if name in LATE else ""
            told.append((words, self.selection.linked(page, number, tone=tone, o=name, so_voi=then)))
        return told


@remembered
def _slipped(then, now, most):
    rows = list_changed_duties(then, now, "slipped", most)[:most]
    return [row.duty for row in read_changed_duties(now, rows)]


@remembered(rooms=OF_ALL)
def _blocked(scope, numbers, most):
    """The first `most` rows of each kind in BLOCKED, as Blocked; `numbers` are how many each has."""
    return [
        [kind.told(row) for row in kind.rows(scope)[:most]] if number else []
        for kind, number in zip(BLOCKED, numbers, strict=True)
    ]


@remembered(rooms=OF_STEPS)
def _directions(selection):
    return direction_figures(_directions_seen(selection), selection.scope.on)


@remembered(rooms=OF_ALL)
def _open_directions(selection, most):
    return list(list_directions(_directions_seen(selection).for_page(), selection.scope.on)[:most])


def _directions_seen(selection):
    return selection.within(Direction.objects.visible_to(selection.membership), "plan", "to_unit")


def _extension(one):
    return Blocked(
        title=capfirst(one.about) if one.report_id else str(one.assignment.task),
        url=one.get_absolute_url(),
        unit=str(one.for_unit),
        since=one.asked_on,
        decides=str(_decides(one)),
    )


def _decides(one):
    """Who is asked first for more time: the unit a report goes to, the one that gave the work."""
    return one.report.to_unit if one.report_id else who_decides(one.assignment)


def _declined(work):
    return Blocked(str(work.task), work.get_absolute_url(), str(work.unit), work.declined_on, str(who_decides(work)))


def _waiting(report):
    title = f"Báo cáo {report.period}"
    return Blocked(title, report.get_absolute_url(), str(report.unit), report.came_on, str(report.to_unit))


BLOCKED = [
    WhatBlocks(
        "Đề nghị gia hạn chờ quyết định",
        lambda scope, first: extension_figures(scope, since=first).waiting,
        partial(list_extensions, number="waiting"),
        _extension,
        "dashboard-extension-list",
        {"o": "waiting"},
    ),
    WhatBlocks(
        "Việc bị từ chối, chờ quyết định",
        lambda scope, first: declined_number(scope),
        list_declined,
        _declined,
        "dashboard-declined-list",
    ),
    WhatBlocks(
        "Báo cáo chờ xem xét",
        lambda scope, first: waiting_figures(scope).total,
        list_waiting,
        _waiting,
        "dashboard-waiting-list",
    ),
]
