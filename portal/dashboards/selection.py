"""From an address and a post to what is counted: the plan, the extent, and the ids of the units."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from common.clock import today
from common.lean import through
from common.versions import DataVersion, data_version
from figures.permissions import can_see_whole
from figures.scope import Scope
from figures.words import whole
from portal.acts import require
from portal.dashboards.filters import OWN, WHOLE, FilterForm
from portal.extents import in_extent
from tasks.models import Participation, Place, Plan, places_of, units_below
from units.enums import UnitKind
from units.models import Membership, Unit


@dataclass(frozen=True)
class Linked:
    """A number and the address of the list behind it; no address where there is nothing to list."""

    count: int
    url: str = ""
    tone: str = ""

    @property
    def value(self):
        """The number as a page writes it."""
        return whole(self.count)


@dataclass
class Selection:
    """What a page counts. Read `scope` only when the form is valid."""

    membership: Membership
    place: Place
    plan: Plan
    periods: list
    branches: list
    form: FilterForm
    whole: bool
    # Nothing below: the figures are those of one unit, and there is nothing to compare.
    alone: bool
    # Of the data: what a figure was remembered of (figures/memory.py).
    version: DataVersion

    @property
    def period(self):
        return next((period for period in self.periods if str(period.pk) == self._asked("ky")), None)

    @property
    def branch(self):
        """The Participation of the unit whose branch was chosen, or None."""
        return next((place for place in self.branches if str(place.unit_id) == self._asked("nhanh")), None)

    @cached_property
    def scope(self):
        day = self.form.cleaned_data["ngay"]
        return Scope(self.plan, day, self._units(), self.period, self.periods, version=self.version)

    @property
    def counted_by(self):
        """What tells this selection from others where what a post may see is counted (figures/memory.py)."""
        return self.scope.counted_by, today(), self.membership.pk, self.top and self.top.pk, self.kind

    @cached_property
    def single_unit(self):
        """The one unit a list was asked for, or None."""
        asked = self._asked("don_vi")
        units = Unit.objects.filter(pk=asked) if asked else Unit.objects.none()
        reach = self._reach()
        return (units if reach is None else units.filter(pk__in=reach)).first() if asked else None

    @property
    def parents(self):
        """Of whose direct reporters the matrix has a row each."""
        if self.branch:
            return [self.branch.unit_id]
        return [self.plan.owner_id, self.plan.standing_office_id] if self.whole else [self.membership.unit_id]

    @property
    def extent(self):
        if self.alone:
            return str(self.membership.unit)
        if self.branch:
            return f"{self.branch.unit} và các đơn vị bên dưới"
        return "Toàn kế hoạch" if self.whole else f"{self.membership.unit} và các đơn vị bên dưới"

    @property
    def top(self):
        """The unit whose own figures and those below are meant, or None for the whole plan."""
        if self.branch:
            return self.branch.unit
        return None if self.whole else self.membership.unit

    @property
    def kind(self):
        return self._asked("loai")

    def within(self, rows, plan, unit):
        """Narrow the queryset `rows`, whose lookups `plan` and `unit` lead to them, to what is counted."""
        return in_extent(rows, plan, unit, plan_id=self.plan.pk, branch=self.top, kind=self.kind)

    @property
    def asked_of_lists(self):
        """How the address of a list that ExtentForm narrows says the same."""
        asked = {"ke_hoach": self.plan.pk, "nhanh": self.top.pk if self.top else "", "loai": self.kind}
        return {name: value for name, value in asked.items() if value}

    @property
    def kind_label(self):
        return UnitKind(self.kind).label if self.kind else ""

    @property
    def is_closing(self):
        """Whether a closed period is shown as of the day it closed."""
        period = self.form.period_meant
        return period is not None and period.closes_on == self.scope.on < today()

    @cached_property
    def asked(self):
        """The filters as they stand, day included, so that a shared or drilled address shows the same figures."""
        kept = {name: self._asked(name) for name in FilterForm.base_fields if self._asked(name)}
        return kept | {"ngay": f"{self.scope.on:%d/%m/%Y}"}

    def url(self, page, **asked):
        """Return the address of another page with the filters as they stand and what is `asked` besides; "" asks for
        the usual."""
        kept = [_written(name, value) for name, value in (self.asked | asked).items() if value != ""]
        return f"{_path(page)}?{'&'.join(kept)}"

    def linked(self, page, number, *, tone="", **asked):
        """Return a Linked `number`, its list being `page` asked for `asked`."""
        return Linked(number, self.url(page, **asked), tone) if number else Linked(number)

    @property
    def query(self):
        """The filters as a query, for the pages beside this one; a day that goes without saying is not said."""
        usual = self.scope.on == self.form.usual_day
        return urlencode({name: value for name, value in self.asked.items() if name != "ngay" or not usual})

    @property
    def dashboard_url(self):
        # The day of closing goes without saying, so that another period can be chosen on the page.
        return self._dashboard_without("ngay") if self.is_closing else self._dashboard_without()

    @property
    def usual_day_url(self):
        """The dashboard of the day that is meant when none is asked for."""
        return self._dashboard_without("ngay")

    @property
    def without_branch_url(self):
        """The same dashboard one step out: the whole extent again."""
        return self._dashboard_without("nhanh")

    def _asked(self, name):
        return self.form.cleaned_data.get(name) or ""

    def _dashboard_without(self, *names):
        kept = {name: value for name, value in self.asked.items() if name not in names}
        return f"{_path('dashboard')}?{urlencode(kept)}"

    def _reach(self):
        """Ids of the units of the extent and branch, as a subquery; None for the whole plan."""
        if self.branch:
            below = Participation.objects.filter(plan=self.plan, path__startswith=self.branch.path)
            return below.order_by().values("unit_id")
        if self.whole:
            return None
        return units_below(self.place) if self.place.path else [self.membership.unit_id]

    def _units(self):
        reach, kind = self._reach(), self.kind
        if self._asked("don_vi"):
            return [self.single_unit.pk] if self.single_unit else []
        if not kind:
            return reach
        units = Unit.objects.filter(kind=kind)
        return (units if reach is None else units.filter(pk__in=reach)).order_by().values("pk")


# One page of figures holds hundreds of addresses, of few pages, that ask for much the same.
@cache
def _path(page):
    return reverse(f"portal:{page}")


@lru_cache(1000)
def _written(name, value):
    return urlencode({name: value})


def select(request, form_class=FilterForm):
    """Return the Selection an address asks for, or None when the post's unit has no part in any plan.

    Asking for the whole plan without a right to it stops with 403.
    """
    version = data_version()
    places = places_of(request.membership)
    if not places:
        return None
    place = next((place for place in places if str(place.plan_id) == request.GET.get("ke_hoach")), places[0])
    plan, extent = place.plan, request.GET.get("pham_vi")
    require(can_see_whole(place) or extent != WHOLE)
    whole = can_see_whole(place) and extent != OWN
    periods = list(plan.periods.regular().filter(opened_at__isnull=False))
    branches = _branches(plan, place, whole)
    alone = not whole and not _has_units_below(plan, place)
    offered = {"plans": [place.plan for place in places], "periods": periods, "branches": branches}
    form = form_class(request.GET, **offered, extents=can_see_whole(place), kinds=not alone)
    selection = Selection(request.membership, place, plan, periods, branches, form, whole, alone, version)
    if form.is_valid() and form.cleaned_data.get("don_vi") and selection.single_unit is None:
        form.add_error("don_vi", "Đơn vị này không thuộc phạm vi được xem; hãy mở lại từ trang Tổng quan.")
    return selection


def _has_units_below(plan, place):
    below = Participation.objects.filter(plan=plan, valid_to=None, path__startswith=place.path)
    return bool(place.path) and below.exclude(path=place.path).exists()


def _branches(plan, place, whole):
    """Places of units of the extent that others report to, but for the one at its top."""
    receiving = Participation.objects.filter(plan=plan, valid_to=None).order_by().values("reports_to")
    places = Participation.objects.filter(plan=plan, valid_to=None, unit__in=receiving).exclude(reports_to=None)
    if not whole:
        places = places.filter(path__startswith=place.path).exclude(path=place.path) if place.path else places.none()
    named = places.select_related("unit").only("unit_id", "path", *through(Unit.NAME, "unit"))
    return list(named.order_by("unit__order", "unit_id"))
