from django.db import models
from django.db.models import Case, F, Q, When

from progress.models.period import Period
from tasks.models import Task
from units.models import Unit


def branch_of(prefix=""):
    """Return the expression for the unit by which a report's cycles are kept counted (`prefix` leads to the report).

    Who reports to the top of the plan is counted by itself; everybody else with all that report to the same unit.
    """
    plan = f"{prefix}period__plan__"
    top = Q(**{f"{prefix}to_unit": F(f"{plan}owner")}) | Q(**{f"{prefix}to_unit": F(f"{plan}standing_office")})
    return Case(When(top, then=F(f"{prefix}unit_id")), default=F(f"{prefix}to_unit_id"))


class CycleCount(models.Model):
    """An entry of the ledger of cycles: so many more, or fewer, stand thus. What holds is the sum of the entries.

    Whoever changes how cycles stand adds entries and changes none, so nobody waits for anybody; `fold_counts` puts
    those of one kind together. Kept for periods with `is_counted`.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="kỳ báo cáo")
    branch = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="nhánh")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", db_index=False, verbose_name="nhiệm vụ")
    due_on = models.DateField("hạn gửi")
    # Days from the due day until the work was done, 0 in time; nothing: not done.
    days_late = models.PositiveIntegerField("số ngày chậm", null=True, blank=True)
    number = models.IntegerField("số chu kỳ")

    class Meta:
        verbose_name = "số đếm chu kỳ"
        verbose_name_plural = "số đếm chu kỳ"

    def __str__(self):
        return f"{self.number} chu kỳ, hạn {self.due_on:%d/%m/%Y}"
