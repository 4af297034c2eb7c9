"""The cells of the 2 × 2, and the numbers made of them. A number's name opens the list behind it."""

from dataclasses import dataclass

from django.db import models


class Cell(models.TextChoices):
    """Where a duty stands on a day: exactly one cell."""

    DONE_ON_TIME = "done_on_time", "đã hoàn thành đúng hạn"
    DONE_LATE = "done_late", "đã hoàn thành quá hạn"
    OPEN_IN_TIME = "open_in_time", "chưa hoàn thành, trong hạn"
    OPEN_OVERDUE = "open_overdue", "chưa hoàn thành, quá hạn"
    NO_DEADLINE = "no_deadline", "không hạn"
    SUSPENDED = "suspended", "đang tạm dừng"
    ENDED = "ended", "đã thôi thực hiện, đã chuyển đơn vị khác hoặc không còn định kỳ"


DONE = (Cell.DONE_ON_TIME, Cell.DONE_LATE)
OPEN = (Cell.OPEN_IN_TIME, Cell.OPEN_OVERDUE)
CAME_DUE = (*DONE, Cell.OPEN_OVERDUE)
DATED = (*DONE, *OPEN)
LEFT_OUT = (Cell.SUSPENDED, Cell.ENDED)
LATE_DUTIES = (Cell.OPEN_OVERDUE, Cell.DONE_LATE)

CAME_DUE_WORDS = "việc đã đến hạn, gồm đã hoàn thành và quá hạn"
DATED_WORDS = "việc có thời hạn"


@dataclass(frozen=True)
class Number:
    """A number of duties: its name in addresses, its words, the cells it adds up, and its formula in words."""

    name: str
    words: str
    cells: tuple
    formula: str


_DONE_RULE = (
    "việc một lần: đã được xác nhận hoàn thành; "
    "việc định kỳ: báo cáo của kỳ đã được xác nhận và dòng việc ghi đã làm xong"
)
_ALL = [
    Number(
        Cell.DONE_ON_TIME,
        "Đã hoàn thành đúng hạn",
        (Cell.DONE_ON_TIME,),
        f"Đếm việc đã hoàn thành mà ngày làm xong không sau thời hạn ({_DONE_RULE}).",
    ),
    Number(
        Cell.DONE_LATE,
        "Đã hoàn thành quá hạn",
        (Cell.DONE_LATE,),
        f"Đếm việc đã hoàn thành mà ngày làm xong sau thời hạn ({_DONE_RULE}).",
    ),
    Number(
        Cell.OPEN_IN_TIME,
        "Chưa hoàn thành, trong hạn",
        (Cell.OPEN_IN_TIME,),
        "Đếm việc chưa hoàn thành mà thời hạn chưa qua; đúng ngày hạn vẫn là trong hạn.",
    ),
    Number(
        Cell.OPEN_OVERDUE,
        "Chưa hoàn thành, quá hạn",
        (Cell.OPEN_OVERDUE,),
        "Đếm việc chưa hoàn thành mà thời hạn đã qua.",
    ),
    Number(
        Cell.NO_DEADLINE,
        "Không hạn",
        (Cell.NO_DEADLINE,),
        "Đếm phân công chủ trì đang có hiệu lực, không có thời hạn và không định kỳ; đứng ngoài mọi tỷ lệ.",
    ),
    Number("done", "Đã hoàn thành", DONE, f"Đã hoàn thành đúng hạn + đã hoàn thành quá hạn ({_DONE_RULE})."),
    Number("open", "Chưa hoàn thành", OPEN, "Chưa hoàn thành, trong hạn + chưa hoàn thành, quá hạn."),
    Number("came_due", "Đã đến hạn", CAME_DUE, "Đã hoàn thành + chưa hoàn thành, quá hạn."),
    Number("dated", "Việc có thời hạn", DATED, "Đã hoàn thành + chưa hoàn thành, cả trong hạn và quá hạn."),
    Number(
        "left_out",
        "Để ngoài phép đếm",
        LEFT_OUT,
        "Việc chưa hoàn thành mà đến ngày hạn đã tạm dừng, thôi thực hiện hoặc chuyển đơn vị khác; tạm dừng hay thôi "
        "sau ngày hạn vẫn là quá hạn. Việc một lần chuyển sau ngày hạn được đếm ở đơn vị mới. "
        "Kỳ chưa xong của việc định kỳ nay đã có thời hạn khác: việc ấy đếm theo thời hạn mới.",
    ),
]
NUMBERS = {str(number.name): number for number in _ALL}
