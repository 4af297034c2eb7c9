"""What a .docx says when it is taken apart, and how LibreOffice prints it."""

import io
import subprocess
import zipfile
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4


def part(content, name="word/document.xml"):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def words(element):
    return "".join(element.itertext(f"{W}t"))


def paragraphs(element):
    return [words(line) for line in element.iter(f"{W}p") if words(line)]


def line_of(element, text):
    """Return the paragraph that says exactly `text`."""
    return next(line for line in element.iter(f"{W}p") if words(line) == text)


def look_of(element, text):
    """Return (size in points, what else is set) of the words of a paragraph."""
    properties = line_of(element, text).find(f".//{W}r/{W}rPr")
    marks = {name for name in ("b", "i", "u") if properties.find(f"{W}{name}") is not None}
    return int(properties.find(f"{W}sz").get(f"{W}val")) / 2, marks


def millimetres(element, name):
    return round(int(element.get(f"{W}{name}")) / TWIPS_PER_MM)


def print_pages(content, folder):
    """Let LibreOffice print the document; return the text of each page."""
    source = folder / "van-ban.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source))
    text = _run("pdftotext", "-layout", str(folder / "van-ban.pdf"), "-")
    return text.split("\f")[:-1]


@dataclass(frozen=True)
class Word:
    """A word on a printed page and where it stands, in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_on_pages(folder):
    """Return the Words of each page of what `print_pages` printed into `folder`."""
    printed = etree.fromstring(_run("pdftotext", "-bbox", str(folder / "van-ban.pdf"), "-").encode(), _LENIENT)
    return [[_word(one) for one in page.iter("{*}word")] for page in printed.iter("{*}page")]


def fonts_in(folder):
    """Return {(name without the mark of its subset, whether it is embedded)} of the fonts of the printed file."""
    rows = _run("pdffonts", str(folder / "van-ban.pdf")).splitlines()[2:]
    # name, type, encoding, emb, sub, uni, object: the type may hold blanks, so the end is counted from behind.
    return {(row.split()[0].partition("+")[2] or row.split()[0], row.split()[-5] == "yes") for row in rows}


_LENIENT = etree.XMLParser(recover=True)
_POINTS_PER_MM = 72 / 25.4


def _word(element):
    places = [float(element.get(name)) / _POINTS_PER_MM for name in ("xMin", "yMin", "xMax", "yMax")]
    return Word(element.text or "", *places)


def _run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout
