from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from progress.enums import Medium, WorkState
from progress.models.evidence import Evidence
from progress.models.report import Report, ReportLine
from tasks.enums import Cadence, Part
from tasks.models import Assignment, Indicator
from units.models import Unit, User


class SubmissionQuerySet(models.QuerySet):
    def standing(self):
        """Submissions that were not withdrawn by the unit."""
        return self.filter(withdrawn_at=None)

    def accepted(self):
        """Confirmed and not reopened or replaced since: what figures count as done."""
        return self.filter(accepted_at__isnull=False, superseded_at=None)


class Submission(models.Model):
    """What a unit sent, numbered and never changed: all that others and every figure read.

    Only its fate is written later: withdrawn, accepted, superseded. A signed letter on paper is registered by its
    receiver: `by` and `submitted_at` say who did so and when, `submitted_on` is the day the letter was received.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions", verbose_name="báo cáo")
    number = models.PositiveSmallIntegerField("lần gửi")
    medium = models.CharField("hình thức", max_length=10, choices=Medium, default=Medium.DIGITAL)
    submitted_at = models.DateTimeField("gửi lúc")
    submitted_on = models.DateField("ngày gửi")
    due_on = models.DateField("hạn gửi khi ấy")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")
    letter_number = models.CharField("số, ký hiệu văn bản giấy", max_length=60, blank=True)
    letter_on = models.DateField("ngày văn bản giấy", null=True, blank=True)
    scan = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="scan_of", verbose_name="bản quét"
    )
    nil_reason = models.TextField("lý do không phát sinh", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    next_steps = models.TextField("nhiệm vụ kỳ tới", blank=True)
    proposals = models.TextField("kiến nghị, đề xuất", blank=True)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    superseded_at = models.DateTimeField("thay thế lúc", null=True, blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gửi báo cáo"
        verbose_name_plural = "lần gửi báo cáo"
        ordering = ["report", "number"]
        indexes = [models.Index(fields=["-submitted_at", "-id"], name="progress_submission_newest")]
        constraints = [
            models.UniqueConstraint(name="progress_submission_number_once", fields=["report", "number"]),
            models.UniqueConstraint(
                name="progress_submission_one_accepted",
                fields=["report"],
                condition=Q(accepted_at__isnull=False, superseded_at=None),
            ),
            models.CheckConstraint(
                name="progress_submission_withdrawn_not_accepted",
                condition=Q(withdrawn_at=None) | Q(accepted_at=None),
            ),
            models.CheckConstraint(name="progress_submission_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="progress_submission_paper_has_letter",
                condition=Q(medium=Medium.DIGITAL, letter_number="", letter_on=None, scan=None)
                | (
                    Q(medium=Medium.PAPER, letter_on__isnull=False, scan__isnull=False, withdrawn_at=None)
                    & ~Q(letter_number="")
                ),
                violation_error_message="Bản giấy cần đủ số, ngày văn bản và bản quét.",
            ),
            models.CheckConstraint(
                name="progress_submission_letter_before_receipt",
                condition=Q(letter_on=None) | Q(letter_on__lte=F("submitted_on")),
                violation_error_message="Ngày nhận không thể trước ngày văn bản.",
            ),
        ]

    def __str__(self):
        return f"Lần gửi {self.number}: {self.report}"

    @property
    def is_paper(self):
        return self.medium == Medium.PAPER

    @property
    def letter_words(self):
        """How a letter on paper is named, "" for what was sent in the portal."""
        if not self.is_paper:
            return ""
        return (
            f"Văn bản số {self.letter_number} ngày {self.letter_on:%d/%m/%Y}, nhận ngày {self.submitted_on:%d/%m/%Y}."
        )

    @property
    def is_late(self):
        """Against the day due as it stands now: more time that was asked for in time and granted after the sending
        counts (DOMAIN §2). Load `report`."""
        return self.submitted_on > self.report.due_on


class SubmittedLineQuerySet(models.QuerySet):
    def standing(self):
        """Lines of submissions that were not withdrawn by the unit."""
        return self.filter(submission__withdrawn_at=None)

    def accepted(self):
        """Lines confirmed and not reopened or replaced since: what figures and later periods build on."""
        return self.filter(submission__accepted_at__isnull=False, submission__superseded_at=None)

    def accepted_before(self, day, *, unit):
        """Lines accepted of `unit` for periods that were over before `day`; both may be columns (OuterRef)."""
        return self.accepted().filter(submission__report__unit=unit, submission__report__period__covers_to__lt=day)

    def with_values(self):
        """With the values of each in the order of their indicators (1 query)."""
        # In the order of the model all tables up to the period would be joined, to put in order what is sorted by line.
        values = SubmittedValue.objects.order_by("indicator__position", "pk")
        return self.prefetch_related(models.Prefetch("values", values))


class SubmittedLine(models.Model):
    """A line as it was sent, with the plan's wording of that time."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="lines", verbose_name="lần gửi")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submitted_lines", verbose_name="phân công")
    position = models.PositiveSmallIntegerField("thứ tự")
    task_code = models.CharField("mã nhiệm vụ", max_length=20)
    task_title = models.CharField("nhiệm vụ", max_length=400)
    part = models.CharField("vai trò", max_length=10, choices=Part)
    cadence = models.CharField("định kỳ", max_length=20, choices=Cadence, blank=True)
    assignment_due_on = models.DateField("thời hạn của phân công", null=True, blank=True)
    ends_cycle = models.BooleanField("kết thúc chu kỳ", default=False)
    work_state = models.CharField("tình hình thực hiện", max_length=12, choices=WorkState)
    percent = models.PositiveSmallIntegerField("tỷ lệ hoàn thành (%)", null=True, blank=True)
    done_on = models.DateField("ngày làm xong", null=True, blank=True)
    result = models.TextField("kết quả thực hiện", blank=True)
    product = models.TextField("sản phẩm", blank=True)

    objects = SubmittedLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng đã gửi"
        verbose_name_plural = "dòng đã gửi"
        ordering = ["submission", "position", "id"]
        constraints = [
            models.UniqueConstraint(name="progress_submittedline_assignment_once", fields=["submission", "assignment"]),
        ]

    def __str__(self):
        return f"{self.task_code}. {self.task_title}"


