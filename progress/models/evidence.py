from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.folding import fold
from progress.enums import EvidenceKind
from progress.models.report import ReportLine
from units.models import Unit, User

IMAGES = {"image/jpeg", "image/png"}
SHORT_HASH = 12


TOMBSTONE = "Nội dung đã được gỡ khẩn cấp ngày"


def tombstone(removed_at):
    """Return the sentence that stands where content was removed in an emergency (DOMAIN §8)."""
    return f"{TOMBSTONE} {timezone.localtime(removed_at):%d/%m/%Y}"


def evidence_path(evidence, filename):
    """Return the random name, chosen by the act that keeps the file, under which the original is stored."""
    return filename


class Evidence(models.Model):
    """Proof of a unit's work: a file kept as it was sent, or an issued document (its file optional).

    It belongs to the unit and may be cited by several lines. `removed_at` marks an emergency removal: the bytes are
    gone, the row stays.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence", verbose_name="đơn vị")
    kind = models.CharField("loại minh chứng", max_length=10, choices=EvidenceKind)
    file = models.FileField("tệp", upload_to=evidence_path, max_length=200, blank=True)
    original_name = models.CharField("tên tệp", max_length=255, blank=True)
    content_type = models.CharField("kiểu tệp", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("dung lượng", default=0)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True, db_index=True)
    document_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    document_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    document_subject = models.CharField("trích yếu", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    # "Không chứa bí mật nhà nước", ticked by the person who attached it (DOMAIN §8).
    declared_at = models.DateTimeField("cam đoan không chứa bí mật nhà nước lúc")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đưa lên")
    added_at = models.DateTimeField("đưa lên lúc")
    removed_at = models.DateTimeField("gỡ khẩn cấp lúc", null=True, blank=True)
    search_text = models.TextField(editable=False, default="")

    # Why it is not new in the period of the report where it is shown: written by what reads it (progress.shelf).
    old_notes = ()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="progress_evidence_file_is_whole",
                condition=Q(file="", sha256="", size=0)
                | (~Q(file="") & ~Q(sha256="") & Q(size__gt=0))
                | Q(removed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="progress_evidence_kind_is_filled",
                condition=Q(kind=EvidenceKind.FILE)
                | (
                    Q(kind=EvidenceKind.DOCUMENT, document_on__isnull=False)
                    & ~Q(document_number="")
                    & ~Q(document_issuer="")
                    & ~Q(document_subject="")
                )
                | Q(removed_at__isnull=False),
                violation_error_message="Văn bản cần đủ số, ngày, cơ quan ban hành và trích yếu.",
            ),
        ]

    def __str__(self):
        if self.removed_at:
            return tombstone(self.removed_at)
        if self.kind == EvidenceKind.DOCUMENT:
            return f"{self.document_number} ngày {self.document_on:%d/%m/%Y}: {self.document_subject}"
        return self.original_name

    def save(self, *args, **kwargs):
        words = [self.original_name, self.document_number, self.document_issuer, self.document_subject, self.note]
        self.search_text = fold(" ".join(word for word in words if word))
        super().save(*args, **kwargs)

    @property
    def is_image(self):
        return self.content_type in IMAGES and not self.removed_at

    @property
    def short_hash(self):
        """The first letters of the SHA-256: enough to tell two files of one name apart."""
        return self.sha256[:SHORT_HASH]


class Citation(models.Model):
    """A working line points to a piece of evidence."""

    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="citations", verbose_name="dòng báo cáo")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="citations", verbose_name="minh chứng")

    class Meta:
        verbose_name = "viện dẫn minh chứng"
        verbose_name_plural = "viện dẫn minh chứng"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="progress_citation_once",
                fields=["line", "evidence"],
                violation_error_message="Dòng này đã có minh chứng đó.",
            ),
        ]

    def __str__(self):
        return str(self.evidence)
