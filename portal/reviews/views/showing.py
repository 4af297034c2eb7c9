"""The page of one review: its place on the schedule; the desk while it is drafted; its text once it was issued."""

from django.shortcuts import render
from django.urls import reverse

from common import clock
from portal.acts import page, require
from portal.drafts import writer_mark
from portal.reviews.access import correction_of, crumbs, has_text, review_or_404
from portal.reviews.behind import job_to_tell
from portal.reviews.contents import EVERYTHING, address_of
from portal.reviews.desk import sections_of
from portal.reviews.opening import open_review
from portal.reviews.reading import read_sections
from portal.reviews.timeline import steps_of
from portal.reviews.words import review_word
from portal.saving import status_of_parts
from portal.words import clock_words
from progress.forms.answers import status_of
from reviews import permissions as may
from reviews.enums import ReviewState
from reviews.forms.drafting import RefreshForm
from reviews.forms.passages import DraftParts
from reviews.forms.planning import CallOffForm

NOT_ISSUED = "Báo cáo này chưa ban hành; chỉ cơ quan soạn mở được."


@page
def review(request, pk):
    found = review_or_404(request, pk)
    require(may.can_read(request.membership, found), NOT_ISSUED)
    if found.is_draft:
        return show_desk(request, found)
    return _show_text(request, found) if has_text(found) else show_plan(request, found)


def show_plan(request, review, *, form=None):
    """Answer with what the schedule says of a review, with a `form` to call it off that was refused."""
    is_open = review.state in ReviewState.open()
    context = _common(request, review) | {
        "is_planned": review.state == ReviewState.PLANNED,
        "behind": job_to_tell(review) if is_open else None,
        "steps": steps_of(review),
        "form": form or (CallOffForm() if is_open else None),
    }
    return render(request, "portal/reviews/review.html", context, status=status_of(form) if form else 200)


def show_desk(request, review, *, sent=None, saved=0, wrong=(), refresh_form=None):
    """Answer with the desk of a draft; `sent` are DraftParts with what is wrong in them or in conflict, `wrong` is
    {section id: what is wrong with its new passage}."""
    opened = open_review(request, review)
    parts = sent.reopened(opened.place) if sent else DraftParts(review, here=opened.place)
    places = opened.outline.all_places
    context = _common(request, review) | {
        "parts": parts,
        "sections": sections_of(parts, request.membership, wrong=wrong),
        "passages": sum(place.number > 0 for place in places),
        "outdated": sum(place.outdated for place in places),
        "steps": steps_of(review),
        "saved": saved,
        "saved_at": clock_words(review.edited_at) if review.edited_at else "",
        "writer": writer_mark(request.user),
        "refresh_form": refresh_form or RefreshForm(review=review),
        "off_form": CallOffForm(),
        "may_issue": may.can_issue(request.membership, review),
        "behind": job_to_tell(review),
        **opened.shown(with_flags=True),
    }
    status = 422 if wrong else status_of_parts(parts.parts)
    status = status_of(refresh_form) if refresh_form else status
    return render(request, "portal/reviews/desk.html", context, status=status)


def _show_text(request, review):
    """Answer with the text of a review that is written no more: issued, or called off once it was begun."""
    correction = correction_of(review)
    behind = job_to_tell(review) if may.can_draft(request.membership, review) else None
    opened = open_review(request, review, only_text=True)
    is_all = opened.is_everything
    is_busy = behind is not None and behind.job.is_open
    context = _common(request, review) | {
        "sections": read_sections(*opened.place, request.membership, with_sources=not is_all),
        **opened.shown(with_flags=False),
        "correction": correction if correction and may.can_read(request.membership, correction) else None,
        "may_correct": review.is_issued and not (correction or is_busy) and may.can_issue(request.membership, review),
        "behind": behind,
        "steps": [] if review.is_issued else steps_of(review),
        "all_url": "" if is_all else address_of(review, EVERYTHING),
    }
    return render(request, "portal/reviews/read.html", context)


def _common(request, review):
    return {
        "review": review,
        "standing": review_word(review, clock.today()),
        "crumbs": crumbs(review),
        "list_url": reverse("portal:review-list"),
    }