class SubmittedValue(models.Model):
    line = models.ForeignKey(SubmittedLine, models.PROTECT, related_name="values", verbose_name="dòng đã gửi")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="submitted_values", verbose_name="chỉ tiêu")
    indicator_name = models.CharField("tên chỉ tiêu", max_length=200)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=3)

    class Meta:
        verbose_name = "giá trị đã gửi"
        verbose_name_plural = "giá trị đã gửi"
        ordering = ["line", "indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(name="progress_submittedvalue_indicator_once", fields=["line", "indicator"]),
        ]

    def __str__(self):
        return f"{self.indicator_name}: {self.value} {self.unit_of_measure}"


class SubmittedCitation(models.Model):
    """Evidence as it was cited by a line that was sent."""

    line = models.ForeignKey(SubmittedLine, models.PROTECT, related_name="citations", verbose_name="dòng đã gửi")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="submitted_citations", verbose_name="minh chứng"
    )

    class Meta:
        verbose_name = "minh chứng đã gửi"
        verbose_name_plural = "minh chứng đã gửi"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="progress_submittedcitation_once", fields=["line", "evidence"]),
        ]

    def __str__(self):
        return str(self.evidence)


class Remark(models.Model):
    """What the receiving unit says of one line when it asks for more; it may suggest a wording."""

    line = models.ForeignKey(SubmittedLine, models.PROTECT, related_name="remarks", verbose_name="dòng đã gửi")
    text = models.TextField("góp ý")
    suggested_text = models.TextField("gợi ý cách ghi", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người góp ý")
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "góp ý"
        verbose_name_plural = "góp ý"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="progress_remark_not_empty",
                condition=~Q(text=""),
                violation_error_message="Hãy ghi nội dung góp ý.",
            ),
        ]

    def __str__(self):
        return self.text


class AcceptedSuggestion(models.Model):
    """A unit put the wording suggested by a remark into its own line. Append-only but for its undoing; the text that
    stood there before is kept with it. Working text of the unit: nobody outside reads it."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="acceptances", verbose_name="góp ý")
    line = models.ForeignKey(
        ReportLine, models.PROTECT, related_name="accepted_suggestions", verbose_name="dòng báo cáo"
    )
    text_before = models.TextField("nội dung trước đó", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người dùng gợi ý")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    undone_at = models.DateTimeField("lấy lại bản trước lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lấy lại bản trước"
    )

    class Meta:
        verbose_name = "gợi ý đã dùng"
        verbose_name_plural = "gợi ý đã dùng"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="progress_acceptedsuggestion_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Dùng gợi ý lúc {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
