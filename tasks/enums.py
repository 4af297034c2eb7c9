"""Words of the room tasks, and the life of an assignment as a table of moves."""

from django.db import models


class PeriodKind(models.TextChoices):
    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "năm"
    AD_HOC = "ad_hoc", "đột xuất"
    THEMATIC = "thematic", "chuyên đề"

    @classmethod
    def regular(cls):
        return [cls.MONTH, cls.QUARTER, cls.HALF_YEAR, cls.YEAR]


class Cadence(models.TextChoices):
    """How often recurring work completes a cycle. Empty: one-off work, or work without a deadline."""

    MONTH = "month", "hằng tháng"
    QUARTER = "quarter", "hằng quý"
    HALF_YEAR = "half_year", "6 tháng một lần"
    YEAR = "year", "hằng năm"


class Regime(models.TextChoices):
    """How the limits of periods are counted (DOMAIN §3)."""

    ND09 = "nd09", "chốt ngày 14 (Nghị định 09/2019/NĐ-CP)"
    CALENDAR = "calendar", "theo tháng, quý, năm dương lịch"


class Level(models.IntegerChoices):
    """How late in the chain a unit reports: who folds others' reports into its own reports later."""

    FIRST = 1, "cấp 1: báo cáo đơn vị cấp trên trực tiếp"
    SECOND = 2, "cấp 2: báo cáo cơ quan thường trực"
    THIRD = 3, "cấp 3: báo cáo cơ quan ban hành kế hoạch"


class TaskMode(models.TextChoices):
    ONE_LEAD = "one_lead", "một đơn vị chủ trì"
    EACH_OWN = "each_own", "mỗi đơn vị một phần việc riêng"


class Part(models.TextChoices):
    LEAD = "lead", "chủ trì"
    SUPPORT = "support", "phối hợp"


class Aggregate(models.TextChoices):
    """How values of an indicator are put together over time or over units."""

    SUM = "sum", "cộng dồn"
    LATEST = "latest", "lấy số mới nhất"
    MAX = "max", "lấy số lớn nhất"
    MEAN = "mean", "lấy trung bình"


class AssignmentState(models.TextChoices):
    """Where the work stands. Lateness is never a state: it is computed from dates (DOMAIN §2)."""

    GIVEN = "given", "chưa thực hiện"
    TAKEN_ON = "taken_on", "đang thực hiện"
    REPORTED_DONE = "reported_done", "chờ xác nhận"
    DONE = "done", "đã hoàn thành"
    REDO = "redo", "thực hiện lại"
    DECLINED = "declined", "từ chối, chờ xem xét"
    SUSPENDED = "suspended", "tạm dừng"
    WITHDRAWN = "withdrawn", "thôi thực hiện"
    TRANSFERRED = "transferred", "đã chuyển đơn vị khác"

    @classmethod
    def open(cls):
        """States of work that is still owed."""
        return [cls.GIVEN, cls.TAKEN_ON, cls.REPORTED_DONE, cls.REDO, cls.DECLINED]

    @classmethod
    def ended(cls):
        return [cls.WITHDRAWN, cls.TRANSFERRED]


class AssignmentMove(models.TextChoices):
    GIVE = "give", "giao việc"
    CHANGE = "change", "sửa phân công"
    TAKE_ON = "take_on", "tiếp nhận"
    DECLINE = "decline", "từ chối"
    KEEP = "keep", "không chấp nhận từ chối"
    TRANSFER = "transfer", "chuyển đơn vị khác"
    SUSPEND = "suspend", "tạm dừng"
    RESUME = "resume", "tiếp tục thực hiện"
    WITHDRAW = "withdraw", "thôi thực hiện"
    REPORT_DONE = "report_done", "báo hoàn thành"
    RECALL_DONE = "recall_done", "rút báo hoàn thành"
    CONFIRM_DONE = "confirm_done", "xác nhận hoàn thành"
    NOT_CONFIRMED = "not_confirmed", "đề nghị thực hiện lại"
    REOPEN = "reopen", "mở lại"
    EXTEND = "extend", "gia hạn"


_S, _M = AssignmentState, AssignmentMove
_WORKING = {_S.GIVEN, _S.TAKEN_ON, _S.REDO}

# move: (states it may start from, state it leads to)
ASSIGNMENT_MOVES = {
    _M.TAKE_ON: ({_S.GIVEN}, _S.TAKEN_ON),
    _M.DECLINE: ({_S.GIVEN}, _S.DECLINED),
    _M.KEEP: ({_S.DECLINED}, _S.GIVEN),
    _M.TRANSFER: (_WORKING | {_S.DECLINED, _S.SUSPENDED}, _S.TRANSFERRED),
    _M.SUSPEND: (_WORKING, _S.SUSPENDED),
    _M.RESUME: ({_S.SUSPENDED}, _S.TAKEN_ON),
    _M.WITHDRAW: (_WORKING | {_S.DECLINED, _S.SUSPENDED, _S.REPORTED_DONE}, _S.WITHDRAWN),
    _M.REPORT_DONE: (_WORKING, _S.REPORTED_DONE),
    _M.RECALL_DONE: ({_S.REPORTED_DONE}, _S.TAKEN_ON),
    _M.CONFIRM_DONE: (_WORKING | {_S.REPORTED_DONE}, _S.DONE),
    _M.NOT_CONFIRMED: ({_S.REPORTED_DONE}, _S.REDO),
    _M.REOPEN: ({_S.DONE}, _S.REDO),
}

# Moves that are explained to the other side: a reason is mandatory.
MOVES_WITH_REASON = {_M.DECLINE, _M.KEEP, _M.TRANSFER, _M.SUSPEND, _M.WITHDRAW, _M.NOT_CONFIRMED, _M.REOPEN}
