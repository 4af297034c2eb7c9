"""The page: size, margins, page number, and the styles that the text stands on."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from common.documents.lines import add_words, set_typeface
from common.documents.rules import Look

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TO_NUMBER = 10
LANGUAGE = "vi-VN"
NOTE = Look(10, italic=True)


def text_width(form, *, landscape=False):
    """Return the width of the text in millimetres."""
    return (PAGE_HEIGHT if landscape else PAGE_WIDTH) - form.left - form.right


def set_up(file, form, *, note=""):
    """Give a new file the page and styles of `form`; the first page bears no number, and `note` at its foot."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(form.top), Mm(form.bottom)
    section.left_margin, section.right_margin = Mm(form.left), Mm(form.right)
    section.header_distance = section.footer_distance = Mm(TO_NUMBER)
    section.different_first_page_header_footer = True
    for place in (section.first_page_header, section.first_page_footer, section.footer, section.header):
        place.is_linked_to_previous = False
        place.paragraphs[0].style = file.styles["Normal"]
    _number(section.header.paragraphs[0], form.page_number)
    if note:
        add_words(section.first_page_footer.paragraphs[0], note, NOTE)
    _styles(file, form)


def turn(file, *, landscape):
    """Begin a new page that lies or stands, and return whether it had to be turned. The margins stay those of the form;
    the head of the page goes on, its number on the first page as well."""
    last = file.sections[-1]
    if (last.orientation == WD_ORIENT.LANDSCAPE) == landscape:
        return False
    section = file.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    sides = Mm(PAGE_HEIGHT), Mm(PAGE_WIDTH)
    section.page_width, section.page_height = sides if landscape else sides[::-1]
    section.different_first_page_header_footer = False
    return True


def _number(line, look):
    line.alignment = ALIGN.CENTER
    for kind, words in [("begin", ""), (None, "PAGE"), ("end", "")]:
        run = add_words(line, "", look)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = words or None
        run._r.append(part)


def _styles(file, form):
    _speak_vietnamese(file.styles.element)
    normal = file.styles["Normal"]
    set_typeface(normal.font, form.body.size)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1
    for level, (_, look) in enumerate(form.headings, start=1):
        style = file.styles[f"Heading {level}"]
        set_typeface(style.font, look.size)
        style.font.bold, style.font.italic, style.font.color.rgb = look.bold, look.italic, RGBColor(0, 0, 0)


def _speak_vietnamese(styles):
    """Mark the whole text as Vietnamese, so that spelling is checked as such; no theme chooses the typeface."""
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = properties.find(qn("w:lang"))
    for name in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{name}"), LANGUAGE)
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), "Times New Roman")
