"""What indicators should reach in the year of the play: for each unit of the cast, and for the whole plan."""

from portal.demo.cast import CAST
from portal.demo.wording import pick
from progress.presets import period_containing
from tasks.actions import save_setup
from tasks.models import Assignment, IndicatorTarget

# What the sample reports write of the second indicator of a task is 25 times as much, of the third 49 times.
STEP = 24


def set_targets(stage):
    """Let the standing office set targets, round what the reports of a year come to."""
    year, _ = period_containing(stage.on, stage.plan.reporting_regime, stage.plan.regular_period)
    office = stage.head(stage.plan.standing_office)
    given = Assignment.objects.filter(task__plan=stage.plan, unit__code__in={code for code, *_ in CAST.values()})
    wanted = {}
    for one in given.recurring().select_related("task", "unit").prefetch_related("task__indicators"):
        for place, indicator in enumerate(one.task.indicators.all()):
            value = 5 * (3 + pick(one.unit.code, one.task.code, "target", among=5)) * (1 + STEP * place)
            wanted[indicator, one.unit] = value
            wanted[indicator, None] = 12 * value
    for (indicator, unit), value in wanted.items():
        save_setup(IndicatorTarget(indicator=indicator, unit=unit, year=year, value=value), by=office)
