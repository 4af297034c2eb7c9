"""All sources of one passage: of a country they are thousands, so they have a page of their own."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from portal.acts import page, require
from portal.lists import PAGE
from portal.reviews.access import crumbs, review_or_404
from portal.reviews.contents import address_of_passage
from portal.reviews.sources import told_sources
from portal.reviews.views.showing import NOT_ISSUED
from reviews import permissions as may
from reviews.models import Passage, PassageSource

PER_PAGE = 100


@page
def sources(request, pk):
    """A reader of what was issued finds those of the text; whoever drafts, those of what was cut as well, and first
    what was reopened or replaced since."""
    found = get_object_or_404(Passage.objects.select_related("section"), pk=pk)
    review = review_or_404(request, found.section.review_id)
    require(may.can_read(request.membership, review), NOT_ISSUED)
    if found.cut_at and not review.is_draft:
        raise Http404
    rows = PassageSource.objects.filter(passage=found).told(gone_first=review.is_draft)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "review": review,
        "passage": found,
        "page": shown,
        "sources": told_sources(list(shown), request.membership),
        "back_url": address_of_passage(review, found.pk),
        "crumbs": crumbs(review, "Nguồn của đoạn"),
    }
    return render(request, "portal/reviews/sources.html", context)
