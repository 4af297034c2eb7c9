"""The tables of the dashboard, of Việc hôm nay and of Tin nhanh, a sheet each, for a workbook: numbers as numbers."""

from common.spreadsheets import Column, Figure, Table
from figures.cells import NUMBERS
from figures.reports import REPORT_NUMBERS
from portal.dashboards.board import COLUMNS
from portal.lists import refuse_too_many

HOME_NUMBERS = [*(cell.value for cell in COLUMNS), "done", "came_due", "left_out"]
RATE_WORDS = "Đã hoàn thành trên việc đã đến hạn"


def board_tables(board, late, since):
    """Return the sheets of the dashboard; `since` (SinceClosing) is None but for a closed period as of its closing."""
    tables = [_homes(board), _reports(board), _lateness(late)]
    return [*tables, _since(since)] if since else tables


def desk_tables(desk):
    rows = [[heading, words, number.count] for heading, lines in desk.groups for words, number in lines]
    return [Table("Việc hôm nay", [Column("Mục", 40), Column("Số liệu", 40), Column("Số lượng", 14)], rows)]


def briefing_tables(briefing):
    """Return the sheets of a Briefing that reads out every row; refused when nobody could use so many."""
    for number in [*(kind.number.count for kind in briefing.blocked), briefing.slipped_number.count]:
        refuse_too_many(number)
    return [
        _before_and_after(briefing),
        _of_the_days(briefing),
        _slipped(briefing),
        _blocked(briefing),
        _said(briefing),
    ]


def _homes(board):
    columns = [Column("Nhóm, mục", 60), *(Column(NUMBERS[name].words, 16) for name in HOME_NUMBERS)]
    told = [(f"{row.label}. {row.title}", row.figures) for row in board.home_rows]
    rows = [[words, *map(figures.number, HOME_NUMBERS)] for words, figures in [*told, ("Cộng", board.total)]]
    return Table("Theo nhóm, mục", columns, rows)


def _reports(board):
    rows = [[number.words, board.reports.number(name)] for name, number in REPORT_NUMBERS.items()]
    return Table("Báo cáo tiến độ", [Column("Báo cáo", 40), Column("Số lượng", 14)], rows)


def _lateness(late):
    columns = [Column("Quá hạn", 40), *(Column(length.label, 14) for length in late.lengths), Column("Cộng", 14)]
    rows = [[row.words, *(number.count for number in row.numbers), row.total.count] for row in late.rows]
    return Table("Quá hạn bao lâu", columns, rows)


def _since(since):
    columns = [Column("Số liệu", 48), Column("Lúc đóng kỳ", 16), Column("Đến nay", 16), Column("Thay đổi", 14)]
    rows = [[row.words, row.then.count, row.now.count, row.now.count - row.then.count] for row in since.rows]
    return Table("Cập nhật đến nay", columns, [*rows, [RATE_WORDS, *map(_rate, since.rates), None]])


def _before_and_after(briefing):
    days = [f"Cuối ngày {day:%d/%m/%Y}" for day in (briefing.then.on, briefing.now.on)]
    numbers = {
        "Việc chưa hoàn thành, quá hạn": briefing.overdue,
        "Báo cáo chưa gửi, đã quá hạn": briefing.missing,
    }
    rows = [[words, *(number.count for number in found)] for words, found in numbers.items()]
    columns = [Column("Số liệu", 48), *(Column(day, 24) for day in days)]
    return Table("Trước và sau", columns, [[RATE_WORDS, *map(_rate, briefing.rates)], *rows])


def _of_the_days(briefing):
    told = {"Đã có thêm": briefing.came_in, "Chậm lại": briefing.slipped, "Gia hạn": briefing.extended["lines"]}
    rows = [[heading, words, number.count] for heading, lines in told.items() for words, number in lines]
    gained = briefing.extended["days"]
    rows.append(["Gia hạn", "Số ngày được thêm", gained.count if gained else 0])
    return Table("Trong những ngày này", [Column("Mục", 20), Column("Số liệu", 48), Column("Số lượng", 14)], rows)


def _slipped(briefing):
    heads = {"Nhiệm vụ": 60, "Đơn vị chủ trì": 28, "Thời hạn": 14, "Quá hạn (ngày)": 14}
    rows = [
        [f"{duty.task_code}. {duty.task_title}", duty.unit, duty.due_on, duty.days_late]
        for duty in briefing.slipped_duties
    ]
    return Table("Việc thành quá hạn", [Column(head, width) for head, width in heads.items()], rows)


def _blocked(briefing):
    heads = {"Mục": 36, "Việc, báo cáo": 60, "Đơn vị": 28, "Từ ngày": 14, "Chờ ai": 28}
    rows = [[kind.words, row.title, row.unit, row.since, row.decides] for kind in briefing.blocked for row in kind.rows]
    return Table("Đang vướng", [Column(head, width) for head, width in heads.items()], rows)


def _said(briefing):
    heads = {"Ý kiến chỉ đạo": 60, "Đơn vị": 28, "Hạn trả lời": 14, "Tình trạng": 28}
    rows = [[one.direction.text, str(one.direction.to_unit), one.due_on, one.words] for one in briefing.open_directions]
    return Table("Ý kiến chỉ đạo đang mở", [Column(head, width) for head, width in heads.items()], rows)


def _rate(share):
    return Figure(f"{share.words} ({share.fraction})") if share.fraction else None
