"""Whether a docx, xlsx or pptx is what it says and holds nothing that runs. The list of contents of the zip is judged
before any member is unpacked, and only two small members are read."""

import re
import struct
import zipfile
import zlib

MEGABYTE = 1024 * 1024
MAX_UNPACKED = 200 * MEGABYTE
MAX_RATIO = 200
MAX_MEMBERS = 5000
MAX_DIRECTORY = 2 * MEGABYTE
MAX_LIST_OF_TYPES = 2 * MEGABYTE
TAIL = 66_000
END = struct.Struct("<4s4H2LH")
LIST_OF_TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_TYPE = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
}
OVERRIDE = re.compile(rb"<[\w:]*override\b[^>]*>")
PART_NAME = re.compile(rb"partname\s*=\s*[\"']/([^\"']+)[\"']")
CODE_MEMBER = re.compile(
    r"vbaproject|vbadata|(?:^|/)activex|^xl/macrosheets/|^xl/dialogsheets/|oleobject"
    r"|\.(?:docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|exe|dll|js|jse|vbs|vbe|bat|cmd|com|scr|ps1|msi|hta|jar"
    r"|lnk|wsf|ocx|sys|sh|py)$"
)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, RuntimeError, EOFError, MemoryError)
CODE_TYPES = (b"macroenabled", b"vbaproject", b"activex", b"intlmacrosheet", b"oleobject")
HAS_CODE = "có macro hoặc tệp chạy được nhúng bên trong. Hãy lưu lại không kèm macro, hoặc xuất ra pdf rồi gửi lại."


def wrong_with_office_file(upload, extension):
    """Return what is wrong, as the end of a sentence, or "" when the file may be kept."""
    not_real = f"không phải tệp {extension} thật. Hãy mở tệp bằng phần mềm văn phòng, lưu lại đúng loại rồi gửi lại."
    upload.seek(0)
    if upload.read(4) != b"PK\x03\x04" or not _has_modest_directory(upload):
        return not_real
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
            return _wrong_members(members, upload.size) or _wrong_types(archive, members, extension) or ""
    except _NotReal:
        return not_real
    # A forged directory makes the zip reader fail in many ways; each means the same to the person who sent it.
    except BROKEN_ZIP:
        return not_real


class _NotReal(Exception):
    pass


def _has_modest_directory(upload):
    upload.seek(max(upload.size - TAIL, 0))
    tail = upload.read(TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END.size:
        return False
    _, _, _, _, members, directory, _, comment = END.unpack_from(tail, at)
    # What follows the end record must be its comment: anything more is a second file glued on.
    return members <= MAX_MEMBERS and directory <= MAX_DIRECTORY and len(tail) - at == END.size + comment


def _wrong_members(members, size):
    names = [member.filename for member in members]
    folded = [name.casefold() for name in names]
    if len(names) > MAX_MEMBERS or len(set(folded)) < len(folded) or any(map(_is_path_trick, names)):
        raise _NotReal
    if any(member.flag_bits & 0x1 for member in members):
        return "có mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi gửi lại."
    unpacked, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > MEGABYTE and unpacked > MAX_RATIO * size):
        return "nén quá chặt, bung ra sẽ quá lớn. Hãy lưu lại tệp, hoặc xuất ra pdf rồi gửi lại."
    if packed > size:
        raise _NotReal
    if any(CODE_MEMBER.search(name) for name in folded):
        return HAS_CODE
    return ""


def _is_path_trick(name):
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _wrong_types(archive, members, extension):
    types = next((member for member in members if member.filename == LIST_OF_TYPES), None)
    if types is None or types.file_size > MAX_LIST_OF_TYPES:
        raise _NotReal
    listed = archive.read(types).lower()
    if any(word in listed for word in CODE_TYPES):
        return HAS_CODE
    # Word does not always call its main part word/document.xml: the list says what it is called.
    main = MAIN_TYPE[extension].encode()
    named = {name for tag in OVERRIDE.findall(listed) if main in tag for name in PART_NAME.findall(tag)}
    if named.isdisjoint(member.filename.lower().encode() for member in members):
        raise _NotReal
    return ""
