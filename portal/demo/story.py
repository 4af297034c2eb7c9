"""The sample history: past quarters and the current one, told by the acts themselves with the clock set back."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from common import clock
from portal.demo.beginning import begin, pass_down
from portal.demo.contributing import ask_and_give
from portal.demo.directing import give_directions
from portal.demo.inspections import inspect
from portal.demo.more_time import ask_for_more_time
from portal.demo.reminding import remind
from portal.demo.reporting import PAST_FATES, PRESENT_FATES, RECENT_FATES, report
from portal.demo.reviewing import write_reviews
from portal.demo.targets import set_targets
from portal.demo.urging import urge_the_late
from portal.demo.wording import pick
from progress.actions.periods import add_missing_lines, create_period, open_period
from progress.models import Report
from progress.presets import period_containing, previous_period
from units.models import Notice

# What closed within these days may still wait for whoever judges it.
NEWS = datetime.timedelta(days=92)


@dataclass(frozen=True)
class Stage:
    """What the play needs at hand: the plan, its posts by unit code, and the day it is played on."""

    plan: object
    posts: dict
    on: datetime.date

    def moment(self, day, hour=9, minute=0):
        """Return that hour of `day`, never later than the morning of the day of the play."""
        return at(min(day, self.on), hour if day < self.on else 8, minute)

    def writer(self, unit):
        return self.posts[unit.code]["writer"]

    def head(self, unit):
        return self.posts[unit.code]["head"]


def at(day, hour=9, minute=0):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def play(stage, *, quarters):
    """Tell `quarters` past quarters and the current one; the same story for the same day."""
    names = [period_containing(stage.on, stage.plan.reporting_regime, stage.plan.regular_period)]
    while len(names) <= quarters:
        names.insert(0, previous_period(stage.plan.regular_period, *names[0]))
    begin(stage)
    set_targets(stage)
    for place, name in enumerate(names):
        _quarter(stage, name, last=place == len(names) - 1)
    urge_the_late(stage)
    remind(stage)
    inspect(stage)
    write_reviews(stage)
    # Old notices were read long ago; what happened in the last days is news.
    old = Notice.objects.filter(at__lt=at(stage.on - datetime.timedelta(days=5)))
    old.update(read_at=at(stage.on))


def _quarter(stage, name, *, last):
    period = create_period(stage.plan, stage.plan.regular_period, *name)
    with clock.set_to(stage.moment(period.opens_on, 7)):
        open_period(period)
    if last:
        pass_down(stage, period)
        with clock.set_to(stage.moment(stage.on)):
            add_missing_lines(period)
    reports = Report.objects.filter(period=period).select_related("unit", "to_unit", "period__plan")
    for one in reports.order_by("unit__order"):
        report(stage, one, _fate(one, stage, last=last))
    if last:
        ask_and_give(stage, period)
        ask_for_more_time(stage, period)
        give_directions(stage, period)


def _fate(one, stage, *, last):
    if last:
        return PRESENT_FATES.get(one.unit.code, "untouched")
    fates = PAST_FATES if one.period.covers_to < stage.on - NEWS else [*PAST_FATES, *RECENT_FATES]
    return fates[pick(one.unit.code, one.period, among=len(fates))]
