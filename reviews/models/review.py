import uuid

from django.db import models
from django.db.models import F, Q

from common.addresses import address_of
from progress.models import Period
from reviews.enums import ReviewKind, ReviewMove, ReviewState
from tasks.models import Plan, places_of
from units.models import Unit, User


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Whoever takes part in the plan knows of its reviews and when they come; who may read one is a question of
        permissions."""
        if membership is None or membership.is_administrator:
            return self.none()
        return self.filter(plan_id__in=[place.plan_id for place in places_of(membership)])

    def issued(self):
        return self.filter(state=ReviewState.ISSUED)

    def coming(self):
        return self.filter(state__in=ReviewState.open())

    def for_page(self):
        """With what pages say of a review; its figures and annexes, which may be long, are read by `kept_of` alone."""
        heavy = [f"{of}{name}" for of in ("", "corrects__") for name in ("figures", "annexes")]
        return self.select_related("plan", "issuer", "period", "drafter", "corrects").defer(*heavy)


class Review(models.Model):
    """One compiled report of the standing office over a span of days, planned first, drafted, issued once.

    `as_of` is the day as of whose end its figures are taken; `form` the official form it is printed in. `figures` and
    `annexes` are what was last counted, and from the day it is issued what stands for ever. `token` is that of the form
    it was planned with: the same form sent twice plans once.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", verbose_name="kế hoạch")
    kind = models.CharField("loại", max_length=12, choices=ReviewKind)
    state = models.CharField("trạng thái", max_length=10, choices=ReviewState, default=ReviewState.PLANNED)
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name="kỳ báo cáo"
    )
    covers_from = models.DateField("từ ngày")
    covers_to = models.DateField("đến ngày")
    due_on = models.DateField("ngày phải xong")
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="reviews_issued", verbose_name="nơi ban hành")
    drafter = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reviews_drafted", verbose_name="người soạn"
    )
    as_of = models.DateField("số liệu tính đến hết ngày", null=True, blank=True)
    form = models.CharField("thể thức", max_length=60, blank=True)
    figures = models.JSONField("số liệu", default=dict, blank=True, editable=False)
    annexes = models.JSONField("phụ lục", default=list, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="đính chính cho"
    )
    edited_at = models.DateTimeField("sửa lần cuối lúc", null=True, blank=True, editable=False)
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo sơ kết, tổng kết"
        verbose_name_plural = "sơ kết, tổng kết"
        ordering = ["-due_on", "-id"]
        constraints = [
            models.CheckConstraint(name="reviews_review_kind_known", condition=Q(kind__in=ReviewKind.values)),
            models.CheckConstraint(name="reviews_review_state_known", condition=Q(state__in=ReviewState.values)),
            models.CheckConstraint(
                name="reviews_review_covers_in_order",
                condition=Q(covers_from__lte=F("covers_to")),
                violation_error_message="“Từ ngày” phải trước hoặc bằng “đến ngày”.",
            ),
            models.CheckConstraint(
                name="reviews_review_draft_has_day_and_form",
                condition=Q(state__in=[ReviewState.PLANNED, ReviewState.CALLED_OFF])
                | (Q(as_of__isnull=False) & ~Q(form="")),
            ),
            models.CheckConstraint(
                name="reviews_review_issued_has_time",
                condition=Q(state=ReviewState.ISSUED, issued_at__isnull=False)
                | (~Q(state=ReviewState.ISSUED) & Q(issued_at=None)),
            ),
            models.CheckConstraint(name="reviews_review_not_its_own_correction", condition=~Q(corrects=F("id"))),
            models.UniqueConstraint(
                name="reviews_review_one_correction",
                fields=["corrects"],
                condition=~Q(state=ReviewState.CALLED_OFF),
                violation_error_message="Báo cáo này đã có bản đính chính.",
            ),
        ]

    def __str__(self):
        span = str(self.period) if self.period_id else f"{self.covers_from:%d/%m/%Y} – {self.covers_to:%d/%m/%Y}"
        correcting = " (đính chính)" if self.corrects_id else ""
        return f"{self.get_kind_display().capitalize()}, {span}{correcting}"

    def get_absolute_url(self):
        return address_of("portal:review", self.pk)

    @property
    def is_draft(self):
        return self.state == ReviewState.DRAFT

    @property
    def is_issued(self):
        return self.state == ReviewState.ISSUED


class IssuedDocument(models.Model):
    """The .docx of an issued review, byte for byte as it was made: printing it again can never change it.

    Only an emergency removal (DOMAIN §8) puts another in its place, from which words are gone: `replaced_at`. `frame`
    is what stood around its text on the day, so that what a unit or the plan is called later never gets into it.
    """

    review = models.OneToOneField(Review, models.PROTECT, related_name="document", verbose_name="báo cáo")
    content = models.BinaryField("nội dung tệp")
    frame = models.JSONField("phần đầu và phần cuối văn bản", default=dict, blank=True, editable=False)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    replaced_at = models.DateTimeField("in lại sau khi gỡ khẩn cấp lúc", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản đã ban hành"
        verbose_name_plural = "văn bản đã ban hành"

    def __str__(self):
        return f"Văn bản: {self.review}"


class ReviewEvent(models.Model):
    """One thing that was done with a review: append-only."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="events", verbose_name="báo cáo")
    move = models.CharField("việc", max_length=10, choices=ReviewMove)
    text = models.TextField("lý do, ghi chú", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "diễn biến của báo cáo"
        verbose_name_plural = "diễn biến của báo cáo"
        ordering = ["review", "id"]
        constraints = [
            models.CheckConstraint(name="reviews_reviewevent_move_known", condition=Q(move__in=ReviewMove.values)),
            models.CheckConstraint(
                name="reviews_reviewevent_says_why",
                condition=~Q(move__in=ReviewMove.with_words()) | ~Q(text=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_move_display()}: {self.review}"
