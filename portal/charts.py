"""Charts as the server draws them: where every line, bar and mark stands, as strings, because an attribute of SVG knows
no thousands. What a chart tells stands in a table beside it; each of its points and bars leads to the list behind it.

Series are told apart by their dash and mark, pieces of a bar by their hatching: never by colour alone. The width is
that of a phone, so that the words in a chart are read there without zooming.
"""

from dataclasses import dataclass, field
from fractions import Fraction

WIDTH = 400
LEFT, RIGHT, TOP, BOTTOM = 46, 384, 14, 178
HEIGHT = 206
MOST_LABELS = 6
# A step of a row of bars: its words above, the bar below them.
ROW, BAR_TOP, BAR, BAR_RIGHT = 52, 22, 18, 330
TONES = ["primary", "good", "warn", "info"]
MARKS = ["circle", "square", "triangle", "diamond"]
DASHES = ["", "7 4", "2 4", "10 4 2 4"]


@dataclass(frozen=True)
class Value:
    """One value of a series: a share of `most`, or None where there is nothing; its words, and its list."""

    number: Fraction | int | None
    words: str
    url: str = ""


@dataclass(frozen=True)
class Point:
    """A value where it stands on the chart, with its mark as points of a polygon (a circle needs none)."""

    x: str
    y: str
    words: str
    url: str
    mark: str
    outline: str


@dataclass(frozen=True)
class Line:
    """A series: its name, the pieces of its line (a value that is missing breaks it), its points, its look."""

    name: str
    tone: str
    dash: str
    mark: str
    pieces: list
    points: list
    # The mark as the legend shows it, in the middle of 34 × 14.
    outline: str


@dataclass(frozen=True)
class Tick:
    """A word at an axis."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class LineChart:
    """For parts/_chart_lines.html."""

    key: str
    title: str
    description: str
    lines: list
    rules: list
    labels: list
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    left: str = str(LEFT)
    right: str = str(RIGHT)


@dataclass(frozen=True)
class Piece:
    """One piece of a bar: how far in it begins, how wide it is, its look, what it says, its list."""

    x: str
    width: str
    tone: str
    hatch: str
    words: str
    url: str


@dataclass(frozen=True)
class Bar:
    label: str
    words: str
    pieces: list
    label_y: str
    y: str
    # Where the words of the bar begin, behind its end.
    end: str
    words_y: str


@dataclass(frozen=True)
class BarChart:
    """For parts/_chart_bars.html."""

    key: str
    title: str
    description: str
    bars: list
    legend: list
    height: str
    width: str = str(WIDTH)
    bar: str = str(BAR)


@dataclass(frozen=True)
class Part:
    """A kind of piece that bars are made of: its name, and its tone (see docs/giao-dien.md)."""

    name: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A bar to be drawn: its label, a Value for each Part, and the words behind its end."""

    label: str
    values: list = field(default_factory=list)
    words: str = ""


def line_chart(key, title, description, labels, series, *, most=100, unit="%"):
    """Return a LineChart of `series`: {name: [Value, one for each of `labels`]}, from 0 to `most`.

    `key` begins the ids of the chart: one word, used once on a page.
    """
    places = [_across(place, len(labels)) for place in range(len(labels))]
    lines = [_line(number, name, values, places, most) for number, (name, values) in enumerate(series.items())]
    rules = [Tick(str(LEFT - 6), _down(step, most), f"{_plain(step)}{unit}") for step in (0, Fraction(most, 2), most)]
    return LineChart(key, title, description, lines, rules, _labels(labels, places))


def bar_chart(key, title, description, parts, rows):
    """Return a BarChart of `rows`, each a sum of pieces of the kinds `parts`; the longest fills the width."""
    longest = max((sum(value.number or 0 for value in row.values) for row in rows), default=0) or 1
    bars = [_bar(place, row, parts, longest) for place, row in enumerate(rows)]
    legend = [Piece("0", "14", part.tone, _hatch(number), part.name, "") for number, part in enumerate(parts)]
    return BarChart(key, title, description, bars, legend, str(ROW * len(rows) + 6))


def percent_of(rate):
    """Return a Rate as a share of 100, or None where there is nothing to divide by."""
    return Fraction(100 * rate.n, rate.m) if rate.m else None


def _across(place, number):
    return Fraction(LEFT + RIGHT, 2) if number == 1 else LEFT + 14 + Fraction((RIGHT - LEFT - 28) * place, number - 1)


def _down(number, most):
    return _text(BOTTOM - Fraction(number) * (BOTTOM - TOP) / most)


def _line(number, name, values, places, most):
    look = number % len(MARKS)
    mark, pieces, piece, points = MARKS[look], [], [], []
    for value, x in zip(values, places, strict=True):
        if value.number is None:
            pieces, piece = [*pieces, piece], []
            continue
        y = _down(value.number, most)
        piece.append(f"{_text(x)},{y}")
        points.append(Point(_text(x), y, f"{name}, {value.words}", value.url, mark, _outline(mark, x, Fraction(y))))
    pieces = [" ".join(piece) for piece in [*pieces, piece] if len(piece) > 1]
    return Line(name, TONES[look], DASHES[look], mark, pieces, points, _outline(mark, 17, 7))


def _outline(mark, x, y):
    around = {
        "circle": [],
        "square": [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        "triangle": [(0, -6), (5.5, 4.5), (-5.5, 4.5)],
        "diamond": [(0, -6.5), (6, 0), (0, 6.5), (-6, 0)],
    }[mark]
    return " ".join(f"{_text(x + Fraction(right))},{_text(y + Fraction(down))}" for right, down in around)


def _labels(labels, places):
    """The words below: as many as there is room for, the newest always."""
    step = -(-len(labels) // MOST_LABELS) or 1
    shown = range(len(labels) - 1, -1, -step)
    return [Tick(_text(places[place]), str(BOTTOM + 20), labels[place]) for place in reversed(shown)]


def _bar(place, row, parts, longest):
    top = place * ROW
    pieces, done = [], 0
    for number, (part, value) in enumerate(zip(parts, row.values, strict=True)):
        start, done = done, done + (value.number or 0)
        if value.number:
            x, end = Fraction(BAR_RIGHT * start, longest), Fraction(BAR_RIGHT * done, longest)
            hatch = _hatch(number)
            pieces.append(Piece(_text(x), _text(end - x), part.tone, hatch, f"{row.label}, {value.words}", value.url))
    end = Fraction(BAR_RIGHT * done, longest) + 6
    y = top + BAR_TOP
    return Bar(row.label, row.words, pieces, str(top + 15), str(y), _text(end), str(y + 14))


def _hatch(number):
    return ["", "lines", "dots", "cross", "bars"][number % 5]


def _plain(number):
    return str(int(number)) if number == int(number) else f"{float(number):.1f}".replace(".", ",")


def _text(number):
    return f"{float(number):.1f}".removesuffix(".0")
