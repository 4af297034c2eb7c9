"""Official documents: sizes, fonts and blocks are read back from the file and compared with the rules of their day."""

import datetime
import io
import time
import zipfile

import docx
import pytest

from common.documents import (
    FORMS,
    Annex,
    Column,
    Document,
    Heading,
    Kind,
    Letterhead,
    Paragraph,
    Signature,
    Span,
    Table,
    build,
    form_for,
)
from tests.common.office import W, line_of, look_of, millimetres, paragraphs, part, words

BEFORE, AFTER = datetime.date(2026, 5, 26), datetime.date(2026, 5, 27)
PARTY_LETTERHEAD = Letterhead("BAN TUYÊN GIÁO", "HUYỆN ỦY BÙ GIA MẬP", "Bù Gia Mập", "BTGHU")
STATE_LETTERHEAD = Letterhead("ỦY BAN NHÂN DÂN XÃ PHÚ NGHĨA", "ỦY BAN NHÂN DÂN HUYỆN BÙ GIA MẬP", "Phú Nghĩa", "UBND")
COLUMNS = (Column("TT", 0.5, "center"), Column("Chỉ tiêu", 4), Column("Kết quả", 1, "right"))


def make_document(letterhead=PARTY_LETTERHEAD, **fields):
    values = {
        "letterhead": letterhead,
        "type_name": "BÁO CÁO",
        "type_symbol": "BC",
        "subject": "Kết quả thực hiện Kế hoạch",
        "year": 2024,
        "body": (
            Paragraph("Thực hiện Kế hoạch, đơn vị báo cáo như sau:"),
            Heading("Kết quả thực hiện"),
            Heading("Nhóm nhiệm vụ 1", 2),
            Paragraph((Span("1.1. Tuyên truyền. ", bold=True), Span("Đã tổ chức 3 buổi.\n\nĐã phát 500 tờ tin."))),
            Table(COLUMNS, (("1", "Số buổi", "3"),)),
            Heading("Kiến nghị"),
            Paragraph("Đề nghị hỗ trợ tài liệu."),
        ),
        "recipients": ("Huyện ủy", "Ban Tuyên giáo Huyện ủy"),
        "archive": "Ban Tuyên giáo",
        "signature": Signature("PHÓ TRƯỞNG BAN", "Trần Văn Minh", in_place="TRƯỞNG BAN"),
        "annexes": (Annex("PHỤ LỤC", "Danh mục minh chứng", (Table(COLUMNS, (("1", "Kế hoạch", ""),)),)),),
        "note": "Bản nháp để trình ký",
    }
    return Document(**values | fields)


def make_state_document(**fields):
    return make_document(STATE_LETTERHEAD, signature=Signature("CHỦ TỊCH", "", "ỦY BAN NHÂN DÂN"), **fields)


@pytest.mark.parametrize(
    ("kind", "on", "name"),
    [
        (Kind.PARTY, datetime.date(2017, 1, 1), "Hướng dẫn 36-HD/VPTW"),
        (Kind.PARTY, BEFORE, "Hướng dẫn 36-HD/VPTW"),
        (Kind.PARTY, AFTER, "Hướng dẫn 05-HD/VPTW"),
        (Kind.STATE, BEFORE, "Nghị định 30/2020/NĐ-CP"),
        (Kind.STATE, AFTER, "Nghị định 30/2020/NĐ-CP"),
    ],
)
def test_form_is_chosen_by_kind_and_day(kind, on, name):
    assert form_for(kind, on).name == name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_page_is_a4_with_the_margins_of_the_rule(form):
    page = part(build(make_document(), form)).find(f".//{W}sectPr")

    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    assert (millimetres(size, "w"), millimetres(size, "h")) == (210, 297)
    assert [millimetres(margins, side) for side in ("top", "bottom", "left", "right")] == [20, 20, 30, 15]
    assert page.find(f"{W}titlePg") is not None


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_page_number_stands_centred_on_top_from_page_two(form):
    file = docx.Document(io.BytesIO(build(make_document(note=""), form)))
    section = file.sections[0]

    header = section.header._element
    assert "".join(header.itertext(f"{W}instrText")) == "PAGE"
    assert header.find(f".//{W}jc").get(f"{W}val") == "center"
    assert words(section.first_page_header._element) == words(section.first_page_footer._element) == ""


