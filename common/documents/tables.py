"""Tables: frames without lines that set two columns side by side, and ruled tables of data.

Rows are walked one after the other: asking python-docx for single cells by place is quadratic.
"""

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from common.documents.lines import add_words, one_line, writable

ALIGNED = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
FRAME, RULED = None, "single"
EDGES = ["top", "left", "bottom", "right", "insideH", "insideV"]
CELL_MARGIN, LINE_MARGIN = 1.5, 0.5


def add_frame(file, widths, *, rows=1):
    """Add a table without lines and return its rows as lists of cells."""
    table = _new_table(file, rows, widths, edge=FRAME, margin=0)
    for row in table.rows:
        _mark(row, "w:cantSplit")
    return list(walk(table))


def add_table(file, table, form, *, width):
    """Add a ruled table of data (content.Table), `width` mm wide, its caption above it and some room below."""
    if table.caption:
        caption = file.add_paragraph()
        caption.paragraph_format.space_before, caption.paragraph_format.keep_with_next = Pt(form.gap), True
        caption.paragraph_format.space_after = Pt(form.gap / 2)
        add_words(caption, one_line(table.caption), form.body, bold=True)
    shares = sum(column.share for column in table.columns)
    widths = [width * column.share / shares for column in table.columns]
    made = _new_table(file, len(table.rows) + 1, widths, edge=RULED, margin=CELL_MARGIN)
    head, *rows = made.rows
    _fill(head, [column.title for column in table.columns], [ALIGN.CENTER] * len(widths), form.table, bold=True)
    _mark(head, "w:tblHeader")
    aligned = [ALIGNED[column.align] for column in table.columns]
    for row, texts in zip(rows, table.rows, strict=True):
        _fill(row, texts, aligned, form.table)
        _mark(row, "w:cantSplit")
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def walk(table):
    """Yield each row of a table as a list of cells."""
    for row in table.rows:
        yield cells_of(row)


def cells_of(row):
    """The cells of a row, none of them merged. python-docx's own way leaves a ring that holds the whole document."""
    return [_Cell(cell, row) for cell in row._tr.tc_lst]


def _new_table(file, rows, widths, *, edge, margin):
    table = file.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    properties = table._tbl.tblPr
    # The schema fixes the order: borders, layout, margins, look.
    properties.find(qn("w:tblLayout")).addprevious(_borders(edge))
    properties.find(qn("w:tblLayout")).addnext(_margins(margin))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cells in walk(table):
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _fill(row, texts, aligned, look, **changes):
    for cell, text, place in zip(cells_of(row), texts, aligned, strict=True):
        lines = [line for line in writable(text).split("\n") if line.strip()] or [""]
        for number, words in enumerate(lines):
            line = cell.add_paragraph() if number else cell.paragraphs[0]
            line.alignment = place
            add_words(line, words, look, **changes)


def _mark(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _borders(edge):
    borders = OxmlElement("w:tblBorders")
    for name in EDGES:
        line = OxmlElement(f"w:{name}")
        line.set(qn("w:val"), edge or "nil")
        if edge:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "auto")
        borders.append(line)
    return borders


def _rooms(aside):
    above = LINE_MARGIN if aside else 0
    return [("top", above), ("left", aside), ("bottom", above), ("right", aside)]


def _margins(millimetres):
    margins = OxmlElement("w:tblCellMar")
    for side, room in _rooms(millimetres):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(room).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins
