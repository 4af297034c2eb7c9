"""The columns of the list of periods: what it is sorted by, and what its workbook holds."""

from portal.lists import Column


def _due(level):
    def value(row):
        return next((due.due_on for due in row.dues if due.level == level), None)

    return value


def _standings(row):
    return ", ".join(f"{standing.number} {standing.words}" for standing in row.standings) or None


COLUMNS = [
    Column("Kỳ báo cáo", lambda row: str(row.period), width=24),
    Column("Kế hoạch", lambda row: str(row.period.plan), width=24),
    Column("Loại kỳ", lambda row: row.period.get_kind_display(), width=12),
    Column("Số liệu từ ngày", lambda row: row.period.covers_from, width=14),
    Column("Chốt số liệu", lambda row: row.period.covers_to, key="chot", order=("covers_to",), width=14),
    Column("Mở kỳ", lambda row: row.period.opens_on, key="mo", order=("opens_on",), width=14),
    Column("Hạn gửi cấp 1", _due(1), width=14),
    Column("Hạn gửi cấp 2", _due(2), width=14),
    Column("Hạn gửi cấp 3", _due(3), width=14),
    Column("Đóng kỳ", lambda row: row.period.closes_on, key="dong", order=("closes_on",), width=14),
    Column("Tình trạng", lambda row: row.state, width=16),
    Column("Số báo cáo", lambda row: row.reports, width=12),
    Column("Các báo cáo", _standings, width=44),
]
