"""Acts on the table of days off and days worked in exchange; the pulse of what repeats by itself."""

import datetime
import tomllib
from pathlib import Path

from django.db import IntegrityError, transaction

from common import clock
from common.models import Beat, CalendarDay
from common.refusals import BadRows, Refused

SEED = Path(__file__).parent / "seed"


def save_day(record, *, by):
    """Write a day into the table, new or changed."""
    record._history_user = by.user
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise Refused(f"Ngày {record.day:%d/%m/%Y} vừa được người khác ghi vào bảng. Hãy mở lại bảng.") from None
    return record


@transaction.atomic
def remove_day(record, *, by):
    """Take a day out of the table: the usual calendar holds for it again. Its history stays."""
    record = CalendarDay.objects.select_for_update().filter(pk=record.pk).first()
    if record is None:
        raise Refused("Ngày này đã được bỏ khỏi bảng trước đó.")
    record._history_user = by.user
    record.delete()


@transaction.atomic
def load_days(path):
    """Add the days of a TOML file that the table does not have. Return (added, kept): kept days differ and stand."""
    rows = _read_rows(path)
    known = {record.day: record for record in CalendarDay.objects.filter(day__in=[row["day"] for row in rows])}
    added = [row for row in rows if row["day"] not in known]
    kept = [row for row in rows if row["day"] in known and known[row["day"]].kind != row["kind"]]
    for row in added:
        CalendarDay.objects.create(**row)
    return [row["day"] for row in added], [row["day"] for row in kept]


def _read_rows(path):
    try:
        rows = tomllib.loads(Path(path).read_text("utf-8")).get("day", [])
    except FileNotFoundError:
        raise Refused(f"Không tìm thấy tệp {path}.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"Không đọc được tệp {path}: {error}") from None
    if not isinstance(rows, list) or not rows:
        raise Refused(f"Tệp {path} không có mục [[day]] nào.")
    wrong = [sentence for number, row in enumerate(rows, 1) if (sentence := _wrong_row(row, number))]
    days = [row.get("day") for row in rows if isinstance(row, dict)]
    wrong += [
        f"Ngày {day:%d/%m/%Y} ghi hai lần." for day in {day for day in days if days.count(day) > 1 and _is_day(day)}
    ]
    if wrong:
        raise BadRows(f"Tệp {path} có chỗ sai nên không nạp ngày nào.", details=wrong)
    return [{"day": row["day"], "kind": row["kind"], "note": row["note"]} for row in rows]


def _wrong_row(row, number):
    place = f"Mục [[day]] thứ {number}"
    if not isinstance(row, dict) or not _is_day(row.get("day")):
        return f"{place}: “day” phải là một ngày, ví dụ 2026-01-02."
    if row.get("kind") not in CalendarDay.Kind.values:
        return f"{place}: “kind” phải là off (ngày nghỉ) hoặc worked (ngày làm bù)."
    if not isinstance(row.get("note"), str) or not 0 < len(row["note"]) <= 200:
        return f"{place}: “note” phải ghi lý do, không quá 200 chữ."
    return ""


def _is_day(value):
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def beat(name, *, faults=0):
    """Note that a turn of `name` came to its end just now, and how many of its steps failed."""
    Beat.objects.update_or_create(name=name, defaults={"at": clock.now(), "faults": faults})
