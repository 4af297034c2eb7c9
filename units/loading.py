"""Units from a TOML file: read, checked whole, then written in one transaction or not at all."""

import tomllib
from dataclasses import dataclass, field

from django.db import transaction

from common.refusals import BadRows
from units.actions import change_unit, create_unit
from units.loading_rows import check_row
from units.models import Unit

MAX_BYTES = 20 * 1024 * 1024
REFUSED = "Chưa ghi đơn vị nào vào cơ sở dữ liệu: hãy sửa các chỗ sau rồi nạp lại."


@dataclass
class Loaded:
    """What a file changed: units created, units changed with the names of their fields, and how many stayed as is."""

    created: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: int = 0


def load_units(data, *, by=None):
    """Write the units of a TOML file (bytes) and return Loaded; the same file a second time changes nothing.

    Raises BadRows listing every bad place. A key that the file leaves out keeps its value in the database.
    """
    rows, problems = parse_units(data)
    with transaction.atomic():
        units = {unit.code: unit for unit in Unit.objects.select_for_update().order_by("pk")}
        problems += _check_whole([row for row in rows if row["code"]], units)
        if problems:
            raise BadRows(REFUSED, details=problems)
        loaded = Loaded()
        for row in _parents_first(rows, units):
            _write(row, units, loaded, by)
    return loaded


def parse_units(data):
    """Return the rows of a TOML file (`parent` still a code) and a sentence for each fault. Touches no database."""
    document, problems = _parse_toml(data), []
    problems += [f"Mục “{key}”: không có trong mẫu, chỉ dùng [[unit]]." for key in document if key != "unit"]
    units = document.get("unit", [])
    if not isinstance(units, list) or not all(isinstance(unit, dict) for unit in units):
        raise BadRows(REFUSED, details=["Mỗi đơn vị phải mở đầu bằng một dòng [[unit]]."])
    if not units:
        problems.append("Tệp không có đơn vị nào: mỗi đơn vị mở đầu bằng một dòng [[unit]].")
    rows = [check_row(number, unit, problems) for number, unit in enumerate(units, start=1)]
    return rows, problems


def _parse_toml(data):
    if len(data) > MAX_BYTES:
        raise BadRows(REFUSED, details=["Tệp lớn hơn 20 MB."])
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadRows(REFUSED, details=[f"Dòng {line}: tệp không phải văn bản UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise BadRows(REFUSED, details=[_toml_place(str(error))]) from None
    except RecursionError:
        raise BadRows(REFUSED, details=["Tệp lồng nhau quá sâu."]) from None


def _toml_place(message):
    _, _, place = message.rpartition("(at ")
    words = place.rstrip(")").replace(",", "").split()
    if len(words) == 4 and words[0] == "line":
        return f"Dòng {words[1]}, cột {words[3]}: sai cú pháp TOML (thiếu dấu nháy, dấu bằng, hoặc ngày không có thật)."
    return "Cuối tệp: sai cú pháp TOML, tệp có thể bị cắt giữa chừng."


def _check_whole(rows, units):
    """Return the faults that only show when rows are seen together and beside the database."""
    problems, places, codes = [], {}, {row["code"] for row in rows} | set(units)
    for row in rows:
        if row["code"] in places:
            problems.append(f"{row.place}, trường code: mã “{row['code']}” đã dùng ở {places[row['code']]}.")
        places.setdefault(row["code"], row.place)
        parent = row.get("parent")
        if parent and parent not in codes:
            problems.append(f"{row.place}, trường parent: không có đơn vị nào mang mã “{parent}”.")
        problems += _dates_problem(row, units.get(row["code"]))
    return [*problems, *_circles(rows, units)]


def _dates_problem(row, unit):
    first = row.get("valid_from", unit.valid_from if unit else None)
    last = row.get("valid_to", unit.valid_to if unit else None)
    if first and last and first > last:
        return [f"{row.place}, trường valid_to: phải từ ngày {first:%d/%m/%Y} (valid_from) trở đi."]
    return []


def _superiors(rows, units):
    """Return {code: code of its superior or None} as it will be once the rows are written."""
    code_of = {unit.pk: code for code, unit in units.items()}
    above = {code: code_of.get(unit.parent_id) for code, unit in units.items()}
    return above | {row["code"]: row["parent"] for row in rows if "parent" in row}


def _chain(code, above):
    """Return the codes from `code` upwards, and the code that would come again if they close a circle."""
    chain = []
    while code and code not in chain:
        chain.append(code)
        code = above.get(code)
    return chain, code


def _circles(rows, units):
    above, told = _superiors(rows, units), set()
    for row in rows:
        chain, again = _chain(row["code"], above)
        if again == row["code"] and again not in told:
            told |= set(chain)
            yield f"{row.place}, trường parent: cấp trên nối thành vòng {' → '.join([*chain, again])}."


def _parents_first(rows, units):
    # A unit is written after all that will stand above it, so that no circle closes on the way.
    above = _superiors(rows, units)
    return sorted(rows, key=lambda row: len(_chain(row["code"], above)[0]))


def _write(row, units, loaded, by):
    values = dict(row.values_to_write)
    if "parent" in values:
        values["parent"] = units.get(values["parent"])
    unit = units.get(row["code"])
    if unit is None:
        units[row["code"]] = create_unit(values, by=by)
        loaded.created.append(units[row["code"]])
    elif any(getattr(unit, name) != value for name, value in values.items()):
        loaded.changed.append((unit, change_unit(unit, values, by=by)))
    else:
        loaded.unchanged += 1
