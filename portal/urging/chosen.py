"""From an address or a form to what was chosen: overdue reports, work, or whole units."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404

from common import clock
from common.addresses import number_in
from oversight.actions.urging import no_reason_to_urge
from oversight.levels import FIRST_TIME, next_levels
from oversight.models import is_report
from oversight.permissions.urging import can_urge
from oversight.urgeable import late_units
from portal.acts import require
from portal.ticks import CHOSEN, REPORT, WORK
from progress.models import Report
from tasks.models import Assignment
from units.models import Unit

AT_MOST = 200
NOT_READABLE = "Có lựa chọn không đọc được. Hãy quay lại danh sách rồi chọn lại."
TOO_MANY = f"Mỗi lần đôn đốc nhiều nhất {AT_MOST} việc. Hãy chọn ít hơn."
UNIT = "don_vi"


@dataclass(frozen=True)
class Line:
    """One chosen subject before anybody is urged; `obstacle` says why it will be left out."""

    subject: object
    obstacle: str
    on: object

    @property
    def value(self):
        return f"{REPORT if is_report(self.subject) else WORK}-{self.subject.pk}"

    @property
    def words(self):
        return f"Báo cáo {self.subject.period}" if is_report(self.subject) else str(self.subject.task)

    @property
    def days_late(self):
        return (self.on - self.subject.due_on).days


@dataclass
class ChosenUnit:
    """One unit with what was chosen of it, and the level that is proposed for it."""

    unit: Unit
    lines: list = field(default_factory=list)
    proposal: object = FIRST_TIME

    @property
    def is_urged(self):
        return any(not line.obstacle for line in self.lines)

    @property
    def values(self):
        return [line.value for line in self.lines]


class Chosen:
    """What a request chose. Outside the post's sight it is 404, without the right to urge about it 403."""

    def __init__(self, request):
        self.membership, self.on = request.membership, clock.today()
        asked = request.POST if "chon" in request.POST else request.GET
        self.error = ""
        self.subjects = self._find(asked)
        require(all(can_urge(self.membership, subject) for subject in self.subjects))

    def _find(self, asked):
        ticked, units = [CHOSEN.fullmatch(one) for one in asked.getlist("chon")], asked.getlist(UNIT)
        if not all(ticked) or None in map(number_in, units):
            self.error = NOT_READABLE
            return []
        found = self._visible(ticked) if ticked else {}
        if units:
            late = late_units(self.membership, on=self.on, units=[int(one) for one in units])
            found |= {(type(one), one.pk): one for unit in late for one in unit.subjects}
        if len(found) > AT_MOST:
            self.error = TOO_MANY
            return []
        return list(found.values())

    def _visible(self, ticked):
        found = {}
        for model, sign, related in [(Report, REPORT, "period__plan"), (Assignment, WORK, "task__plan")]:
            keys = {int(one[2]) for one in ticked if one[1] == sign}
            if keys:
                rows = model.objects.visible_to(self.membership).filter(pk__in=keys).select_related("unit", related)
                rows = {(model, one.pk): one for one in rows}
                if len(rows) < len(keys):
                    raise Http404
                found |= rows
        return found

    @cached_property
    def units(self):
        """ChosenUnits in protocol order, the subjects of each by deadline."""
        proposals = next_levels(self.subjects, on=self.on) if self.subjects else {}
        found = {}
        for subject in self.subjects:
            unit = found.setdefault(subject.unit_id, ChosenUnit(subject.unit, proposal=proposals[subject.unit_id]))
            unit.lines.append(Line(subject, no_reason_to_urge(subject, self.on), self.on))
        for unit in found.values():
            unit.lines.sort(key=lambda line: line.subject.due_on or self.on)
        return sorted(found.values(), key=lambda one: (one.unit.order, one.unit.pk))

    @property
    def plan(self):
        subject = self.subjects[0]
        return subject.period.plan if is_report(subject) else subject.task.plan

    @property
    def level(self):
        """The lowest level proposed: nobody is urged harder than the rule says for his unit."""
        return min((one.proposal.level for one in self.units if one.is_urged), default=1)

    @property
    def by_level(self):
        """[(level, units)] when the rule proposes different levels; [] when it proposes one for all."""
        levels = sorted({one.proposal.level for one in self.units if one.is_urged})
        return (
            [(level, [one for one in self.units if one.is_urged and one.proposal.level == level]) for level in levels]
            if len(levels) > 1
            else []
        )
