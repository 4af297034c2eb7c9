from django.db import models


class ReviewKind(models.TextChoices):
    """What is concluded: one period, the way so far, or the whole plan."""

    PERIODIC = "periodic", "báo cáo tổng hợp định kỳ"
    PRELIMINARY = "preliminary", "báo cáo sơ kết"
    FINAL = "final", "báo cáo tổng kết"


class ReviewState(models.TextChoices):
    """Where a review stands. What was issued is never written again: a correction is a new review."""

    PLANNED = "planned", "sắp lập"
    DRAFT = "draft", "đang soạn"
    ISSUED = "issued", "đã ban hành"
    CALLED_OFF = "called_off", "không lập nữa"

    @classmethod
    def open(cls):
        return [cls.PLANNED, cls.DRAFT]


class ReviewMove(models.TextChoices):
    """What is done to a review."""

    PLAN = "plan", "đưa vào lịch"
    CHANGE = "change", "sửa lịch"
    BEGIN = "begin", "lập bản nháp"
    REFRESH = "refresh", "cập nhật số liệu"
    ISSUE = "issue", "ban hành"
    CORRECT = "correct", "lập bản đính chính"
    CALL_OFF = "call_off", "thôi lập"
    REMOVE = "remove", "gỡ khẩn cấp"

    @classmethod
    def with_words(cls):
        """Moves that always say why."""
        return [cls.CORRECT, cls.CALL_OFF, cls.REMOVE]


# move: (states it may start from, state it leads to)
REVIEW_MOVES = {
    ReviewMove.CHANGE: ([ReviewState.PLANNED], ReviewState.PLANNED),
    ReviewMove.BEGIN: ([ReviewState.PLANNED], ReviewState.DRAFT),
    ReviewMove.REFRESH: ([ReviewState.DRAFT], ReviewState.DRAFT),
    ReviewMove.ISSUE: ([ReviewState.DRAFT], ReviewState.ISSUED),
    ReviewMove.CORRECT: ([ReviewState.ISSUED], ReviewState.ISSUED),
    ReviewMove.CALL_OFF: (ReviewState.open(), ReviewState.CALLED_OFF),
}


class SourceKind(models.TextChoices):
    """What of a submission, or of which other record, a passage was made from."""

    RESULT = "result", "kết quả thực hiện"
    DIFFICULTIES = "difficulties", "khó khăn, vướng mắc"
    NEXT_STEPS = "next_steps", "nhiệm vụ kỳ tới"
    PROPOSALS = "proposals", "kiến nghị, đề xuất"
    FINDING = "finding", "kết luận, kiến nghị sau kiểm tra"
    DIRECTION = "direction", "ý kiến chỉ đạo"


class JobAct(models.TextChoices):
    """What a worker does on a long review."""

    BEGIN = "begin", "lập bản nháp"
    REFRESH = "refresh", "cập nhật số liệu"
    ISSUE = "issue", "ban hành"
    CORRECT = "correct", "lập bản đính chính"
    PRINT = "print", "lập tệp bản nháp"

    @classmethod
    def reading_sources(cls):
        """Acts that read words before they take the review: an emergency removal stops them."""
        return [cls.BEGIN, cls.REFRESH, cls.PRINT]

    @classmethod
    def of_head(cls):
        return [cls.ISSUE, cls.CORRECT]


class JobState(models.TextChoices):
    """Where an act that a worker does on a review stands."""

    QUEUED = "queued", "đang chờ"
    MAKING = "making", "đang làm"
    DONE = "done", "đã xong"
    FAILED = "failed", "chưa làm được"

    @classmethod
    def open(cls):
        return [cls.QUEUED, cls.MAKING]


class WorkbookState(models.TextChoices):
    """Where the making of a workbook stands."""

    QUEUED = "queued", "đang chờ lập"
    MAKING = "making", "đang lập"
    READY = "ready", "đã lập xong"
    FAILED = "failed", "chưa lập được"

    @classmethod
    def open(cls):
        return [cls.QUEUED, cls.MAKING]


class WorkbookExtent(models.TextChoices):
    """Of whom a workbook is."""

    WHOLE = "whole", "toàn kế hoạch"
    OWN = "own", "đơn vị và các đơn vị bên dưới"
