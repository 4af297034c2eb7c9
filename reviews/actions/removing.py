"""When words are removed in an emergency (DOMAIN §8), they go from reviews as well: from the passages that cite what
was removed, from the annexes, and from the document of a review that was issued – the only thing that ever changes it.
The document is printed again from what is left, and the removal stands among the events of the review.
"""

import hashlib
import re

from django.db.models import Q

from common import clock
from common.folding import fold
from progress.actions.removal_places import register_follower
from progress.models.evidence import TOMBSTONE, tombstone
from reviews.actions.removal_places import PASSAGES
from reviews.actions.reviews import note
from reviews.composing.annexes import DOCUMENTS_TITLE
from reviews.composing.gathering import MARK
from reviews.document import draft_as_docx
from reviews.enums import ReviewMove, SourceKind
from reviews.models import IssuedDocument, Passage, PassageSource, Review

# Shorter pieces ("Tin", "Họp bàn.") say nothing by themselves and stand everywhere.
SHORTEST_LINE, SHORTEST_SENTENCE = 4, 12
SENTENCES = re.compile(r"(?<=[.;!?])\s+")


def forget(removed, *, reason, by):
    """Let every review forget what was `removed` (a Removed); note it where words went."""
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


def _copied(removed):
    """The reviews in which a copy stood word by word and is overwritten already."""
    passages = Passage.objects.filter(pk__in=removed.copies.get(PASSAGES, ()))
    return set(passages.order_by().values_list("section__review_id", flat=True))


def _forget_in_passages(removed):
    """Overwrite the removed words in the passages that cite them; return the ids of the reviews."""
    cited = PassageSource.objects.filter(_cites(removed)).order_by().values("passage_id")
    pieces = _pieces_of(removed.texts)
    if not pieces:
        return set()
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, piece.split())) for piece in pieces))
    found = Passage.objects.filter(pk__in=cited).select_related("section")
    changed = [one for one in found if _forget(one, pattern)]
    Passage.objects.bulk_update(changed, ["text", "proposed", "version"], batch_size=200)
    return {one.section.review_id for one in changed}


def _forget(passage, pattern):
    """Take the pieces out of a passage; return whether it changed. What somebody wrote in other words of his own may
    say the same, and goes whole: rather a passage too many than a secret."""
    before, typed = (passage.text, passage.proposed), passage.is_typed
    passage.text, passage.proposed = (pattern.sub(_sentence(), words) for words in before)
    if typed and passage.text == before[0] and passage.text and TOMBSTONE not in passage.text:
        passage.text = _sentence()
    changed = (passage.text, passage.proposed) != before
    passage.version += changed
    return changed


def _cites(removed):
    lines = Q(kind=SourceKind.RESULT, line__in=removed.lines)
    return lines | (~Q(kind=SourceKind.RESULT) & Q(submission__in=removed.submissions))


def _pieces_of(texts):
    """What is looked for, the longest first: each line of the texts, and its longer sentences. Composing takes texts
    apart, so that a text as a whole may stand nowhere."""
    lines = {MARK.sub("", line).strip() for text in texts for line in text.splitlines()}
    sentences = {piece.strip() for line in lines for piece in SENTENCES.split(line)}
    found = {one for one in lines if len(one) >= SHORTEST_LINE}
    found |= {one for one in sentences if len(one) >= SHORTEST_SENTENCE}
    return sorted(found, key=lambda one: (-len(one), one))


def _forget_documents(documents):
    """Overwrite the rows of removed documents in the annexes; return the ids of the reviews."""
    gone = {_named(one.document_number, f"{one.document_on:%d/%m/%Y}", one.document_issuer) for one in documents}
    changed = []
    for review in Review.objects.exclude(annexes=[]).order_by("pk") if gone else []:
        annex = next((one for one in review.annexes if one["title"] == DOCUMENTS_TITLE), None)
        rows = [_masked(row) if _named(*row[1:4]) in gone else row for row in annex["rows"]] if annex else []
        if annex and rows != annex["rows"]:
            annex["rows"] = rows
            changed.append(review)
    Review.objects.bulk_update(changed, ["annexes"])
    return {review.pk for review in changed}


def _named(number, day, issuer):
    return fold(f"{number}|{day}|{issuer}").replace(" ", "")


def _masked(row):
    return [row[0], "", "", "", _sentence(), row[-1]]


def _print_again(review):
    content = draft_as_docx(review)
    IssuedDocument.objects.filter(review=review).update(
        content=content, sha256=hashlib.sha256(content).hexdigest(), replaced_at=clock.now()
    )


def _sentence():
    return tombstone(clock.now())


register_follower(hold=hold, follow=forget)
