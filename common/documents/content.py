"""What a document says, told without a word about how it looks. Any text may hold several lines, each a paragraph."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document: the body above it, its own name, where it is, and its part of the symbol ("UBND")."""

    issuer: str
    superior: str = ""
    place: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signs. `on_behalf`: the body he signs for; `in_place`: the post of the chief whom a deputy signs for.

    What is not known stays empty for the records clerk; the place of seal and signature always does.
    """

    post: str = ""
    name: str = ""
    on_behalf: str = ""
    in_place: str = ""


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; it is numbered in its level as the form does: I, II … and 1, 2 …; `numbered=False` leaves that out."""

    text: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """Text, as one string or as spans."""

    content: str | tuple[Span, ...]

    @property
    def spans(self):
        return (Span(self.content),) if isinstance(self.content, str) else self.content


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width, and "left", "center" or "right"."""

    title: str
    share: float = 1
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table whose head is repeated on every page; rows are texts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Annex:
    """What stands on a page of its own behind the signature; `landscape` turns the page for a wide table."""

    title: str
    subject: str
    blocks: tuple = ()
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document. `type_name` "BÁO CÁO" and `type_symbol` "BC"; `year` of the date that the clerk fills in;
    `archive` is the body that keeps the copy (a form may name the records desk instead); `note` is a small line at the
    foot of the first page."""

    letterhead: Letterhead
    type_name: str
    type_symbol: str
    subject: str
    year: int
    body: tuple
    recipients: tuple[str, ...] = ()
    archive: str = ""
    signature: Signature = Signature()
    annexes: tuple[Annex, ...] = field(default=())
    note: str = ""
    # Whom a letter (công văn) is for. A letter has no title: what it is about stands below its number.
    addressees: tuple[str, ...] = ()
