from django.db import models
from django.db.models import Q
from django.utils import timezone

from progress.enums import RemovedKind
from units.models import Unit, User


class RemovalQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """What one's own unit removed, and what was removed from one's own unit."""
        if membership is None or membership.is_administrator:
            return self.none()
        return self.filter(Q(for_unit_id=membership.unit_id) | Q(unit_id=membership.unit_id))


class Removal(models.Model):
    """That content was removed in an emergency (DOMAIN §8): who, when, what, why. Append-only; the content is gone.

    `about` names the object without a word of what it said. `sha256` tells the same bytes when they come again.
    """

    kind = models.CharField("loại nội dung", max_length=10, choices=RemovedKind)
    object_id = models.BigIntegerField("đối tượng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nội dung của đơn vị")
    about = models.CharField("nội dung đã gỡ", max_length=300)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True, db_index=True)
    reason = models.TextField("lý do")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gỡ")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gỡ khẩn cấp"
        verbose_name_plural = "các lần gỡ khẩn cấp"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="progress_removal_kind_known", condition=Q(kind__in=RemovedKind.values)),
            models.CheckConstraint(
                name="progress_removal_has_reason", condition=~Q(reason=""), violation_error_message="Cần ghi rõ lý do."
            ),
            models.UniqueConstraint(
                name="progress_removal_evidence_once",
                fields=["object_id"],
                condition=Q(kind=RemovedKind.EVIDENCE),
                violation_error_message="Minh chứng này đã được gỡ.",
            ),
        ]

    def __str__(self):
        return f"{self.about}, gỡ ngày {timezone.localtime(self.at):%d/%m/%Y}"
