"""Words of the room oversight."""

from django.db import models


class ExtensionState(models.TextChoices):
    """Where a request for more time stands. Each request is decided once."""

    ASKED = "asked", "chờ quyết định"
    GRANTED = "granted", "được gia hạn"
    REFUSED = "refused", "không được gia hạn"
    WITHDRAWN = "withdrawn", "đã rút đề nghị"

    @classmethod
    def decided(cls):
        return [cls.GRANTED, cls.REFUSED]


class UrgingLevel(models.IntegerChoices):
    """How strongly a unit is urged; the next level follows when the last one led to nothing."""

    FIRST = 1, "mức 1"
    SECOND = 2, "mức 2"
    THIRD = 3, "mức 3"


class UrgingChannel(models.TextChoices):
    """By which way a unit is urged. Whatever the way, it also stands in the ledger and in the unit's inbox."""

    PORTAL = "portal", "trên cổng"
    MAIL = "mail", "thư điện tử"
    LETTER = "letter", "công văn"
    TELEPHONE = "telephone", "điện thoại"
    MEETING = "meeting", "làm việc trực tiếp"


class DutyKind(models.TextChoices):
    """What a reminder is about, as its receiver sees it."""

    REPORT = "report", "báo cáo chưa gửi"
    CAME_BACK = "came_back", "báo cáo cần bổ sung"
    WORK = "work", "việc được giao có thời hạn"
    CONTRIBUTION = "contribution", "đề nghị góp nội dung"
    JUDGING = "judging", "báo cáo chờ xem xét"
    DIRECTION = "direction", "ý kiến chỉ đạo chưa trả lời"
    REMEDY = "remedy", "khắc phục sau kiểm tra"


class ReminderRule(models.IntegerChoices):
    """On which day people are reminded, in days after the due day."""

    WEEK_BEFORE = -7, "trước hạn 7 ngày"
    THREE_BEFORE = -3, "trước hạn 3 ngày"
    DAY_BEFORE = -1, "trước hạn 1 ngày"
    DUE_DAY = 0, "đúng ngày đến hạn"
    DAY_AFTER = 1, "quá hạn 1 ngày"
    THREE_AFTER = 3, "quá hạn 3 ngày"
    WEEK_AFTER = 7, "quá hạn 7 ngày"

    @classmethod
    def in_force(cls, due_on, on):
        """Return the latest rule whose day has come by the day `on`, or None: a later one has overtaken those before.

        The last one stays in force, so that an outage of whatever length silences nothing for ever.
        """
        days = (on - due_on).days
        return max((rule for rule in cls if rule <= days), default=None)


class MailState(models.TextChoices):
    """How far the letter of a digest is. Each is tried a few times, and never twice at once."""

    NONE = "none", "không gửi thư"
    QUEUED = "queued", "thư chờ gửi"
    SENDING = "sending", "đang gửi thư"
    SENT = "sent", "đã gửi thư"
    FAILED = "failed", "thư không gửi được"


class DirectionSubject(models.TextChoices):
    """What a direction is about. The value stands in the address of the form."""

    PLAN = "plan", "kế hoạch"
    GROUP = "group", "nhóm nhiệm vụ"
    TASK = "task", "nhiệm vụ"
    UNIT = "unit", "đơn vị"
    REPORT = "report", "báo cáo"


class DirectionState(models.TextChoices):
    """Where a direction stands. One that only says something is never open."""

    NOTED = "noted", "để biết, không cần trả lời"
    GIVEN = "given", "chờ tiếp nhận"
    ACKNOWLEDGED = "acknowledged", "đã tiếp nhận, chờ trả lời"
    ANSWERED = "answered", "đã trả lời, chờ xem xét"
    CLOSED = "closed", "đã khép lại"
    WITHDRAWN = "withdrawn", "đã rút"

    @classmethod
    def owed(cls):
        """States in which a unit owes an answer."""
        return [cls.GIVEN, cls.ACKNOWLEDGED]

    @classmethod
    def open(cls):
        return [*cls.owed(), cls.ANSWERED]

    @classmethod
    def at_rest(cls):
        return [cls.CLOSED, cls.WITHDRAWN]