PARTY_LOOKS = {
    "ĐẢNG CỘNG SẢN VIỆT NAM": (15, {"b"}),
    "HUYỆN ỦY BÙ GIA MẬP": (14, set()),
    "BAN TUYÊN GIÁO": (14, {"b"}),
    "*": (14, set()),
    "Số     -BC/BTGHU": (14, set()),
    "Bù Gia Mập, ngày … tháng … năm 2024": (14, {"i"}),
    "BÁO CÁO": (16, {"b"}),
    "kết quả thực hiện Kế hoạch": (15, {"b"}),
    "-----": (15, {"b"}),
    "I- KẾT QUẢ THỰC HIỆN": (14, {"b"}),
    "1- Nhóm nhiệm vụ 1": (14, {"b"}),
    "II- KIẾN NGHỊ": (14, {"b"}),
    "Đề nghị hỗ trợ tài liệu.": (14, set()),
    "K/T TRƯỞNG BAN": (14, {"b"}),
    "PHÓ TRƯỞNG BAN": (14, {"b"}),
    "Trần Văn Minh": (14, {"b"}),
    "Nơi nhận:": (14, {"u"}),
    "- Huyện ủy,": (12, set()),
    "- Lưu Ban Tuyên giáo.": (12, set()),
}
STATE_LOOKS = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (13, {"b"}),
    "Độc lập - Tự do - Hạnh phúc": (14, {"b"}),
    "ỦY BAN NHÂN DÂN HUYỆN BÙ GIA MẬP": (13, set()),
    "ỦY BAN NHÂN DÂN XÃ PHÚ NGHĨA": (13, {"b"}),
    "Số:     /BC-UBND": (13, set()),
    "Phú Nghĩa, ngày … tháng … năm 2024": (14, {"i"}),
    "BÁO CÁO": (14, {"b"}),
    "Kết quả thực hiện Kế hoạch": (14, {"b"}),
    "I. KẾT QUẢ THỰC HIỆN": (14, {"b"}),
    "Đề nghị hỗ trợ tài liệu./.": (14, set()),
    "TM. ỦY BAN NHÂN DÂN": (14, {"b"}),
    "CHỦ TỊCH": (14, {"b"}),
    "Nơi nhận:": (12, {"b", "i"}),
    "- Huyện ủy;": (11, set()),
    "- Lưu: VT.": (11, set()),
}


@pytest.mark.parametrize("on", [BEFORE, AFTER], ids=["2018", "2026"])
def test_party_document_bears_the_sizes_of_the_rule(on):
    text = part(build(make_document(), form_for(Kind.PARTY, on)))

    assert {words: look_of(text, words) for words in PARTY_LOOKS} == PARTY_LOOKS


