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
