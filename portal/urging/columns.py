"""The columns of the urging ledger: a few on the screen, all that the account of a period needs in the workbook."""

from dataclasses import dataclass

from common import clock
from oversight.models import Urging
from portal.lists import Column
from portal.steps import person_of
from portal.urged import standing_of
from portal.urging.words import fate_of
from portal.words import Word


@dataclass(frozen=True)
class Row:
    """An urging with its subjects: [(UrgingSubject, Word of what became of it)]."""

    urging: Urging
    standing: Word
    fates: list


def read_rows(urgings):
    """Return the Rows of `urgings`, read with `for_ledger()`."""
    on = clock.today()
    return [
        Row(one, standing_of(one, on), [(subject, fate_of(subject, on)) for subject in one.subjects.all()])
        for one in urgings
    ]


def about(row):
    """What the unit was urged about, a line each."""
    return "\n".join(f"{subject.about} (quá hạn {subject.days_late} ngày)" for subject, _ in row.fates)


def became(row):
    """What became of each since, a line each."""
    return "\n".join(word.word[:1].upper() + word.word[1:] for _, word in row.fates)


def _letter(row):
    urging = row.urging
    return f"{urging.letter_number} ngày {urging.letter_on:%d/%m/%Y}" if urging.letter_number else None


def _level(row):
    return row.urging.get_level_display().capitalize()


UNIT = Column(
    "Đơn vị",
    lambda row: str(row.urging.unit),
    key="don-vi",
    order=("unit__order", "unit_id"),
    url=lambda row: row.urging.get_absolute_url(),
    aside=lambda row: f"ngày {row.urging.urged_on:%d/%m/%Y}",
    width=32,
)
DAY = Column("Ngày", lambda row: row.urging.urged_on, key="ngay", order=("urged_on", "at"), width=12)
LEVEL = Column("Mức", _level, key="muc", order=("level",), width=10)
CHANNEL = Column("Hình thức", lambda row: row.urging.get_channel_display(), key="hinh-thuc", order=("channel",))
ABOUT = Column("Về việc", about, width=56)
ABOUT_IN_ONE_LINE = Column("Về việc", lambda row: "; ".join(about(row).split("\n")))
ANSWER_BY = Column("Hạn trả lời", lambda row: row.urging.answer_by, key="han", order=("answer_by",), width=12)
STANDING = Column("Tình trạng", lambda row: row.standing.word, mark=lambda row: (row.standing.tone, ""), width=32)
# On the screen level and channel share a column.
HOW = Column("Mức", lambda row: f"{_level(row)}, {row.urging.get_channel_display()}", key="muc", order=("level",))
COLUMNS = [UNIT, DAY, HOW, ABOUT_IN_ONE_LINE, ANSWER_BY, STANDING]
LEDGER = [
    UNIT,
    DAY,
    LEVEL,
    CHANNEL,
    Column("Công văn", _letter, width=24),
    ABOUT,
    Column("Nội dung đôn đốc", lambda row: row.urging.text, width=50),
    Column("Người đôn đốc", lambda row: person_of(row.urging), width=24),
    Column("Của đơn vị", lambda row: str(row.urging.for_unit), width=28),
    ANSWER_BY,
    Column("Tiếp nhận lúc", lambda row: row.urging.acknowledged_at, width=18),
    Column("Người tiếp nhận", lambda row: person_of(row.urging, "acknowledged") or None, width=24),
    Column("Trả lời lúc", lambda row: row.urging.answered_at, width=18),
    Column("Người trả lời", lambda row: person_of(row.urging, "answered") or None, width=24),
    Column("Nội dung trả lời", lambda row: row.urging.answer or None, width=50),
    STANDING,
    Column("Kết quả đến nay", became, width=40),
]
