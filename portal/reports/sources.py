"""Texts that a field of a line may be filled from, and the mark that a copied text wears until it is edited.

Nothing of it is kept: the mark is what the text and its sources say when they are held side by side, so that it
outlives saving and reloading. static/js/known.js asks the same question while its writer types.
"""

from dataclasses import dataclass

from common.folding import fold_blanks
from progress.actions.completeness import Missing, line_places
from progress.comparing import says_the_same

# A source this long that stands whole within a longer text was copied into it; "Đã làm." may be anybody's.
TELLING_LENGTH = 30


@dataclass(frozen=True)
class Source:
    """A text on the page (`key` is the id of its element) that a button copies into the field `field_id`.

    `prefix` says whose words they are and is copied with them; `mark` is the sentence shown until they are edited.
    """

    key: str
    field_id: str
    text: str
    mark: str = ""
    prefix: str = ""

    def is_in(self, text):
        mine, whole = fold_blanks(self.text), fold_blanks(text)
        return bool(mine) and (mine == whole or (len(mine) >= TELLING_LENGTH and mine in whole))


def mark_of(text, sources):
    """Return the mark of the first of `sources` that stands in `text` unedited, or ""."""
    return next((source.mark for source in sources if source.is_in(text)), "")


def warnings_of(lines, before):
    """Return a list of Missing: what looks odd and stops nobody from sending. `before` is {assignment id: line}."""
    places = line_places(lines)
    return [
        Missing(line.pk, "result", places[line.pk], f"kết quả giống hệt {_period(last)}; hãy sửa cho đúng kỳ này.")
        for line in lines
        if (last := before.get(line.assignment_id)) and says_the_same(line, last)
    ]


def copied_from_period(line):
    """Return the mark of a text of `line`, which was confirmed for an earlier period."""
    return f"Chép từ {_period(line)} – hãy sửa cho đúng kỳ này."


def _period(line):
    return str(line.submission.report.period)
