"""What is proposed for a passage as it stands on the desk: its own proposal, and those of what was merged into it."""

import hashlib

from common.diff import is_same_text


def proposal_of(passage, cut):
    """Return what is proposed for `passage`, "" when nothing is. `cut` are the passages of its section that left the
    text: each that was merged into it adds its own proposal, or its words when it has none."""
    words = [one.proposed or one.text for one in halves_of(passage, cut)] if passage.proposed else []
    return "\n".join(filter(None, words))


def news_of(passage, cut):
    """Return what is proposed for `passage` when it says something else than what stands, else ""."""
    words = proposal_of(passage, cut)
    return "" if not words or is_same_text(passage.text, words) else words


def halves_of(passage, cut):
    """Return `passage` and after it, in their order, those of `cut` that were merged into it, and into those."""
    merged = (half for one in cut if one.merged_into_id == passage.pk for half in halves_of(one, cut))
    return [passage, *merged]


def mark_of_words(words):
    """Return a short mark of `words`, by which a button says which it was pressed for."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
