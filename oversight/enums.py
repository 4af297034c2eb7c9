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
