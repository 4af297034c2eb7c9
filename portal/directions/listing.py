"""The list of directions: what one may see, narrowed by the address; the same as a workbook."""

from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.utils.text import capfirst

from common import clock
from common.forms import DayField
from common.shortening import shortened
from figures.directions import DIRECTION_NUMBERS
from oversight.enums import DirectionState, DirectionSubject
from oversight.models import Direction
from portal.acts import page, require
from portal.directing import DIRECTIONS_BY, standing_of
from portal.extents import ExtentForm
from portal.lists import Column, Listing, back_to, context_of, workbook_of
from portal.steps import person_of
from tasks.forms.fields import NO_SUCH_CHOICE, for_filter
from tasks.permissions import can_take_lists_away
from units.models import Unit

PER_PAGE = 30
SHORT = 140
OWED = Q(state__in=DirectionState.owed())
# How a direction stands, by its key in the address; the day is passed in. Some are numbers of the figures too.
NUMBERS = {key: DIRECTION_NUMBERS[name] for key, name in DIRECTIONS_BY.items()}
STANDINGS = {
    "cho-tra-loi": (NUMBERS["cho-tra-loi"].words, lambda on: OWED),
    "qua-han": (NUMBERS["qua-han"].words, lambda on: OWED & Q(due_on__lt=on)),
    "da-tra-loi": (NUMBERS["da-tra-loi"].words, lambda on: Q(state=DirectionState.ANSWERED)),
    "da-khep-lai": ("Đã khép lại", lambda on: Q(state=DirectionState.CLOSED)),
    "da-rut": ("Đã rút", lambda on: Q(state=DirectionState.WITHDRAWN)),
    "de-biet": ("Chỉ để biết", lambda on: Q(state=DirectionState.NOTED)),
}


def _standing(one):
    return standing_of(one, clock.today())


ABOUT = Column(
    "Về",
    lambda one: capfirst(one.about),
    url=lambda one: one.get_absolute_url(),
    aside=lambda one: f"ý kiến ngày {one.given_on:%d/%m/%Y}",
    width=40,
)
DAY = Column("Ngày", lambda one: one.given_on, key="ngay", order=("given_at",), width=14)
UNIT = Column("Đơn vị trả lời", lambda one: str(one.to_unit), key="don-vi", order=("to_unit__order", "to_unit_id"))
DUE = Column("Hạn trả lời", lambda one: one.due_on, key="han", order=("due_on",), width=14)
STANDING = Column(
    "Tình trạng",
    lambda one: _standing(one).word,
    key="tinh-trang",
    order=("state", "due_on"),
    mark=lambda one: (_standing(one).tone, ""),
    width=30,
)
SHOWN = [ABOUT, Column("Ý kiến", lambda one: shortened(one.text, SHORT)), UNIT, DAY, DUE, STANDING]
COLUMNS = [
    ABOUT,
    Column("Ý kiến chỉ đạo", lambda one: one.text, width=60),
    Column("Người cho ý kiến", person_of, width=28),
    DAY,
    UNIT,
    DUE,
    STANDING,
    Column("Lần hỏi", lambda one: one.round if one.is_duty else None, width=10),
    Column("Trả lời mới nhất", lambda one: one.latest_answer, width=60),
    Column("Khép lại hoặc rút lúc", lambda one: one.closed_at, width=20),
]


class DirectionFilterForm(ExtentForm):
    ve = forms.ChoiceField(
        label="Về",
        required=False,
        choices=for_filter([("", "Mọi thứ"), *DirectionSubject.choices]),
        error_messages=NO_SUCH_CHOICE,
    )
    don_vi = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị trả lời",
        required=False,
        empty_label="Mọi đơn vị",
        error_messages=NO_SUCH_CHOICE,
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Mọi tình trạng"), *((key, words) for key, (words, _) in STANDINGS.items())],
        error_messages=NO_SUCH_CHOICE,
    )
    tu = DayField(label="Từ ngày", required=False, help_text="")
    den = DayField(label="Đến ngày", required=False, help_text="")

    def __init__(self, data, *, membership):
        super().__init__(data, membership=membership)
        asked = Direction.objects.visible_to(membership).order_by().values("to_unit_id")
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=asked)

    def chosen(self, directions):
        """Narrow `directions` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        directions = self.within(directions, plan="plan", unit="to_unit")
        lookups = {
            "subject": data.get("ve"),
            "to_unit": data.get("don_vi"),
            "given_at__date__gte": data.get("tu"),
            "given_at__date__lte": data.get("den"),
        }
        directions = directions.filter(**{lookup: value for lookup, value in lookups.items() if value})
        standing = data.get("tinh_trang")
        return directions.filter(STANDINGS[standing][1](clock.today())) if standing else directions

    @property
    def formula(self):
        """How what is shown is counted, in words; "" when it is no number of the figures."""
        number = NUMBERS.get(self.cleaned_data.get("tinh_trang"))
        return number.formula if number else ""


@page
def direction_list(request):
    form, listing = _listing(request)
    context = context_of(request, form, listing)
    return render(request, "portal/directions/list.html", context, status=200 if form.is_valid() else 422)


@page
def direction_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request, whole=True)
    if not form.is_valid():
        return back_to("portal:direction-list", request)
    return workbook_of(listing, "Ý kiến chỉ đạo", name="y-kien-chi-dao")


def _listing(request, *, whole=False):
    """Return (form, Listing); `whole` with who gave each, and what was last answered of it as this reader may know."""
    form = DirectionFilterForm(request.GET, membership=request.membership)
    found = form.chosen(Direction.objects.visible_to(request.membership))
    if whole:
        found, columns = found.as_read_by(request.membership).for_page().with_answer(), COLUMNS
    else:
        found, columns = found.for_list(), SHOWN
    return form, Listing(request, columns, found, per_page=PER_PAGE, usual="-ngay")
