"""Of what a figure is taken: a plan, a day, and if wished some units and one period."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.utils import timezone

from common import clock
from common.versions import DataVersion
from figures.ledger import Ledger
from figures.past import Past
from progress.models import Period
from tasks.models import Plan


@dataclass(frozen=True, eq=False)
class Scope:
    """`on` is the day as of whose end is counted. `units` is None (all), or ids as a set, list or subquery.

    `opened` are the regular periods of the plan that were ever opened, if the caller has them at hand: by their ids the
    database finds the few rows of one plan among those of a country, where the plan alone tells it too little.

    `version` is that of the data, read before what is counted: figures of a scope that has one are remembered.
    """

    plan: Plan
    on: datetime.date
    units: Any = None
    period: Period | None = None
    opened: Any = None
    version: DataVersion | None = None
    # What happened after the day (a Past), if it is known already.
    happened: Any = None

    @property
    def end(self):
        """The first moment after the day `on`: what happened later is not seen."""
        next_day = datetime.datetime.combine(self.on + datetime.timedelta(days=1), datetime.time.min)
        return timezone.make_aware(next_day)

    @cached_property
    def is_now(self):
        """Whether the day is not over, so that nothing can have happened later: what the rows say now is what holds."""
        return self.end > clock.now()

    @property
    def counted_by(self):
        """All that tells what is counted from what another scope counts, in plain values (figures/memory.py)."""
        return self.plan.pk, self.on, self.is_now, _told(self.units), self.period and self.period.pk

    @cached_property
    def past(self):
        """What stood at the end of the day, where it is not what stands now."""
        is_of_the_day = self.happened and self.happened.scope.on == self.on
        return self.happened if is_of_the_day else Past(self)

    @cached_property
    def ledger(self):
        """What is kept counted of this scope."""
        return Ledger(self)

    def narrowed(self, opened):
        """Return the same scope with no other periods than those of `opened`; its figures are not remembered."""
        return replace(self, opened=opened, happened=self.past.narrowed(opened), version=None)

    def of_units(self, queryset, field="unit_id"):
        return queryset if self.units is None else queryset.filter(**{f"{field}__in": self.units})

    def standing(self, prefix=""):
        """Condition on submissions: sent by the end of the day and not withdrawn by then."""
        if self.is_now:
            return Q(**{f"{prefix}withdrawn_at": None})
        sent = Q(**{f"{prefix}submitted_at__lt": self.end})
        return sent & (Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gte": self.end}))

    def accepted(self, prefix=""):
        """Condition on submissions: confirmed by the end of the day, and neither reopened nor replaced by then."""
        if self.is_now:
            return Q(**{f"{prefix}accepted_at__isnull": False, f"{prefix}superseded_at": None})
        confirmed = Q(**{f"{prefix}accepted_at__lt": self.end})
        return confirmed & (Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gte": self.end}))

    def opened_periods(self, prefix="report__"):
        """Condition on reports (or rows with one): of this plan, of a regular period that was open by the day."""
        if self.opened is not None:
            ids = [period.pk for period in self.opened if period.opened_at < self.end]
            return Q(**{f"{prefix}period__in": [pk for pk in ids if not self.period or pk == self.period.pk]})
        of_plan = Q(**{f"{prefix}period__plan": self.plan, f"{prefix}period__is_regular": True})
        opened = Q(**{f"{prefix}period__opened_at__lt": self.end})
        return of_plan & opened & (Q(**{f"{prefix}period": self.period}) if self.period else Q())

    def due_in_period(self, due):
        """Condition on one-off assignments by the column `due`; work without a deadline stands in every period."""
        if self.period is None:
            return Q()
        return Q(**{due: None}) | Q(**{f"{due}__gte": self.period.covers_from, f"{due}__lte": self.period.covers_to})


def _told(units):
    """The ids, or the question that finds them."""
    if not isinstance(units, QuerySet):
        return units if units is None else sorted(units)
    try:
        return units.query.sql_with_params()
    except EmptyResultSet:
        return []
