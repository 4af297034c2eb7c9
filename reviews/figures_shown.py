"""What a review keeps of its figures and annexes, as it is shown and printed: read from the review, never counted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownAnnex:
    """An annex as texts; `columns` are its titles, `widths` and `aligned` how each is set on paper."""

    title: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: bool
    widths: tuple[float, ...]
    aligned: tuple[str, ...]


def kept_of(review):
    """Return `shown_figures` and `shown_annexes` of a review that was read without them (1 query)."""
    review.refresh_from_db(fields=["figures", "annexes"])
    return shown_figures(review), shown_annexes(review)


def shown_figures(review):
    """Return [(words, number, n/m with its denominator in words or "")] of the figures kept with the review."""
    return [(row["words"], row["value"], row["share"]) for row in review.figures.get("numbers", [])]


def shown_annexes(review):
    """Return the ShownAnnexes kept with the review."""
    return [_annex(row) for row in review.annexes]


def _annex(row):
    titles, widths, aligned = zip(*row["columns"], strict=True)
    rows = tuple(tuple(cells) for cells in row["rows"])
    return ShownAnnex(row["title"], row["subject"], titles, rows, row["wide"], widths, aligned)
