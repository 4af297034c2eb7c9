"""Official documents as an office program prints them: what stands on each page, and where."""

from types import SimpleNamespace

import pytest

from common.documents import FORMS, Kind, Table, build
from tests.common.office import fonts_in, print_pages, words_on_pages
from tests.common.test_documents import COLUMNS, PARTY_LETTERHEAD, STATE_LETTERHEAD, make_document

pytestmark = pytest.mark.office
WIDTH, HEIGHT = 210, 297
# The party's rule and the state's, in millimetres from each edge (HD 36-HD/VPTW; NĐ 30/2020, Phụ lục I).
MARGINS = {
    Kind.PARTY: {"top": (20, 20), "bottom": (20, 20), "left": (30, 30), "right": (15, 15)},
    Kind.STATE: {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)},
}
# Half the height of a line's blank, and what a curved letter may hang over.
HAIR = 1


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: form.name)
def printed(request, tmp_path_factory):
    """A report of several pages with an annex, printed: its form, the text of its pages, their Words, the folder."""
    form, folder = request.param, tmp_path_factory.mktemp("print")
    letterhead = PARTY_LETTERHEAD if form.kind == Kind.PARTY else STATE_LETTERHEAD
    rows = tuple((str(number), f"Chỉ tiêu {number}", "1.234,5") for number in range(1, 61))
    body = (*make_document().body[:-2], Table(COLUMNS, rows, "Số liệu"), *make_document().body[-2:])
    texts = print_pages(build(make_document(letterhead, body=body), form), folder)
    return SimpleNamespace(
        form=form, letterhead=letterhead, texts=texts, pages=words_on_pages(folder), fonts=fonts_in(folder)
    )


def box(page, text):
    """Return (left, top, right, bottom) of `text` on a page, however the printer cut it into pieces."""
    wanted = text.replace(" ", "")
    for first in range(len(page)):
        said, last = "", first
        while last < len(page) and wanted.startswith(said) and said != wanted:
            said, last = said + page[last].text, last + 1
        if said == wanted:
            found = page[first:last]
            sides = [(one.left, one.top, one.right, one.bottom) for one in found]
            lefts, tops, rights, bottoms = zip(*sides, strict=True)
            return min(lefts), min(tops), max(rights), max(bottoms)
    raise AssertionError(f"“{text}” is not on the page")


def centre(place):
    return (place[0] + place[2]) / 2


def middle(form):
    """Where the middle of the text is."""
    return (form.left + WIDTH - form.right) / 2


def test_pages_say_what_they_must(printed):
    first, second, *others = printed.texts

    assert printed.form.motto[0][0] in first
    assert "Bản nháp để trình ký" in first
    assert second.split()[0] == "2"
    assert "Nơi nhận:" in second + "".join(others)
    assert "PHỤ LỤC" in others[-1]
    assert others[-1].split()[0] == str(2 + len(others))


def test_motto_stands_on_the_right_and_the_organ_on_the_left(printed):
    page, letterhead = printed.pages[0], printed.letterhead
    mottos = [box(page, words) for words, _ in printed.form.motto]
    # A long name is broken into lines, between which the printer tells of the motto.
    superior = box(page, " ".join(letterhead.superior.split()[:4]))
    issuer = box(page, " ".join(letterhead.issuer.split()[-2:]))

    assert [centre(motto) > WIDTH / 2 for motto in mottos] == [True] * len(mottos)
    assert [superior[2] < mottos[0][0], centre(superior) < WIDTH / 2, centre(issuer) < WIDTH / 2] == [True] * 3
    assert superior[1] < issuer[1]
    assert superior[1] == pytest.approx(mottos[0][1], abs=HAIR)
    assert [centre(motto) for motto in mottos] == pytest.approx([centre(mottos[0])] * len(mottos), abs=HAIR)


def test_number_title_and_signature_stand_in_their_places(printed):
    first = printed.pages[0]
    number, title = box(first, printed.form.number.split()[0]), box(first, "BÁO CÁO")
    signed = next(page for page in printed.pages if any(word.text == "Minh" for word in page))
    name, recipients = box(signed, "Trần Văn Minh"), box(signed, "Nơi nhận:")

    assert number[1] < title[1]
    assert centre(title) == pytest.approx(middle(printed.form), abs=HAIR)
    assert (centre(name) > WIDTH / 2, centre(recipients) < WIDTH / 2) == (True, True)


def test_every_page_keeps_the_margins(printed):
    margins, footer = MARGINS[printed.form.kind], HEIGHT - printed.form.bottom
    for page in printed.pages:
        text = [word for word in page if word.top > printed.form.top - HAIR and word.bottom < footer + HAIR]
        sides = {
            "left": min(word.left for word in text),
            "right": WIDTH - max(word.right for word in text),
            "top": min(word.top for word in text),
            "bottom": HEIGHT - max(word.bottom for word in text),
        }

        assert {side: least - HAIR <= sides[side] for side, (least, _) in margins.items()} == dict.fromkeys(
            margins, True
        )
    first = printed.pages[0]
    assert margins["left"][0] - HAIR <= min(word.left for word in first) <= margins["left"][1] + HAIR
    assert min(word.top for word in first) <= margins["top"][1] + HAIR


def test_number_of_the_page_stands_in_the_middle_on_top_from_the_second_page(printed):
    heads = [[word for word in page if word.bottom < printed.form.top] for page in printed.pages]
    notes = [[word for word in page if word.top > HEIGHT - printed.form.bottom] for page in printed.pages]

    assert [[word.text for word in head] for head in heads] == [
        [],
        *([str(number)] for number in range(2, len(heads) + 1)),
    ]
    assert [(head[0].left + head[0].right) / 2 for head in heads[1:]] == pytest.approx(
        [middle(printed.form)] * (len(heads) - 1), abs=HAIR
    )
    assert [bool(note) for note in notes] == [True] + [False] * (len(notes) - 1)


def test_fonts_are_embedded_and_look_like_times(printed):
    names = {name.partition("-")[0].replace("PSMT", "") for name, _ in printed.fonts}

    assert {is_embedded for _, is_embedded in printed.fonts} == {True}
    # The twin of Times New Roman on a machine without it, and what lends it the Vietnamese letters it lacks.
    assert names & {"TimesNewRoman", "LiberationSerif", "Tinos"}
    assert names - {"TimesNewRoman", "LiberationSerif", "Tinos", "DejaVuSerif", "NotoSerif"} == set()
