"""A review is opened at the part that an address asks for."""

from dataclasses import dataclass

from django.utils.html import format_html

from common.addresses import number_in
from portal.reviews.contents import EVERYTHING, PART, PASSAGE, contents_of
from reviews.figures_shown import ShownAnnex, kept_of
from reviews.outline import FIGURES, Outline, Part

CELL = {True: 'class="num" data-label="{}"', False: 'data-label="{}"'}


@dataclass(frozen=True)
class AnnexOnPage:
    """Those `rows` of an annex that the page shows."""

    number: int
    annex: ShownAnnex
    rows: tuple

    @property
    def heads(self):
        """[(title, whether numbers stand below it)]"""
        return [
            (title, aligned == "right") for title, aligned in zip(self.annex.columns, self.annex.aligned, strict=True)
        ]

    @property
    def lines(self):
        """The rows as [(text, attributes of its cell)]: worked out once for each column, an annex may be long."""
        attributes = [format_html(CELL[is_number], title) for title, is_number in self.heads]
        return [zip(row, attributes, strict=True) for row in self.rows]


@dataclass(frozen=True)
class OpenReview:
    outline: Outline
    here: Part
    figures: list

    @property
    def place(self):
        return self.outline, self.here

    @property
    def is_everything(self):
        """Whether a review of several parts is shown at once, to be printed."""
        return self.here == self.outline.whole and not self.outline.is_whole

    def shown(self, *, with_flags):
        """Return what both pages of a review show besides its text."""
        return {
            "here": self.here,
            "contents": contents_of(self.outline, self.here, self.figures, with_flags=with_flags),
            "figures": self.figures if self.here.key in ("", FIGURES) else [],
            "annexes": self._annexes(),
        }

    def _annexes(self):
        numbered = list(enumerate(self.outline.annexes, start=1))
        if self.here == self.outline.whole:
            return [AnnexOnPage(number, annex, annex.rows) for number, annex in numbered]
        return [
            AnnexOnPage(number, one, one.rows[self.here.rows]) for number, one in numbered if number == self.here.annex
        ]


def open_review(request, review, *, only_text=False):
    """Return the OpenReview that a request asks for (3 queries); `only_text` as a reader finds it."""
    figures, annexes = kept_of(review)
    outline = Outline(review, annexes, only_text=only_text)
    asked = request.POST if request.method == "POST" else request.GET
    key, passage = asked.get(PART, ""), asked.get(PASSAGE, "")
    if only_text and key == EVERYTHING:
        return OpenReview(outline, outline.whole, figures)
    return OpenReview(outline, outline.part(key, holding=number_in(passage)), figures)
