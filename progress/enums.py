"""Words of the room progress, and the life of a report as a table of moves (DESIGN §4)."""

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "nháp"
    WAITING = "waiting", "chờ lãnh đạo duyệt"
    SUBMITTED = "submitted", "đã gửi"
    RECEIVED = "received", "đã tiếp nhận"
    NEEDS_MORE = "needs_more", "cần bổ sung"
    CONFIRMED = "confirmed", "đã xác nhận"

    @classmethod
    def writable(cls):
        """States in which the unit may change its working text."""
        return [cls.DRAFT, cls.WAITING, cls.NEEDS_MORE]

    @classmethod
    def with_receiver(cls):
        """States in which the report lies with the unit it was sent to."""
        return [cls.SUBMITTED, cls.RECEIVED, cls.CONFIRMED]

    @classmethod
    def to_judge(cls):
        return [cls.SUBMITTED, cls.RECEIVED]


class ReportMove(models.TextChoices):
    OPEN = "open", "mở kỳ báo cáo"
    ASK_SIGN_OFF = "ask_sign_off", "trình lãnh đạo"
    RECALL = "recall", "thu hồi"
    HAND_BACK = "hand_back", "trả về chuyên viên"
    SUBMIT = "submit", "gửi báo cáo"
    WITHDRAW = "withdraw", "rút lại"
    RECEIVE = "receive", "tiếp nhận"
    ASK_FOR_MORE = "ask_for_more", "đề nghị bổ sung"
    CONFIRM = "confirm", "xác nhận"
    REOPEN = "reopen", "mở lại"
    REGISTER = "register", "đăng ký bản giấy"
    EXTEND = "extend", "gia hạn"
    MOVE_DUE = "move_due", "đổi hạn gửi của kỳ"


_S, _M = ReportState, ReportMove

# move: (states it may start from, state it leads to). RECALL, HAND_BACK and WITHDRAW lead back to NEEDS_MORE
# while a request for more is unanswered.
REPORT_MOVES = {
    _M.ASK_SIGN_OFF: ({_S.DRAFT, _S.NEEDS_MORE}, _S.WAITING),
    _M.RECALL: ({_S.WAITING}, _S.DRAFT),
    _M.HAND_BACK: ({_S.WAITING}, _S.DRAFT),
    _M.SUBMIT: ({_S.DRAFT, _S.WAITING, _S.NEEDS_MORE}, _S.SUBMITTED),
    _M.WITHDRAW: ({_S.SUBMITTED}, _S.DRAFT),
    _M.RECEIVE: ({_S.SUBMITTED}, _S.RECEIVED),
    _M.ASK_FOR_MORE: ({_S.SUBMITTED, _S.RECEIVED}, _S.NEEDS_MORE),
    _M.CONFIRM: ({_S.SUBMITTED, _S.RECEIVED}, _S.CONFIRMED),
    _M.REOPEN: ({_S.CONFIRMED}, _S.NEEDS_MORE),
    # A letter on paper that was registered has been received: its unit takes it back by another letter only.
    _M.REGISTER: ({_S.DRAFT, _S.WAITING, _S.NEEDS_MORE}, _S.RECEIVED),
}

# What leaves the state as it is and gives the report another due day.
DUE_MOVES = [_M.EXTEND, _M.MOVE_DUE]

# What a unit does within itself before it sends: nobody outside is told.
INNER_MOVES = {_M.ASK_SIGN_OFF, _M.RECALL, _M.HAND_BACK}


class WorkState(models.TextChoices):
    """What a unit says of one line in one period. For recurring work it speaks of the cycle."""

    NOT_STARTED = "not_started", "chưa thực hiện"
    IN_PROGRESS = "in_progress", "đang thực hiện"
    DONE = "done", "đã làm xong"


class Medium(models.TextChoices):
    DIGITAL = "digital", "bản điện tử"
    PAPER = "paper", "bản giấy"


class ContributionState(models.TextChoices):
    """Where a request for a contribution stands."""

    WAITING = "waiting", "chờ trả lời"
    ANSWERED = "answered", "đã góp nội dung"
    DECLINED = "declined", "đã từ chối"
    WITHDRAWN = "withdrawn", "đã rút đề nghị"

    @classmethod
    def open(cls):
        """States in which the supporter may still write and send."""
        return [cls.WAITING, cls.ANSWERED]


class EvidenceKind(models.TextChoices):
    FILE = "file", "tệp"
    DOCUMENT = "document", "văn bản đã ban hành"


class RemovedKind(models.TextChoices):
    """What was removed in an emergency (DOMAIN §8)."""

    EVIDENCE = "evidence", "minh chứng"
    LINE = "line", "dòng báo cáo"
    COMMON = "common", "phần chung của báo cáo"
    LOG = "log", "dòng nhật ký"


class PeriodState(models.TextChoices):
    """Where a period stands on a day; computed from its dates, never stored."""

    COMING = "coming", "sắp mở"
    OPEN = "open", "đang mở"
    CLOSED = "closed", "đã đóng"
