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
    DirectionMove.WITHDRAW: (DirectionState.open(), DirectionState.WITHDRAWN),
}
