"""Building the .docx: head, title, text, signature, annexes. The same description gives the same bytes."""

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from common.documents import pages
from common.documents.content import Heading, Paragraph, Span, Table
from common.documents.lines import add_rule, add_words, exact, one_line, words_width
from common.documents.package import as_bytes
from common.documents.rules import RULE
from common.documents.tables import add_frame, add_table

ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
# A short rule is a third to a half as long as the words above it.
SHORT, SHORT_RULE = 0.4, 45
SPACE_TO_SIGN = 72


def build(document, form):
    """Return the bytes of `document` (content.Document) in `form` (an OfficialForm): number, day, seal and signature
    stay blank for the records clerk."""
    file = docx.Document()
    pages.set_up(file, form, note=one_line(document.note))
    _head(file, document, form)
    (_addressees if document.addressees else _title)(file, document, form)
    _body(file, _ended(document.body, form.text_end), form)
    _sign(file, document, form)
    for annex in document.annexes:
        _annex(file, annex, form)
    return as_bytes(file, title=f"{document.type_name} {document.subject}", author=document.letterhead.issuer)


def _head(file, document, form):
    letterhead = document.letterhead
    (left, right), last = add_frame(file, form.head_columns, rows=2)
    if letterhead.superior:
        _centred(left, letterhead.superior, form.superior)
    _centred(left, letterhead.issuer, form.issuer)
    if form.below_issuer == RULE:
        whole = min(form.head_columns[0], words_width(letterhead.issuer.upper(), form.issuer))
        add_rule(left, form.head_columns[0], SHORT * whole)
    else:
        _centred(left, form.below_issuer, form.number_look)
    for words, look in form.motto:
        _centred(right, words, look)
        if look.ruled:
            add_rule(right, form.head_columns[1], words_width(words, look))
    left, right = last
    _number(left, document, form)
    day = f"{letterhead.place or '…'}, ngày … tháng … năm {document.year}"
    _centred(right, day, form.dateline)


def _number(cell, document, form):
    """The number, left blank; of a letter what it is about stands below it."""
    pattern = form.letter_number if document.addressees else form.number
    # The blanks in it are room for the number: they are kept.
    number = pattern.format(type=document.type_symbol, symbol=one_line(document.letterhead.symbol) or "…")
    add_words(_empty(cell), number, form.number_look)
    if document.addressees:
        about = cell.add_paragraph()
        about.alignment, about.paragraph_format.space_before = ALIGN.CENTER, Pt(form.gap)
        add_words(about, f"V/v {one_line(document.subject)}", form.letter_subject)


def _addressees(file, document, form):
    """Whom a letter is for: one on the line itself, several in a list below it."""
    names = [one_line(name) for name in document.addressees]
    first = f"Kính gửi: {names[0]}" if len(names) == 1 else "Kính gửi:"
    line = _centred(file, first, form.body, before=18)
    for name in names if len(names) > 1 else []:
        line = _centred(file, f"- {name}", form.body)
    line.paragraph_format.space_after = Pt(12)


