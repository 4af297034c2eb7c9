"""Files that people send: what they may be, checked by content before a byte is kept (DOMAIN §8).

Only the shape is judged here. The original is kept as it was sent; nothing is converted.
"""

import hashlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.template.defaultfilters import filesizeformat
from PIL import Image

from common.office_files import wrong_with_office_file
from common.refusals import Refused
from common.secrecy import is_marked_secret

MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
MAX_PIXELS = 60_000_000
MAX_NAME = 255
CHUNK = 64 * 1024
TAIL = 66_000

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
ACCEPT = ",".join(f".{extension}" for extension in TYPES)
KINDS_IN_WORDS = "pdf, docx, xlsx, pptx, jpg, png"
MAGIC = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
PILLOW_FORMAT = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
END_OF_ZIP = b"PK\x05\x06"
# What Pillow raises on forged pictures, format by format.
BROKEN_IMAGE = (OSError, SyntaxError, ValueError, LookupError, TypeError, ArithmeticError, struct.error, MemoryError)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class CheckedFile:
    """What is known of a file that may be kept."""

    content_type: str
    sha256: str
    size: int
    clean_name: str


class FileRefused(Refused):
    """A file cannot be kept. The sentence names the file, and what to do instead."""


def check_upload(upload):
    """Return the CheckedFile of an uploaded file, left at its start; refuse what the portal does not keep."""
    name = clean_file_name(upload.name or "")
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    if is_marked_secret(PurePosixPath(name).stem):
        raise FileRefused(
            f"Tên tệp “{name}” mang dấu độ mật. Tài liệu bí mật nhà nước không được đưa lên cổng. "
            "Nếu tệp không phải tài liệu mật, hãy đổi tên tệp rồi gửi lại."
        )
    if extension not in TYPES:
        raise FileRefused(f"Tệp “{name}” không thuộc loại được nhận. Cổng nhận: {KINDS_IN_WORDS}.")
    if wrong := _wrong_size(upload) or _wrong_content(upload, extension):
        raise FileRefused(f"Tệp “{name}” {wrong}")
    digest, size = _digest(upload)
    return CheckedFile(TYPES[extension], digest, size, name)


def clean_file_name(name):
    """Return the name as it is kept: composed letters (NFC), no folders, no control or invisible characters,
    at most 255 letters with its extension."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(char if unicodedata.category(char)[0] != "C" else "" for char in _SPACES.sub(" ", base))
    stem, dot, extension = visible.strip().rpartition(".")
    if not dot:
        return extension[:MAX_NAME]
    return f"{stem.strip()[: MAX_NAME - 1 - len(extension)]}.{extension}"[:MAX_NAME]


def _wrong_size(upload):
    if not upload.size:
        return "rỗng. Hãy kiểm tra lại tệp rồi gửi lại."
    if upload.size > MAX_SIZE:
        return (
            f"nặng {filesizeformat(upload.size)}, quá {filesizeformat(MAX_SIZE)}. "
            "Hãy nén ảnh hoặc tách tệp thành nhiều phần."
        )
    return ""


def _wrong_content(upload, extension):
    if extension in {"docx", "xlsx", "pptx"}:
        return wrong_with_office_file(upload, extension)
    upload.seek(0)
    if not upload.read(16).startswith(MAGIC[extension]):
        return f"không phải tệp {extension} thật. Hãy mở tệp, lưu lại đúng loại rồi gửi lại."
    upload.seek(max(upload.size - TAIL, 0))
    tail = upload.read(TAIL)
    if END_OF_ZIP in tail:
        return "có một tệp nén ghép vào sau. Hãy xuất lại tệp từ phần mềm gốc rồi gửi lại."
    return _wrong_with_pdf(tail) if extension == "pdf" else _wrong_with_image(upload, extension)


def _wrong_with_pdf(tail):
    end = tail.rfind(b"%%EOF")
    if end < 0 or tail[end + 5 :].strip(b"\r\n\t \0\x1a"):
        return "bị cắt cụt hoặc có nội dung thừa ở cuối. Hãy xuất lại tệp pdf rồi gửi lại."
    return ""


def _wrong_with_image(upload, extension):
    broken = "không đọc được như một ảnh. Hãy lưu lại ảnh rồi gửi lại."
    upload.seek(0)
    try:
        with Image.open(upload, formats=[PILLOW_FORMAT[extension]]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                return f"có {width} × {height} điểm ảnh, quá lớn. Hãy thu nhỏ ảnh rồi gửi lại."
            if extension == "png":
                image.verify()
            else:
                # An eighth of the size reads every scan of the picture at a small part of the memory.
                image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "có quá nhiều điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại."
    except BROKEN_IMAGE:
        return broken
    return ""


def _digest(upload):
    upload.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := upload.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    upload.seek(0)
    return digest.hexdigest(), size