class DirectionMove(models.TextChoices):
    GIVE = "give", "cho ý kiến"
    PASS_ON = "pass_on", "chuyển đơn vị trả lời"
    ACKNOWLEDGE = "acknowledge", "tiếp nhận"
    ANSWER = "answer", "trả lời"
    ASK_AGAIN = "ask_again", "hỏi lại"
    CLOSE = "close", "khép lại"
    WITHDRAW = "withdraw", "rút ý kiến"

    @classmethod
    def with_words(cls):
        """Moves that always say something: the direction itself holds the words of GIVE."""
        return [cls.PASS_ON, cls.ANSWER, cls.ASK_AGAIN, cls.WITHDRAW]


# move: (states it may start from, state it leads to)
DIRECTION_MOVES = {
    DirectionMove.PASS_ON: (DirectionState.owed(), DirectionState.GIVEN),
    DirectionMove.ACKNOWLEDGE: ([DirectionState.GIVEN], DirectionState.ACKNOWLEDGED),
    DirectionMove.ANSWER: (DirectionState.owed(), DirectionState.ANSWERED),
    DirectionMove.ASK_AGAIN: ([DirectionState.ANSWERED], DirectionState.GIVEN),
    DirectionMove.CLOSE: ([DirectionState.ANSWERED], DirectionState.CLOSED),
    DirectionMove.WITHDRAW: ([DirectionState.NOTED, *DirectionState.open()], DirectionState.WITHDRAWN),
}


class InspectionKind(models.TextChoices):
    """How closely a unit is looked at."""

    INSPECTION = "inspection", "kiểm tra"
    WATCH = "watch", "giám sát"


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", "đã lập kế hoạch"
    ANNOUNCED = "announced", "đã báo đơn vị"
    RECORDED = "recorded", "đã có kết luận"
    CLOSED = "closed", "đã khép lại"
    CALLED_OFF = "called_off", "không tiến hành"

    @classmethod
    def recorded(cls):
        return [cls.RECORDED, cls.CLOSED]

    @classmethod
    def told(cls):
        """States in which the inspected units know of it; what was called off they know when they had been told."""
        return [cls.ANNOUNCED, *cls.recorded()]

    @classmethod
    def coming(cls):
        return [cls.PLANNED, cls.ANNOUNCED]


class InspectionMove(models.TextChoices):
    """What is done to an inspection."""

    PLAN = "plan", "lập kế hoạch"
    CHANGE = "change", "sửa kế hoạch"
    ANNOUNCE = "announce", "báo cho đơn vị"
    RECORD = "record", "ghi kết quả"
    CLOSE = "close", "khép lại"
    REOPEN = "reopen", "mở lại vì một kiến nghị được mở lại"
    CALL_OFF = "call_off", "không tiến hành"


# A visit that was not announced is made known by its record.
INSPECTION_MOVES = {
    InspectionMove.ANNOUNCE: ([InspectionState.PLANNED], InspectionState.ANNOUNCED),
    InspectionMove.RECORD: (InspectionState.coming(), InspectionState.RECORDED),
    InspectionMove.CLOSE: ([InspectionState.RECORDED], InspectionState.CLOSED),
    InspectionMove.REOPEN: ([InspectionState.CLOSED], InspectionState.RECORDED),
    InspectionMove.CALL_OFF: (InspectionState.coming(), InspectionState.CALLED_OFF),
}


class FindingState(models.TextChoices):
    """With whom a finding lies. Overdue is computed from its day, never stored."""

    OWED = "owed", "chờ khắc phục"
    REPORTED = "reported", "đã báo cáo khắc phục, chờ xem xét"
    CLOSED = "closed", "đã khép lại"


class FindingMove(models.TextChoices):
    """What is done about a finding."""

    GIVE = "give", "kiến nghị"
    REPORT = "report", "báo cáo khắc phục"
    CLOSE = "close", "khép lại"
    REOPEN = "reopen", "đề nghị khắc phục tiếp"

    @classmethod
    def with_words(cls):
        return [cls.REPORT, cls.REOPEN]


FINDING_MOVES = {
    FindingMove.REPORT: ([FindingState.OWED], FindingState.REPORTED),
    FindingMove.CLOSE: ([FindingState.OWED, FindingState.REPORTED], FindingState.CLOSED),
    FindingMove.REOPEN: ([FindingState.REPORTED, FindingState.CLOSED], FindingState.OWED),
}
