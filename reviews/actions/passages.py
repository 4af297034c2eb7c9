"""What the office does with the text of a draft: write, move, merge, cut, put back. Nothing is lost: what is cut or
merged stays beside the text, and each passage carries a version, so that of two savers the second sees both texts, and
whoever typed into a passage that left the text is told so."""

from django.db import transaction
from django.db.models import F, Max

from common import clock
from common.shortening import shortened
from progress.actions.report_writing import clean_text
from reviews.actions.reviews import ReviewConflict, ReviewRefused, claim
from reviews.composing import compose_section
from reviews.models import Passage, PassageSource
from reviews.proposals import halves_of, mark_of_words, proposal_of

STEP, SHOWN = 10, 80
CUT = (
    "Đoạn này đã được cắt bỏ khỏi báo cáo trong lúc đồng chí đang soạn. Lưu lại thì lời của đồng chí được giữ ở “Đã "
    "cắt bỏ”; muốn lời ấy đứng trong báo cáo, hãy bấm “Đưa trở lại” ở đó."
)
MERGED = (
    "Đoạn này đã được gộp vào đoạn “{above}” trong lúc đồng chí đang soạn, nên lời vừa ghi chưa có trong báo cáo. Hãy "
    "chép phần cần giữ sang đoạn ấy; lưu lại thì lời của đồng chí được giữ ở “Đã cắt bỏ”."
)


@transaction.atomic
def save_passage(passage, text, *, version, by):
    """Keep the words of a passage and return its new version. Refused when somebody saved it since `version`
    (ReviewConflict) or the review is no draft (NotDraft). `by` has been asked for his right already."""
    text = clean_text(text)
    claim(passage.section.review)
    rows = Passage.objects.filter(pk=passage.pk, version=version)
    if not rows.update(text=text, version=F("version") + 1):
        kept = Passage.objects.select_related("merged_into").get(pk=passage.pk)
        raise ReviewConflict(_what_became_of(kept), mine=text, theirs=kept.text, version=kept.version)
    return version + 1


def _what_became_of(passage):
    """Return the sentence for whoever typed into a passage that left the text, "" while it stands."""
    if passage.merged_into:
        return MERGED.format(above=shortened(passage.merged_into.text, SHOWN))
    return CUT if passage.cut_at else ""


@transaction.atomic
def take_proposed(passage, *, seen, version, by):
    """Put what is proposed (`proposal_of`) in the place of what was typed; return the new version. Refused as saving
    is, and when what is proposed is no longer what bears the mark `seen`."""
    review = passage.section.review
    claim(review)
    beside = list(Passage.objects.filter(section=passage.section_id).order_by("position", "pk"))
    own = next(one for one in beside if one.pk == passage.pk)
    cut = [one for one in beside if one.cut_at]
    words = proposal_of(own, cut)
    if not words or mark_of_words(words) != seen:
        raise ReviewRefused("Lời gợi ý của đoạn này vừa thay đổi. Hãy mở lại trang để xem lời mới rồi dùng.")
    version = save_passage(passage, words, version=version, by=by)
    _leave_sources(passage, review, halves_of(own, cut))
    return version


def _leave_sources(passage, review, halves):
    """Let the passage keep the sources of what is proposed for `halves` alone: what was typed before rested on others,
    one of them reopened perhaps. Words written by hand, and proposals that are composed so no more, keep them all."""
    if not all(half.key and half.proposed for half in halves):
        return
    section = compose_section(review, review.as_of, passage.section.key)
    composed = {(one.key, one.text): one for one in (section.passages if section else ())}
    found = [composed.get((half.key, half.proposed)) for half in halves]
    if all(found):
        wanted = {source for one in found for source in one.sources}
        gone = [row[0] for row in passage.sources.values_list("pk", *PassageSource.NAMED_BY) if row[1:] not in wanted]
        PassageSource.objects.remove(gone)


@transaction.atomic
def add_passage(section, *, text, by):
    """Add a passage written by hand at the end of a section, and return it. Refused without words."""
    text = clean_text(text)
    if not text:
        raise ReviewRefused("Hãy ghi nội dung của đoạn mới.")
    claim(section.review)
    last = section.passages.aggregate(last=Max("position"))["last"] or 0
    return Passage.objects.create(section=section, position=last + STEP, text=text)


@transaction.atomic
def cut_passage(passage, *, by):
    """Cắt bỏ: the passage leaves the text and stays beside it."""
    claim(passage.section.review)
    if not Passage.objects.filter(pk=passage.pk, cut_at=None).update(cut_at=clock.now(), version=F("version") + 1):
        raise ReviewRefused("Đoạn này đã được cắt bỏ trước đó. Hãy mở lại trang để xem.")


@transaction.atomic
def restore_passage(passage, *, by):
    """Put a passage that was cut or merged back where it stood. What was merged stays in the other passage as well:
    words are taken away by whoever writes, never by the portal."""
    claim(passage.section.review)
    cut = Passage.objects.filter(pk=passage.pk, cut_at__isnull=False)
    if not cut.update(cut_at=None, merged_into=None):
        raise ReviewRefused("Đoạn này đang đứng trong báo cáo. Hãy mở lại trang để xem.")


@transaction.atomic
def move_passage(passage, *, up, by):
    """Move a passage one place up or down among those that stand in its section; at the end nothing happens."""
    claim(passage.section.review)
    standing, place = _place_of(passage, "chuyển chỗ")
    other = place - 1 if up else place + 1
    if not 0 <= other < len(standing):
        return
    standing[place], standing[other] = standing[other], standing[place]
    for number, one in enumerate(standing, start=1):
        one.position = number * STEP
    Passage.objects.bulk_update(standing, ["position"])


@transaction.atomic
def merge_passage(passage, *, version, by):
    """Gộp lên: join a passage to the one above it, words and sources; return the one above.

    Refused when nothing stands above, and when the passage was saved since `version`.
    """
    claim(passage.section.review)
    above = _above(passage)
    if not Passage.objects.filter(pk=passage.pk, version=version, cut_at=None).update(
        cut_at=clock.now(), merged_into=above, version=F("version") + 1
    ):
        raise ReviewRefused("Đoạn này vừa được người khác sửa hoặc cắt bỏ. Hãy mở lại trang rồi gộp.")
    words = Passage.objects.values_list("text", flat=True).get(pk=passage.pk)
    joined = "\n".join(filter(None, [above.text, words]))
    Passage.objects.filter(pk=above.pk).update(text=joined, version=F("version") + 1)
    _copy_sources(passage, above)
    above.refresh_from_db()
    return above


def _above(passage):
    standing, place = _place_of(passage, "gộp")
    if place == 0:
        raise ReviewRefused("Không có đoạn nào ở trên trong đề mục này để gộp vào.")
    return standing[place - 1]


def _place_of(passage, act):
    """Return what stands in the section of a passage, in order, and the place of the passage in it."""
    standing = list(Passage.objects.filter(section=passage.section_id).kept().order_by("position", "pk"))
    place = next((number for number, one in enumerate(standing) if one.pk == passage.pk), None)
    if place is None:
        raise ReviewRefused(f"Đoạn này đã được cắt bỏ nên không {act} được. Hãy mở lại trang để xem.")
    return standing, place


def _copy_sources(passage, other):
    held = set(other.sources.values_list(*PassageSource.NAMED_BY))
    rows = passage.sources.order_by("pk").values_list(*PassageSource.NAMED_BY)
    PassageSource.objects.add([(other.pk, row) for row in rows if row not in held])
