"""Paragraphs: words in the one typeface, rules as borders, exact line spacing."""

import re
import unicodedata

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TYPEFACE = "Times New Roman"
SCRIPTS = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"]
# What XML cannot hold: control characters and halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MM_PER_POINT = 25.4 / 72


def writable(text):
    """Return `text` as a document can hold it: no control characters, blanks instead of tabs, composed letters."""
    return unicodedata.normalize("NFC", _UNWRITABLE.sub("", text.replace("\t", " ").replace("\r", "")))


def one_line(text):
    """Return `text` as one line with single blanks."""
    return " ".join(writable(text).split())


def add_words(line, text, look, **changes):
    """Add `text` to the paragraph `line` in the typeface and `look`; `changes` override parts of the look."""
    values = {name: getattr(look, name) for name in ("bold", "italic", "underline", "capitals")}
    values |= {name: value for name, value in changes.items() if value or name == "capitals"}
    run = line.add_run(writable(text.upper() if values.pop("capitals") else text))
    for name, value in values.items():
        setattr(run.font, name, value or None)
    set_typeface(run.font, look.size)
    return run


def set_typeface(font, size):
    """Give a font the one typeface in all scripts, so that no program falls back to another for đ or ơ."""
    font.name, font.size = TYPEFACE, Pt(size)
    fonts = font.element.rPr.rFonts
    for name in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[name]
    for script in SCRIPTS:
        fonts.set(qn(script), TYPEFACE)
    complex_size = font.element.rPr.find(qn("w:szCs"))
    if complex_size is None:
        complex_size = OxmlElement("w:szCs")
        font.element.rPr.find(qn("w:sz")).addnext(complex_size)
    complex_size.set(qn("w:val"), str(round(size * 2)))


def exact(line, points):
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(points)


def add_rule(place, room, length):
    """Add a thin paragraph that is nothing but a line, `length` mm long, in the middle of `room` mm: words above it
    never break for its sake."""
    line = place.add_paragraph()
    aside = max(0, (room - length) / 2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(aside)
    _border_above(line)
    exact(line, 6)
    line.paragraph_format.space_before = Pt(2)
    return line


def words_width(text, look):
    """Return about how wide `text` is in millimetres; near enough to rule a line below it."""
    ems = sum(_ems(char) for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return ems * look.size * (1 if look.bold else 0.96) * MM_PER_POINT


def _ems(char):
    if char.isspace():
        return 0.25
    if char.isupper():
        return {"I": 0.39, "M": 0.94}.get(char, 0.73)
    return 0.5 if char.isalnum() else 0.33


def _border_above(line):
    borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "auto"}.items():
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")
