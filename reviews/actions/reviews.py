"""The life of a review: put on the schedule, called off; drafting and issuing stand beside (`drafting`, `issuing`).

Each act is one guarded update and leaves an event, which is never changed.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import clock
from common.documents import FORMS
from common.refusals import Refused
from progress.actions.report_writing import clean_text
from reviews.enums import REVIEW_MOVES, ReviewMove, ReviewState
from reviews.models import Review, ReviewEvent


class ReviewRefused(Refused):
    """A review cannot be planned, or nothing done with it, as things stand."""


class NotDraft(ReviewRefused):
    """The review is not being drafted: it was issued or called off meanwhile, or never begun."""


class ReviewConflict(ReviewRefused):
    """Somebody saved, cut or merged the same passage since it was opened. `mine` is what was typed, `theirs` what is
    kept; saving again with `version` keeps mine."""

    def __init__(self, sentence="", *, mine, theirs, version):
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(
            sentence
            or "Người khác đã lưu đoạn này trong lúc đồng chí đang soạn. Cả hai bản vẫn còn; hãy chọn bản giữ lại hoặc "
            "ghép hai bản rồi lưu."
        )


@transaction.atomic
def plan_review(plan, *, kind, covers_from, covers_to, due_on, issuer, token, by, period=None, drafter=None):
    """Put a review on the schedule and return it. The same `token` twice plans one. Refused when it would have to be
    done before its span ends, and when the days stand in the wrong order."""
    if made := Review.objects.filter(token=token).first():
        return made
    span = {"covers_from": covers_from, "covers_to": covers_to, "due_on": due_on, "period": period}
    _check_days(covers_from, covers_to, due_on)
    try:
        with transaction.atomic():
            made = Review.objects.create(plan=plan, kind=kind, issuer=issuer, drafter=drafter, token=token, **span)
    except IntegrityError:
        # The form was sent twice at the same moment: the other one was first.
        return Review.objects.get(token=token)
    note(made, ReviewMove.PLAN, by=by)
    return made


@transaction.atomic
def change_plan(review, *, kind, covers_from, covers_to, due_on, issuer, by, period=None, drafter=None):
    """Change what the schedule says of a review that was not begun."""
    _check_days(covers_from, covers_to, due_on)
    kept = {"covers_from": covers_from, "covers_to": covers_to, "due_on": due_on, "period": period}
    move(review, ReviewMove.CHANGE, by=by, kind=kind, issuer=issuer, drafter=drafter, **kept)


@transaction.atomic
def call_off(review, *, reason, by):
    """Thôi lập: the review will not be made. Refused without a reason, and once it was issued."""
    reason = clean_text(reason)
    if not reason:
        raise ReviewRefused("Hãy ghi lý do thôi lập báo cáo này.")
    move(review, ReviewMove.CALL_OFF, by=by, text=reason)


def move(review, what, *, by, text="", **values):
    """Take the review one step along REVIEW_MOVES with the values of its columns, or refuse with who was first."""
    sources, target = REVIEW_MOVES[what]
    moved = Review.objects.filter(pk=review.pk, state__in=sources).update(state=target, **values)
    if not moved:
        raise ReviewRefused(_why_not(review, what))
    for name, value in {"state": target, **values}.items():
        setattr(review, name, value)
    # What a worker did before, or could not do, is of a review that is no more.
    review.jobs.overtaken().delete()
    note(review, what, by=by, text=text)


def claim(review):
    """Lock the review for writing within the transaction; refused when it is not being drafted."""
    drafts = Review.objects.filter(pk=review.pk, state=ReviewState.DRAFT)
    if not drafts.update(edited_at=clock.now()):
        raise NotDraft(_why_not(review, None))


def known_form(name):
    """Return the name of an official form as it was given; refused when there is no such form."""
    if name not in {form.name for form in FORMS}:
        raise ReviewRefused("Không có thể thức này. Hãy chọn một thể thức trong danh sách.")
    return name


def note(review, what, *, by, text=""):
    """Leave the event of an act."""
    who = {"by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    ReviewEvent.objects.create(review=review, move=what, text=text, at=clock.now(), **who)


def _why_not(review, what):
    state = ReviewState(Review.objects.values_list("state", flat=True).get(pk=review.pk))
    last = review.events.select_related("by").order_by("-pk").first()
    who = f", {last.by.full_name} làm lúc {timezone.localtime(last.at):%H:%M ngày %d/%m/%Y}" if last else ""
    act = f" nên không {ReviewMove(what).label} được" if what else " nên không sửa được nữa"
    return f"Báo cáo này {state.label}{who}{act}. Hãy mở lại trang để xem."


def _check_days(covers_from, covers_to, due_on):
    if covers_from > covers_to:
        raise ReviewRefused("“Từ ngày” phải trước hoặc bằng “đến ngày”.")
    if due_on < covers_to:
        raise ReviewRefused("Ngày phải xong không được trước ngày cuối của thời gian báo cáo.")
