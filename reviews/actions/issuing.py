"""Issuing a review, and correcting one that was issued.

Issuing takes the review's row first, as every act on a draft does: what somebody saves at the same moment is either in
the document or refused. From then on nothing is written to the review again, but for an emergency removal
(`reviews.actions.removing`); a correction is a new review that names the old one.
"""

import hashlib
import uuid

from django.db import IntegrityError, transaction

from common import clock
from progress.actions.report_writing import clean_text
from reviews.actions.reviews import ReviewRefused, known_form, move, note
from reviews.document import draft_as_docx, frame_of
from reviews.enums import ReviewMove, ReviewState
from reviews.models import IssuedDocument, Passage, PassageSource, Review, ReviewSection
from reviews.official_form import form_in_use
from reviews.readiness import mark_of_edit
from tasks.models import Participation
from units.actions import notify_units
from units.enums import Role

EDITED = (
    "Bản nháp đã có người sửa sau khi đồng chí mở trang ban hành, nên chưa ban hành. Hãy xem lại bản nháp rồi ban hành."
)
HAS_CORRECTION = "Báo cáo này đã có bản đính chính. Hãy soạn tiếp hoặc đính chính chính bản ấy."
TOLD = {Role.HEAD, Role.WRITER}
KEPT = ["plan_id", "kind", "period_id", "covers_from", "covers_to", "due_on", "issuer_id", "drafter_id"]
KEPT += ["as_of", "figures", "annexes"]


@transaction.atomic
def issue_review(review, *, form="", seen=None, by):
    """Ban hành: freeze the text, figures, annexes and sources as they stand, and keep the document, in the official
    form called `form` or the draft's own. Refused when it is not being drafted, when somebody edited it since `seen`
    (the mark of the last edit, `mark_of_edit`; None: as it stands), and when no passage has a word; what else is
    missing is for the head to weigh (`missing_in`)."""
    printed = {"form": known_form(form)} if form else {}
    move(review, ReviewMove.ISSUE, by=by, issued_at=clock.now(), **printed)
    if seen not in (None, mark_of_edit(Review.objects.only("edited_at").get(pk=review.pk))):
        raise ReviewRefused(EDITED)
    if not Passage.objects.filter(section__review=review).kept().exclude(text="").exists():
        raise ReviewRefused("Báo cáo chưa có nội dung nên chưa ban hành được. Hãy soạn ít nhất một đoạn.")
    frame = frame_of(review)
    content = draft_as_docx(review, frame)
    digest = hashlib.sha256(content).hexdigest()
    IssuedDocument.objects.create(review=review, content=content, frame=frame, sha256=digest)
    _tell(review, by)


@transaction.atomic
def correct_review(review, *, reason, by):
    """Lập bản đính chính: return a new draft that names the issued `review` and begins with its text, figures and
    sources. Refused without a reason, unless the review was issued, and while another correction of it stands."""
    reason = clean_text(reason)
    if not reason:
        raise ReviewRefused("Hãy ghi lý do đính chính.")
    move(review, ReviewMove.CORRECT, by=by, text=reason)
    draft = _copy_review(review)
    note(draft, ReviewMove.BEGIN, by=by, text=reason)
    sections = _copy_sections(review, draft)
    passages = _copy_passages(review, sections)
    _copy_sources(passages)
    return draft


def _copy_review(review):
    kept = Review.objects.values(*KEPT).get(pk=review.pk)
    # It is due and printed by the rules of the day on which it is begun, not those of the review it corrects.
    kept |= {"due_on": max(kept["due_on"], clock.today()), "form": form_in_use(review, clock.today())}
    draft = Review(corrects=review, state=ReviewState.DRAFT, edited_at=clock.now(), token=uuid.uuid4(), **kept)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise ReviewRefused(HAS_CORRECTION) from error
    return draft


def _copy_sections(review, draft):
    """Return {id of an old section: its copy}."""
    old = list(review.sections.all())
    made = ReviewSection.objects.bulk_create(
        ReviewSection(review=draft, key=one.key, level=one.level, title=one.title, position=one.position) for one in old
    )
    return {one.pk: copy for one, copy in zip(old, made, strict=True)}


def _copy_passages(review, sections):
    """Return {id of an old passage: its copy}; what was merged stays so, into the copy."""
    old = list(Passage.objects.filter(section__review=review))
    names = ["key", "position", "proposed", "text", "cut_at"]
    made = Passage.objects.bulk_create(
        Passage(section=sections[one.section_id], **{name: getattr(one, name) for name in names}) for one in old
    )
    copies = {one.pk: copy for one, copy in zip(old, made, strict=True)}
    merged = [one for one in old if one.merged_into_id]
    for one in merged:
        copies[one.pk].merged_into = copies[one.merged_into_id]
    Passage.objects.bulk_update([copies[one.pk] for one in merged], ["merged_into"], batch_size=200)
    return copies


def _copy_sources(passages):
    rows = PassageSource.objects.filter(passage__in=list(passages)).values_list("passage_id", *PassageSource.NAMED_BY)
    PassageSource.objects.add([(passages[pk].pk, columns) for pk, *columns in rows.order_by("pk")])


def _tell(review, by):
    """Tell every unit that takes part in the plan, and the committee."""
    units = set(Participation.objects.filter(plan=review.plan, valid_to=None).values_list("unit_id", flat=True))
    units |= {review.plan.steering_committee_id} - {None}
    words = f"{review} đã được ban hành. Đồng chí mở trang để đọc và tải văn bản."
    lines = [(unit_id, review.pk, words) for unit_id in sorted(units)]
    notify_units(lines, roles=TOLD, kind="review", except_user=by.user)