def test_state_document_bears_the_sizes_of_the_rule():
    text = part(build(make_state_document(), form_for(Kind.STATE, BEFORE)))

    assert {words: look_of(text, words) for words in STATE_LOOKS} == STATE_LOOKS


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_text_is_justified_indented_and_exactly_spaced(form):
    properties = line_of(part(build(make_document(), form)), "Đã phát 500 tờ tin.").find(f"{W}pPr")

    spacing = properties.find(f"{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("360", "exact")
    assert int(spacing.get(f"{W}before")) == 6 * 20
    assert millimetres(properties.find(f"{W}ind"), "firstLine") == 10
    assert properties.find(f"{W}jc").get(f"{W}val") == "both"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_head_and_signature_are_two_tables_without_lines(form):
    body = part(build(make_document(), form))

    plain = [
        table
        for table in body.iter(f"{W}tbl")
        if {edge.get(f"{W}val") for edge in table.find(f"{W}tblPr/{W}tblBorders")} == {"nil"}
    ]
    assert [len(table.find(f"{W}tblGrid")) for table in plain] == [2, 2]
    assert "BAN TUYÊN GIÁO" in words(plain[0])
    assert words(plain[1]).startswith("Nơi nhận:")
    assert list(body.iter(f"{W}tab")) == []


@pytest.mark.parametrize(("form", "rules"), list(zip(FORMS, [1, 1, 3], strict=True)), ids=["2018", "2026", "state"])
def test_rules_are_borders_of_paragraphs(form, rules):
    body = part(build(make_document(), form))

    ruled = [line for line in body.iter(f"{W}p") if line.find(f"{W}pPr/{W}pBdr") is not None]
    assert [words(line) for line in ruled] == [""] * rules


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_script_is_set_in_one_typeface_and_spoken_vietnamese(form):
    content = build(make_document(), form)

    scripts = ("ascii", "hAnsi", "eastAsia", "cs")
    fonts = {tuple(fonts.get(f"{W}{script}") for script in scripts) for fonts in part(content).iter(f"{W}rFonts")}
    defaults = part(content, "word/styles.xml").find(f"{W}docDefaults")
    assert fonts == {("Times New Roman",) * 4}
    assert {defaults.find(f".//{W}rFonts").get(f"{W}{script}") for script in scripts} == {"Times New Roman"}
    assert defaults.find(f".//{W}lang").get(f"{W}val") == "vi-VN"


def test_a_signature_never_stands_alone_on_a_page():
    last = line_of(part(build(make_document(), FORMS[0])), "Đề nghị hỗ trợ tài liệu.")

    beyond = last.getnext()
    assert [line.find(f"{W}pPr/{W}keepNext") is not None for line in (last, beyond)] == [True, True]
    assert beyond.getnext().tag == f"{W}tbl"


def test_same_description_gives_the_same_bytes():
    form = FORMS[0]

    assert build(make_document(), form) == build(make_document(), form)


def test_no_program_is_named():
    archive = zipfile.ZipFile(io.BytesIO(build(make_document(), FORMS[0])))

    about = [name for name in archive.namelist() if name.startswith(("docProps/", "customXml/"))]
    core = archive.read("docProps/core.xml").decode()
    assert about == ["docProps/core.xml"]
    assert [word for word in ("python", "Word", "Libre") if word in core] == []
    assert "BAN TUYÊN GIÁO" in core


def test_annex_stands_on_a_page_of_its_own_behind_the_signature():
    body = part(build(make_document(), FORMS[0]))

    line = line_of(body, "PHỤ LỤC")
    said = paragraphs(body)
    assert line.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert said.index("Trần Văn Minh") < said.index("PHỤ LỤC") < said.index("Danh mục minh chứng")


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1fb", "a\ud800b", "a\ufffeb", "a\tb", "a\r\nb"], ids=ascii)
def test_what_a_document_cannot_hold_is_left_out(text):
    said = paragraphs(part(build(make_document(body=(Paragraph(text), Paragraph("Hết"))), FORMS[0])))

    assert {"ab", "a b", "a"} & set(said)


def test_heads_of_tables_are_repeated_and_rows_are_not_torn():
    table = list(part(build(make_document(), FORMS[0])).iter(f"{W}tbl"))[1]

    head, row = table.findall(f"{W}tr")
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_a_wide_table_is_built_in_linear_time():
    columns = tuple(Column(f"Cột {number}") for number in range(9))
    body = (Table(columns, ((("ô",) * 9),) * 140), Paragraph("Hết"))

    start = time.process_time()
    build(make_document(body=body), FORMS[0])

    assert time.process_time() - start < 6
