import hashlib
import io
import unicodedata
import zipfile
import zlib

import pytest
from PIL import Image

from common.files import MAX_SIZE, FileRefused, check_upload, clean_file_name
from common.secrecy import is_marked_secret
from tests.factories.files import (
    add_members,
    make_docx,
    make_image,
    make_pdf,
    make_pptx,
    make_upload,
    make_xlsx,
    make_zip,
)

GOOD = {
    "a.pdf": make_pdf,
    "a.docx": make_docx,
    "a.xlsx": make_xlsx,
    "a.pptx": make_pptx,
    "a.jpg": make_image,
    "A.JPEG": make_image,
    "a.png": lambda: make_image("PNG"),
}


class GrownFile(io.BytesIO):
    """A file as large as it says, without its bytes."""

    name = "a.pdf"
    size = MAX_SIZE + 1


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_known_by_its_content(name):
    content = GOOD[name]()
    upload = make_upload(name, content)

    checked = check_upload(upload)

    assert (checked.sha256, checked.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert checked.clean_name == name
    assert upload.tell() == 0


def test_types_are_told():
    assert check_upload(make_upload("a.pdf")).content_type == "application/pdf"
    assert check_upload(make_upload("a.png", make_image("PNG"))).content_type == "image/png"


@pytest.mark.parametrize("name", ["a", "a.exe", "a.docm", "a.doc", "a.pdf.html", "a.zip", "a.svg", ".pdf", "a.", ""])
def test_other_kinds_are_refused_with_the_list(name):
    upload = make_upload("x")
    upload._name = name

    with pytest.raises(FileRefused, match="pdf, docx, xlsx, pptx, jpg, png"):
        check_upload(upload)


def test_empty_and_too_large_files_are_refused():
    with pytest.raises(FileRefused, match="rỗng"):
        check_upload(make_upload(content=b""))
    with pytest.raises(FileRefused, match="quá 20"):
        check_upload(GrownFile())


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("other", GOOD)
def test_content_must_fit_the_name(name, other):
    upload = make_upload(name, GOOD[other]())
    if GOOD[name] == GOOD[other] or {name, other} == {"a.jpg", "A.JPEG"}:
        assert check_upload(upload).clean_name == name
    else:
        with pytest.raises(FileRefused, match="không phải tệp"):
            check_upload(upload)


CODE = "có macro hoặc tệp chạy được"
BAD_OFFICE = {
    "macros": (lambda: add_members(make_docx(), {"word/vbaProject.bin": b"x"}), CODE),
    "macros in capitals": (lambda: add_members(make_docx(), {"word/VBAPROJECT.BIN": b"x"}), CODE),
    "activex": (lambda: add_members(make_docx(), {"word/activeX/activeX1.xml": b"x"}), CODE),
    "program": (lambda: add_members(make_docx(), {"word/embeddings/a.exe": b"MZ"}), CODE),
    "ole object": (lambda: add_members(make_docx(), {"word/embeddings/oleObject1.bin": b"x"}), CODE),
    "book with macros inside": (lambda: add_members(make_docx(), {"word/embeddings/a.xlsm": b"x"}), CODE),
    "docm by another name": (lambda: macro_types(make_docx()), CODE),
    "path up": (lambda: add_members(make_docx(), {"../../etc/passwd": b"x"}), "không phải tệp docx thật"),
    "absolute path": (lambda: add_members(make_docx(), {"/etc/passwd": b"x"}), "không phải tệp docx thật"),
    "same name twice": (lambda: add_members(make_docx(), {"WORD/DOCUMENT.XML": b"x"}), "không phải tệp docx thật"),
    "no list of types": (lambda: make_zip({"word/document.xml": "x"}), "không phải tệp docx thật"),
    "main part missing": (
        lambda: make_zip({"[Content_Types].xml": make_zip_types(), "a.xml": "x"}),
        "không phải tệp docx thật",
    ),
    "a plain zip": (lambda: make_zip({"a.txt": "x"}), "không phải tệp docx thật"),
    "empty zip": (lambda: make_zip({}), "không phải tệp docx thật"),
    "program in front": (lambda: b"MZ" + make_docx(), "không phải tệp docx thật"),
    "pdf in front": (lambda: make_pdf() + make_docx(), "không phải tệp docx thật"),
    "something behind": (lambda: make_docx() + make_pdf(), "không phải tệp docx thật"),
    "cut short": (lambda: make_docx()[:-40], "không phải tệp docx thật"),
    "too many members": (
        lambda: add_members(make_docx(), {f"a/{number}": b"" for number in range(5001)}),
        "không phải tệp docx thật",
    ),
    "bomb": (lambda: add_members(make_docx(), {"word/media/a.xml": bytes(30_000_000)}), "nén quá chặt"),
    "encrypted": (lambda: encrypted(make_docx()), "có mật khẩu"),
    "forged directory": (lambda: forged(make_docx()), "không phải tệp docx thật"),
}


def make_zip_types():
    with zipfile.ZipFile(io.BytesIO(make_docx())) as archive:
        return archive.read("[Content_Types].xml")


def macro_types(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return make_zip(members)


def test_main_part_may_have_another_name():
    with zipfile.ZipFile(io.BytesIO(make_docx())) as archive:
        members = {name.replace("document.xml", "document2.xml"): archive.read(name) for name in archive.namelist()}
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"/document.xml", b"/document2.xml")

    assert check_upload(make_upload("a.docx", make_zip(members))).clean_name == "a.docx"


def encrypted(content):
    """Set the flag of encryption of every member in the directory."""
    changed, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def forged(content):
    """Break the packed bytes of every member, while the directory stays as it was."""
    start, end = 60, content.find(b"PK\x01\x02")
    return content[:start] + bytes(byte ^ 0x55 for byte in content[start:end]) + content[end:]


@pytest.mark.parametrize("case", BAD_OFFICE)
def test_bad_office_file_is_refused(case):
    make, sentence = BAD_OFFICE[case]

    with pytest.raises(FileRefused, match=sentence):
        check_upload(make_upload("a.docx", make()))


def test_bomb_is_refused_before_anything_is_unpacked():
    content = bytearray(make_zip({"[Content_Types].xml": "x", "word/document.xml": "x", "a": "x"}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (3_000_000_000).to_bytes(4, "little")

    with pytest.raises(FileRefused, match="nén quá chặt"):
        check_upload(make_upload("a.docx", bytes(content)))


@pytest.mark.parametrize(
    "content",
    [
        make_pdf() + b"<script>",
        make_pdf()[:-20],
        b" " + make_pdf(),
        b"%PDF-",
    ],
)
def test_pdf_is_whole_and_nothing_else(content):
    with pytest.raises(FileRefused, match=r"bị cắt cụt|không phải tệp pdf thật"):
        check_upload(make_upload("a.pdf", content))


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.png"])
def test_file_with_a_zip_glued_on_is_refused(name):
    with pytest.raises(FileRefused, match="tệp nén ghép vào sau"):
        check_upload(make_upload(name, GOOD[name]() + make_zip({"a": "x"})))


def png_header(width, height):
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xaeB`\x82"


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (10_000, 10_000), (60_000, 60_000)])
def test_huge_image_is_refused_from_its_head(width, height):
    with pytest.raises(FileRefused, match="điểm ảnh"):
        check_upload(make_upload("a.png", png_header(width, height)))


def test_broken_images_are_refused():
    noise = Image.effect_noise((200, 200), 80)
    stream = io.BytesIO()
    noise.save(stream, "JPEG")

    for name, content in [("a.jpg", stream.getvalue()[:3000]), ("a.png", make_image("PNG")[:-20])]:
        with pytest.raises(FileRefused, match="không đọc được như một ảnh"):
            check_upload(make_upload(name, content))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (unicodedata.normalize("NFD", "Báo cáo quý.pdf"), "Báo cáo quý.pdf"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("../../x/b.pdf", "b.pdf"),
        ("a\0b\r\n\u202ec.pdf", "ab c.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("a." + "y" * 300, "." + "y" * 254),
        ("  a  b .pdf", "a b.pdf"),
    ],
)
def test_name_is_kept_clean(sent, kept):
    assert clean_file_name(sent) == kept


SECRET = [
    "MẬT",
    "Công văn MẬT số 5",
    "12-BC-BTG-MẬT",
    "12-BC/BTG-MAT",
    "12-BC-BTG-MAT.",
    "bc-mat",
    "MAT 12-BC",
    "báo cáo (Mật)",
    "TỐI MẬT",
    "tối-mật 5",
    "TOI MAT",
    "toi_mat_2024",
    "TUYET_MAT",
    "TuyetMat",
    "tuyệt  mật",
    "Tuyệt.Mật",
    "M Ậ T",
    "T-O-I M-A-T",
    "ＭẬＴ",
    "M\u200bẬT",
]
ORDINARY = [
    "bảo mật",
    "Kế hoạch BẢO MẬT hệ thống",
    "bao-mat",
    "bảo vệ bí mật nhà nước",
    "Mặt trận Tổ quốc",
    "mat-tran-to-quoc",
    "UBMTTQ MAT TRAN",
    "gửi tới Mặt trận",
    "gui toi mat tran",
    "mật độ dân số",
    "mật khẩu",
    "lễ ra mắt",
    "le-ra-mat",
    "danh sách có mặt",
    "format",
    "matrix",
    "thiệt hại, mất mát",
    "nước mắt",
    "",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", SECRET)
def test_mark_of_secrecy_is_seen_in_any_spelling(text, form):
    assert is_marked_secret(unicodedata.normalize(form, text)) is True


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_pass(text, form):
    assert is_marked_secret(unicodedata.normalize(form, text)) is False


def test_file_marked_secret_is_refused_before_it_is_read():
    with pytest.raises(FileRefused, match="mang dấu độ mật"):
        check_upload(make_upload(unicodedata.normalize("NFD", "12-BC TỐI MẬT.pdf"), b"x"))
