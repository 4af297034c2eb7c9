"""The schedule: coming reviews and those that were issued, on the screen and as a workbook."""

from django.db.models import Case, F, Value, When
from django.shortcuts import render
from django.urls import reverse

from portal.acts import page, require
from portal.lists import Listing, back_to, context_of, workbook_of
from portal.reviews.columns import REVIEW_BOOK, columns_for
from portal.reviews.filters import ReviewFilterForm
from reviews.enums import ReviewState
from reviews.models import Review
from reviews.permissions import plans_to_review
from tasks.permissions import can_take_lists_away

PER_PAGE = 30
RANK = Case(
    When(state__in=ReviewState.open(), then=Value(0)), When(state=ReviewState.ISSUED, then=Value(1)), default=Value(2)
)
# What is coming stands first, the nearest before all; then what was issued, the newest first.
USUAL = (RANK, Case(When(state__in=ReviewState.open(), then=F("due_on"))), F("due_on").desc(), F("pk").desc())


@page
def review_list(request):
    form, listing = _reviews(request, columns_for(request.membership))
    may_plan = plans_to_review(request.membership).exists()
    context = context_of(request, form, listing) | {"add_url": reverse("portal:review-add") if may_plan else ""}
    return render(request, "portal/reviews/list.html", context, status=200 if form.is_valid() else 422)


@page
def review_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _reviews(request, REVIEW_BOOK)
    if not form.is_valid():
        return back_to("portal:review-list", request)
    return workbook_of(listing, "Sơ kết, tổng kết", name="so-ket-tong-ket")


def _reviews(request, columns):
    form = ReviewFilterForm(request.GET, membership=request.membership)
    rows = form.chosen(Review.objects.visible_to(request.membership)).for_page().order_by(*USUAL)
    return form, Listing(request, columns, rows, per_page=PER_PAGE)
