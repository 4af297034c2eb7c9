"""One row of a file of units: its fields checked and cleaned, every fault told with its place."""

import datetime
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from units.enums import UnitKind
from units.models import Unit

REQUIRED = ("code", "name", "kind")
TEXTS = (
    "code",
    "name",
    "short_name",
    "kind",
    "official_code",
    "document_symbol",
    "issuing_name",
    "superior_name",
    "place_name",
)
# Read by the loader of a plan; kept in the same file so that people describe a unit once.
FOR_PLANS = ("participates", "reports_to")
MAX_ORDER = 2_147_483_647


class Row(dict):
    """Clean values of one [[unit]], with `place`: where in the file it stands, in words."""

    place = ""

    @property
    def values_to_write(self):
        return {name: value for name, value in self.items() if name not in FOR_PLANS}


def check_row(number, unit, problems):
    """Return a Row of what is right in `unit`, adding to `problems` a sentence for each fault."""
    row = Row(code="")
    code = unit.get("code")
    row.place = f"Đơn vị thứ {number}" + (f" ({code[:60]})" if isinstance(code, str) and code.isprintable() else "")
    for name in REQUIRED:
        if name not in unit:
            problems.append(f"{row.place}, trường {name}: bắt buộc phải có.")
    for name, value in unit.items():
        try:
            row[name] = _clean(name, value)
        except ValueError as fault:
            problems.append(f"{row.place}, trường {name[:60]}: {fault}")
    return row


def _clean(name, value):
    if name in TEXTS:
        return _CLEANERS.get(name, lambda text: text)(
            _text(value, Unit._meta.get_field(name).max_length, required=name in REQUIRED)
        )
    if name in ("parent", "reports_to"):
        return _text(value, Unit._meta.get_field("code").max_length, required=False)
    if name in _CLEANERS:
        return _CLEANERS[name](value)
    raise ValueError("không có trong mẫu; hãy xem lại chính tả hoặc bỏ đi.")


def _text(value, limit, *, required):
    if not isinstance(value, str):
        raise ValueError("cần chữ đặt trong dấu nháy kép.")
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueError("có ký tự điều khiển (xuống dòng, NUL…); hãy gõ lại.")
    if len(text) > limit:
        raise ValueError(f"dài {len(text)} ký tự, tối đa {limit}.")
    if not text and required:
        raise ValueError("không được để trống.")
    return text


def _code(text):
    try:
        validate_slug(text)
    except ValidationError:
        raise ValueError("chỉ dùng chữ không dấu, chữ số, gạch nối và gạch dưới.") from None
    return text


def _kind(text):
    if text not in UnitKind.values:
        raise ValueError(f"không có loại “{text}”; chọn một trong {', '.join(UnitKind.values)}.")
    return text


def _order(value):
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_ORDER:
        raise ValueError("cần số nguyên từ 0 trở lên, không có dấu nháy.")
    return value


def _flag(value):
    if not isinstance(value, bool):
        raise ValueError("cần true hoặc false, không có dấu nháy.")
    return value


def _day(value):
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise ValueError("cần ngày viết như 2024-06-17, không có dấu nháy và giờ.")
    return value


_CLEANERS = {
    "code": _code,
    "kind": _kind,
    "order": _order,
    "sample": _flag,
    "participates": _flag,
    "valid_from": _day,
    "valid_to": _day,
}
