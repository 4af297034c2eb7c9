"""The columns of the directory of units: what it is sorted by, and what its workbook holds."""

from dataclasses import dataclass

from django.utils.text import capfirst

from portal.lists import Column
from units.models import Unit

DEEPEST_STEP = 5


@dataclass(frozen=True)
class Row:
    """A unit of the directory, with how far it stands in."""

    unit: Unit
    step: int


def read_rows(units):
    return [Row(unit, min(unit.tree_depth, DEEPEST_STEP)) for unit in units]


COLUMNS = [
    Column("Đơn vị", lambda row: row.unit.name, key="ten", order=("sort_key",), width=44),
    Column("Loại", lambda row: capfirst(row.unit.get_kind_display()), width=26),
    Column(
        "Thuộc đơn vị",
        lambda row: str(row.unit.parent) if row.unit.parent else None,
        key="thuoc",
        order=("parent__order", "parent_id"),
        width=30,
    ),
    Column("Mã hành chính", lambda row: row.unit.official_code or None, key="ma", order=("official_code",), width=16),
    Column("Đến hết ngày", lambda row: row.unit.valid_to, key="den", order=("valid_to",), width=14),
    Column("Ghi chú", lambda row: "Đơn vị mẫu" if row.unit.sample else None, width=16),
]
