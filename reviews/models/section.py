from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, When, Window
from django.db.models.functions import RowNumber

from oversight.models import Direction, Finding
from progress.models import Submission, SubmittedLine
from reviews.enums import SourceKind
from reviews.models.review import Review

AT_ONCE = 1000
# What is told of a source: of which report and which of its submissions it is, or of which finding or direction.
TOLD = ("pk", "passage_id", "kind", "report_id", "number", "line_id", "task_code", "outdated")
TOLD += ("finding_id", "direction_id")
# Sources whose submission was reopened or replaced since.
GONE = Q(submission__isnull=False) & (Q(submission__superseded_at__isnull=False) | Q(submission__accepted_at=None))


class ReviewSection(models.Model):
    """One heading of the outline (DOMAIN §4). `key` is its place in the outline, "results.group-3"."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="sections", verbose_name="báo cáo")
    key = models.CharField("khóa", max_length=60)
    level = models.PositiveSmallIntegerField("cấp", default=1)
    title = models.CharField("đề mục", max_length=400)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "đề mục"
        verbose_name_plural = "đề mục"
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(name="reviews_reviewsection_key_once", fields=["review", "key"]),
            models.CheckConstraint(name="reviews_reviewsection_level_known", condition=Q(level__in=[1, 2])),
        ]

    def __str__(self):
        return self.title


class PassageQuerySet(models.QuerySet):
    def kept(self):
        """Passages that stand in the text: neither cut nor merged into another."""
        return self.filter(cut_at=None)

    def with_outdated(self):
        """Annotate `outdated`: whether a submission it came from was reopened or replaced since."""
        gone = PassageSource.objects.filter(GONE, passage=OuterRef("pk"))
        return self.annotate(outdated=Exists(gone.order_by()))


class Passage(models.Model):
    """One paragraph. `proposed` is what the figures and sources last gave, `text` what stands: the two differ once
    somebody wrote, and refreshing then touches `proposed` alone.

    `key` names what it was made from, so that refreshing finds it again; a passage written by hand has none. What is
    cut or merged into another stays, and can be put back.
    """

    section = models.ForeignKey(ReviewSection, models.PROTECT, related_name="passages", verbose_name="đề mục")
    key = models.CharField("khóa", max_length=80, blank=True)
    position = models.PositiveIntegerField("thứ tự")
    proposed = models.TextField("lời gợi ý", blank=True)
    text = models.TextField("nội dung", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    cut_at = models.DateTimeField("cắt bỏ lúc", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "đoạn"
        verbose_name_plural = "đoạn"
        ordering = ["section__position", "position", "id"]
        constraints = [
            models.UniqueConstraint(name="reviews_passage_key_once", fields=["section", "key"], condition=~Q(key="")),
            models.CheckConstraint(
                name="reviews_passage_merged_is_cut", condition=Q(merged_into=None) | Q(cut_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_typed(self):
        """Whether somebody wrote other words than were proposed."""
        return self.text != self.proposed


def _order(gone_first):
    return [Case(When(GONE, then=0), default=1), "pk"] if gone_first else ["pk"]


class PassageSourceQuerySet(models.QuerySet):
    def told(self, *, gone_first):
        """As rows of what is told of each and nothing more: a page shows hundreds. `gone_first`: those reopened or
        replaced since stand before the others."""
        return (
            self.annotate(
                report_id=F("submission__report_id"),
                number=F("submission__number"),
                task_code=F("line__task_code"),
                outdated=ExpressionWrapper(GONE, output_field=BooleanField()),
            )
            .order_by(*_order(gone_first))
            .values_list(*TOLD, named=True)
        )

    def first_of(self, passages, most, *, gone_first):
        """Return {passage id: (its first `most` sources, read as `told`, how many it has)} (2 queries). Which are the
        first is asked before anything they lead to is read: a passage may have thousands."""
        of_passage, order = {"partition_by": "passage_id"}, _order(gone_first)
        ranked = self.filter(passage__in=passages).annotate(
            place=Window(RowNumber(), order_by=order, **of_passage), number=Window(Count("pk"), **of_passage)
        )
        numbers = {
            pk: (passage_id, number)
            for pk, passage_id, number in ranked.filter(place__lte=most).values_list("pk", "passage_id", "number")
        }
        found = {passage_id: ([], number) for passage_id, number in numbers.values()}
        for row in self.told(gone_first=gone_first).filter(pk__in=numbers):
            found[row.passage_id][0].append(row)
        return found

    def add(self, sources):
        """Write `sources`, pairs of a passage's id and the values of NAMED_BY, in their order and some at a time: a
        review of a country has tens of thousands."""
        for start in range(0, len(sources), AT_ONCE):
            self.bulk_create(PassageSource.of(*one) for one in sources[start : start + AT_ONCE])

    def remove(self, pks):
        """Delete the sources of these ids, some at a time."""
        for start in range(0, len(pks), AT_ONCE):
            self.filter(pk__in=pks[start : start + AT_ONCE]).delete()


class PassageSource(models.Model):
    """Where a passage came from: a line or a text of a submission, a finding, or a direction. Never changed; those of a
    passage that was merged go along to the one it was merged into."""

    # What tells one source of a passage from another.
    NAMED_BY = ("kind", "submission_id", "line_id", "finding_id", "direction_id")

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="sources", verbose_name="đoạn")
    kind = models.CharField("loại", max_length=14, choices=SourceKind)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="cited_in", verbose_name="lần gửi"
    )
    line = models.ForeignKey(
        SubmittedLine, models.PROTECT, null=True, blank=True, related_name="cited_in", verbose_name="dòng đã gửi"
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="cited_in", verbose_name="kiến nghị sau kiểm tra"
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, null=True, blank=True, related_name="cited_in", verbose_name="ý kiến chỉ đạo"
    )

    objects = PassageSourceQuerySet.as_manager()

    class Meta:
        verbose_name = "nguồn của đoạn"
        verbose_name_plural = "nguồn của đoạn"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="reviews_passagesource_of_one_thing",
                condition=Q(
                    kind=SourceKind.RESULT,
                    submission__isnull=False,
                    line__isnull=False,
                    finding=None,
                    direction=None,
                )
                | Q(
                    kind__in=[SourceKind.DIFFICULTIES, SourceKind.NEXT_STEPS, SourceKind.PROPOSALS],
                    submission__isnull=False,
                    line=None,
                    finding=None,
                    direction=None,
                )
                | Q(kind=SourceKind.FINDING, submission=None, line=None, finding__isnull=False, direction=None)
                | Q(kind=SourceKind.DIRECTION, submission=None, line=None, finding=None, direction__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.line or self.submission or self.finding or self.direction)

    @classmethod
    def of(cls, passage_id, columns):
        """Return a source of a passage, not saved; `columns` are the values of NAMED_BY."""
        return cls(passage_id=passage_id, **dict(zip(cls.NAMED_BY, columns, strict=True)))