def _title(file, document, form):
    _centred(file, document.type_name, form.title, before=18)
    subject = one_line(document.subject)
    first = subject[:1].upper() if form.subject_capital else subject[:1].lower()
    line = _centred(file, first + subject[1:], form.subject)
    line.paragraph_format.keep_with_next = True
    if form.below_subject == RULE:
        add_rule(file, pages.text_width(form), SHORT_RULE)
    else:
        _centred(file, form.below_subject, form.subject)
    file.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _body(file, blocks, form, *, landscape=False):
    numbers = [0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            _heading(file, block, form, numbers)
        elif isinstance(block, Table):
            add_table(file, block, form, width=pages.text_width(form, landscape=landscape))
        else:
            _paragraph(file, block, form)


def _heading(file, heading, form, numbers):
    pattern, look = form.headings[heading.level - 1]
    if heading.numbered:
        numbers[heading.level - 1] += 1
        numbers[heading.level :] = [0] * (2 - heading.level)
    number = numbers[heading.level - 1]
    shown = ROMAN[number] if heading.level == 1 else str(number)
    text = pattern.format(n=shown, text=one_line(heading.text)) if heading.numbered else one_line(heading.text)
    line = file.add_paragraph(style=f"Heading {heading.level}")
    add_words(line, text, look)
    _set(line, form)
    line.paragraph_format.keep_with_next = True


def _paragraph(file, paragraph, form):
    for spans in _lines(paragraph.spans):
        line = file.add_paragraph()
        for span in spans:
            add_words(line, span.text, form.body, bold=span.bold, italic=span.italic)
        _set(line, form)
        line.alignment = ALIGN.JUSTIFY


def _lines(spans):
    """Cut spans at the ends of lines; empty lines are left out."""
    lines = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        lines[-1].append(Span(first, span.bold, span.italic))
        lines += [[Span(text, span.bold, span.italic)] for text in others]
    return [line for line in lines if any(span.text.strip() for span in line)]


def _set(line, form):
    exact(line, form.line)
    line.paragraph_format.first_line_indent = Mm(form.first_line)
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(form.gap), Pt(0)


def _ended(blocks, end):
    """Close the last paragraph of the text with the sign that ends it."""
    at = next((at for at in reversed(range(len(blocks))) if isinstance(blocks[at], Paragraph)), None)
    if at is None or at != len(blocks) - 1:
        return (*blocks, Paragraph(end)) if at is None else blocks
    *spans, last = blocks[at].spans
    text = last.text.rstrip().rstrip(".;,/").rstrip() + end
    return (*blocks[:at], Paragraph((*spans, Span(text, last.bold, last.italic))))


def _sign(file, document, form):
    whole = pages.text_width(form)
    # A signature never stands alone on a page: the last words of the text go with it.
    for line in (file.paragraphs[-1], file.add_paragraph()):
        line.paragraph_format.space_after, line.paragraph_format.keep_with_next = Pt(0), True
    left, right = add_frame(file, (whole / 2, whole / 2))[0]
    _recipients(left, document, form)
    signature = document.signature
    for pattern, words in [(form.on_behalf, signature.on_behalf), (form.in_place, signature.in_place)]:
        if words:
            _centred(right, pattern.format(body=words, post=words), form.sign)
    post = _centred(right, signature.post or "…", form.sign)
    post.paragraph_format.space_after = Pt(SPACE_TO_SIGN)
    add_words(_empty(right), one_line(signature.name), form.sign, capitals=False)


def _recipients(cell, document, form):
    add_words(_next_line(cell), "Nơi nhận:", form.recipients_title)
    for recipient in document.recipients:
        add_words(_next_line(cell), f"- {one_line(recipient)}{form.recipient_end}", form.recipients)
    add_words(_next_line(cell), form.archive.format(body=one_line(document.archive)), form.recipients)


def _annex(file, annex, form):
    is_new = pages.turn(file, landscape=annex.landscape)
    line = _centred(file, annex.title, form.title)
    line.paragraph_format.page_break_before = not is_new or None
    _centred(file, annex.subject, form.subject)
    file.paragraphs[-1].paragraph_format.space_after = Pt(12)
    _body(file, annex.blocks, form, landscape=annex.landscape)


def _centred(place, text, look, *, before=0):
    line = _empty(place)
    line.paragraph_format.space_before = Pt(before)
    add_words(line, one_line(text), look)
    return line


def _empty(place):
    line = _next_line(place)
    line.alignment = ALIGN.CENTER
    return line


def _next_line(place):
    """Return the empty paragraph that a cell begins with, or a new one."""
    first = place.paragraphs[0] if hasattr(place, "_tc") else None
    return first if first is not None and not first.runs and len(place.paragraphs) == 1 else place.add_paragraph()
