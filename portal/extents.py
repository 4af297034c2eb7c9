"""Of which plan, branch and kind of units a list shows its rows: what the dashboard has narrowed its numbers by.

A list behind a number of the dashboard is opened with the same, so it holds the rows that were counted. Nothing here
widens what one may see: only what is visible already is narrowed.
"""

from django import forms
from django.db.models import Exists, OuterRef, Q

from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.models import Participation, places_of, units_below
from units.enums import UnitKind
from units.models import Unit

KINDS = for_filter([("", "Mọi loại đơn vị"), *UnitKind.choices])


class ExtentForm(forms.Form):
    """What a list may be narrowed by besides its own filters; branch and kind are shown where an address names them."""

    ke_hoach = forms.ChoiceField(label="Kế hoạch", required=False, error_messages=NO_SUCH_CHOICE)
    nhanh = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị và các đơn vị bên dưới",
        required=False,
        empty_label="Mọi nhánh",
        error_messages=NO_SUCH_CHOICE,
    )
    loai = forms.ChoiceField(label="Loại đơn vị", required=False, choices=KINDS, error_messages=NO_SUCH_CHOICE)

    def __init__(self, data, *, membership):
        super().__init__(data)
        plans = [(str(place.plan_id), str(place.plan)) for place in places_of(membership)]
        self.fields["ke_hoach"].choices = [("", "Mọi kế hoạch"), *plans]
        self.fields["nhanh"].queryset = _branches(membership)
        idle = {"ke_hoach": len(plans) < 2, "nhanh": not data.get("nhanh"), "loai": not data.get("loai")}
        for name in (name for name, is_idle in idle.items() if is_idle):
            self.fields[name].widget = forms.HiddenInput()

    def within(self, rows, *, plan, unit):
        """Narrow `rows` by what was understood; `plan` and `unit` are the lookups that lead to them. Read after
        `is_valid()`."""
        asked = self.cleaned_data
        return in_extent(
            rows, plan, unit, plan_id=asked.get("ke_hoach"), branch=asked.get("nhanh"), kind=asked.get("loai")
        )


def in_extent(rows, plan, unit, *, plan_id=None, branch=None, kind=None):
    """Return those of the queryset `rows` that are of the plan, of the unit `branch` or units below it in the chain of
    reports as it is now, and of units of the kind; what is None or "" narrows nothing. No query."""
    if plan_id:
        rows = rows.filter(**{plan: plan_id})
    if branch:
        # A path names every unit from the root down: /3/12/15/.
        below = Participation.objects.filter(path__contains=f"/{branch.pk}/", valid_to=None).order_by()
        rows = rows.filter(Q(**{unit: branch}) | Exists(below.filter(plan=OuterRef(plan), unit=OuterRef(unit))))
    return rows.filter(**{f"{unit}__kind": kind}) if kind else rows


def _branches(membership):
    """Units one sees that others report to, and one's own."""
    found = Q(pk=membership.unit_id)
    for place in places_of(membership):
        below = Participation.objects.filter(plan_id=place.plan_id, valid_to=None).exclude(reports_to=None)
        heads = Q(pk__in=below.order_by().values("reports_to_id"))
        found |= heads if place.sees_all else heads & Q(pk__in=units_below(place))
    return Unit.objects.filter(found)
