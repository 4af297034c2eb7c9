"""The desk is used: passages are saved, and what the pressed button asked for is done; nothing typed is lost."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from common.addresses import number_in
from portal.acts import act
from portal.errors import told_in_the_background
from portal.reviews.access import draft_of, to_draft
from portal.reviews.contents import PART, address_of, address_of_passage
from portal.reviews.views.showing import show_desk
from portal.saving import answer_of_parts, of_somebody_else
from reviews import actions
from reviews.forms.passages import DraftParts
from reviews.models import Passage
from reviews.outline import SECTION

EMPTY = "Hãy ghi nội dung của đoạn mới."
# The button that saves and goes on to another part of the review.
TO_PART = "sang"
# That which saves and adds a passage to a section.
TO_ADD = "them"


@act(back="portal:review")
def save(request, pk):
    """Save what was typed anywhere on the desk, then do what the button says."""
    review = draft_of(request, pk)
    parts = DraftParts(review, request.POST)
    added = _add_new(request, review)
    saved = parts.save(by=request.membership) + len(added)
    wrong = _wrong_new(request, review)
    if parts.errors or parts.conflicts or wrong:
        return show_desk(request, review, sent=parts, saved=saved, wrong=wrong)
    what, _, key = request.POST.get("tiep", "").partition("-")
    if what in ACTS:
        key, _, mark = key.partition("-")
        return redirect(_place(request, ACTS[what]((*_part(parts, review, key), mark), request.membership), review))
    messages.success(request, "Đã lưu." if saved or review.edited_at else "Không có gì thay đổi so với bản đã lưu.")
    if what == TO_ADD and key in added:
        return redirect(address_of_passage(review, added[key].pk))
    return redirect(address_of(review, key if what == TO_PART else request.POST.get(PART, "")))


@act(back="portal:review")
def save_parts(request, pk):
    """Save the passages that were sent in the background, and tell what became of each."""
    review = to_draft(request, pk)
    if refusal := of_somebody_else(request):
        return refusal
    try:
        parts = DraftParts(draft_of(request, pk), request.POST)
        saved = parts.save(by=request.membership)
    except actions.NotDraft as refused:
        way = {"url": review.get_absolute_url(), "way": "Xem báo cáo ở thẻ mới"}
        return told_in_the_background(refused.sentence, status=409, **way)
    return answer_of_parts(request, parts.parts, saved=saved, panels={})


def _add_new(request, review):
    """Add the passages that were written anew; return a dict section id, as text → Passage."""
    texts = {section: request.POST.get(f"moi-{section.pk}", "").strip() for section in review.sections.all()}
    return {
        str(section.pk): actions.add_passage(section, text=text, by=request.membership)
        for section, text in texts.items()
        if text
    }


def _wrong_new(request, review):
    """Return {section id: what to mend} when the button asks to add a passage and nothing was written."""
    what, _, key = request.POST.get("tiep", "").partition("-")
    if what != TO_ADD or request.POST.get(f"moi-{key}", "").strip():
        return {}
    return {section.pk: EMPTY for section in review.sections.all() if str(section.pk) == key}


def _part(parts, review, key):
    """Return (passage, the version that the person saw) of the number in the pressed button; else 404."""
    number = number_in(key) or 0
    part = parts.part_of(number)
    if part is None:
        passage = Passage.objects.filter(section__review=review, pk=number).select_related("section__review").first()
        if passage is None:
            raise Http404
        return passage, passage.version
    is_sent = part.form.is_bound
    return part.passage, int(part.stands_on[0]) if is_sent else part.passage.version


def _move(up):
    def do(found, by):
        actions.move_passage(found[0], up=up, by=by)
        return found[0]

    return do


def _merge(found, by):
    passage, version, _ = found
    return actions.merge_passage(passage, version=version, by=by)


def _cut(found, by):
    actions.cut_passage(found[0], by=by)
    return found[0].section


def _restore(found, by):
    actions.restore_passage(found[0], by=by)
    return found[0]


def _take(found, by):
    passage, version, mark = found
    actions.take_proposed(passage, seen=mark, version=version, by=by)
    return passage


ACTS = {"len": _move(True), "xuong": _move(False), "gop": _merge, "cat": _cut, "tra": _restore, "lay": _take}


def _place(request, thing, review):
    """Return the address of a passage; or of a section, in the part of the review that was open."""
    if isinstance(thing, Passage):
        return address_of_passage(review, thing.pk)
    return address_of(review, request.POST.get(PART, ""), f"{SECTION}-{thing.pk}")
