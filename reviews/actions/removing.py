"""When words are removed in an emergency (DOMAIN §8), they go from reviews as well: from the passages that cite what
was removed, from the annexes, and from the document of a review that was issued – the only thing that ever changes it.
The document is printed again from what is left, and the removal stands among the events of the review.
"""

import hashlib
import re

from django.db.models import Q

from common import clock
from progress.actions.removal_places import register_follower
from progress.actions.removals import COPIED_FROM
from progress.models.evidence import TOMBSTONE, tombstone
from reviews.actions.jobs import hold_jobs, stop_reading
from reviews.actions.removal_places import PROPOSALS, TEXTS
from reviews.actions.reviews import note
from reviews.composing.annexes import DOCUMENTS_TITLE
from reviews.composing.parts import document_key
from reviews.composing.sentences import MARK, REMOVED, SENTENCES
from reviews.document import draft_as_docx
from reviews.enums import ReviewMove, SourceKind
from reviews.models import IssuedDocument, Passage, PassageSource, Review

# Shorter pieces ("Tin", "Họp bàn.") say nothing by themselves and stand everywhere.
SHORTEST_LINE, SHORTEST_SENTENCE = 4, 12
ENDS = ".;,:"


def forget(removed, *, reason, by):
    """Let every review forget what was `removed` (a Removed); note it where words went."""
    stop_reading()
    touched = _forget_in_passages(removed) | _copied(removed)
    touched |= _forget_documents(removed.documents)
    for review in Review.objects.filter(pk__in=touched).order_by("pk"):
        note(review, ReviewMove.REMOVE, by=by, text=reason)
        if review.is_issued:
            _print_again(review)


def hold():
    """Take every review: what is written, issued or copied just now is so first, and nothing is meanwhile. The rows of
    reviews come before those of passages, as in each act on a draft."""
    list(Review.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    hold_jobs()


def _copied(removed):
    """The reviews in which a copy stood word by word and is overwritten already."""
    pks = {pk for place in (TEXTS, PROPOSALS) for pk in removed.copies.get(place, ())}
    passages = Passage.objects.filter(pk__in=pks)
    return set(passages.order_by().values_list("section__review_id", flat=True))


def _forget_in_passages(removed):
    """Overwrite the removed words in the passages that cite them; return the ids of the reviews."""
    cited = PassageSource.objects.filter(_cites(removed)).order_by().values("passage_id")
    pieces = _pieces_of(removed.texts)
    if not pieces:
        return set()
    words = "|".join(map(_looked_for, pieces))
    pattern = re.compile(rf"(?:{words})(?:[{ENDS}]+(?!\w))?", re.IGNORECASE)
    copied = removed.copies.get(TEXTS, ())
    found = Passage.objects.filter(pk__in=cited).select_related("section")
    changed = [one for one in found if _forget(one, pattern, is_copied=one.pk in copied)]
    Passage.objects.bulk_update(changed, ["text", "proposed", "version"], batch_size=200)
    return {one.section.review_id for one in changed}


def _forget(passage, pattern, *, is_copied):
    """Take the pieces out of a passage; return whether it changed. What somebody wrote in other words of his own may
    say the same, and goes whole: rather a passage too many than a secret. `is_copied`: words went from it already."""
    before, typed = (passage.text, passage.proposed), passage.is_typed
    passage.text, passage.proposed = (pattern.sub(_sentence(), words) for words in before)
    is_found = is_copied or passage.text != before[0]
    if typed and passage.text and not (is_found and _as_often(passage)) and not REMOVED.fullmatch(passage.text):
        passage.text = _sentence()
    changed = (passage.text, passage.proposed) != before
    passage.version += changed
    return changed


def _as_often(passage):
    """Whether no more pieces went from the proposed words than from those that were typed."""
    return passage.text.count(TOMBSTONE) >= passage.proposed.count(TOMBSTONE)


def _cites(removed):
    lines = Q(kind=SourceKind.RESULT, line__in=removed.lines)
    return lines | (~Q(kind=SourceKind.RESULT) & Q(submission__in=removed.submissions))


def _looked_for(piece):
    """The pattern of a piece. A short one is found only where it begins and ends as a piece: "Mở lớp" is not taken out
    of another unit's "Mở lớp cho 30 người"."""
    words = r"\s+".join(map(re.escape, piece.split()))
    if len(piece) >= COPIED_FROM:
        return words
    return rf"(?<!\w)(?<!\w ){words}" + (r"(?=\s*$|\s*\n|\W*[.;,:!?…])" if piece[-1].isalnum() else "")


def _pieces_of(texts):
    """What is looked for, the longest first: each line of the texts, and its longer sentences, without the marks they
    end in. Composing takes texts apart and ends each piece anew, so that a text as it was may stand nowhere."""
    lines = {MARK.sub("", line).strip() for text in texts for line in text.splitlines()}
    sentences = {piece.strip(ENDS + " ") for line in lines for piece in SENTENCES.split(line)}
    found = {one for line in lines if len(one := line.rstrip(ENDS + " ")) >= SHORTEST_LINE}
    found |= {one for one in sentences if len(one) >= SHORTEST_SENTENCE}
    return sorted(found, key=lambda one: (-len(one), one))


def _forget_documents(documents):
    """Overwrite the rows of removed documents in the annexes; return the ids of the reviews."""
    gone = {document_key(one.document_number, f"{one.document_on:%d/%m/%Y}", one.document_issuer) for one in documents}
    changed = []
    for review in Review.objects.exclude(annexes=[]).order_by("pk") if gone else []:
        annex = next((one for one in review.annexes if one["title"] == DOCUMENTS_TITLE), None)
        rows = [_masked(row) if document_key(*row[1:4]) in gone else row for row in annex["rows"]] if annex else []
        if annex and rows != annex["rows"]:
            annex["rows"] = rows
            changed.append(review)
    Review.objects.bulk_update(changed, ["annexes"])
    return {review.pk for review in changed}


def _masked(row):
    return [row[0], "", "", "", _sentence(), row[-1]]


def _print_again(review):
    content = draft_as_docx(review, review.document.frame)
    IssuedDocument.objects.filter(review=review).update(
        content=content, sha256=hashlib.sha256(content).hexdigest(), replaced_at=clock.now()
    )


def _sentence():
    return tombstone(clock.now())


register_follower(hold=hold, follow=forget)
