"""Units never heard from: a report of theirs has come due, and they have sent none, of whatever period."""

from django.db.models import Count, DateField, Exists, IntegerField, Min, OuterRef, Subquery

from figures.memory import remembered
from figures.reports import list_reports
from progress.models import Submission
from units.models import Unit

SILENT_FORMULA = (
    "Đếm đơn vị đã có ít nhất một báo cáo kỳ thường xuyên quá hạn gửi mà đến hết ngày tính chưa có lần gửi nào trong "
    "kế hoạch này, kể cả bản giấy; lần gửi đã rút lại không kể."
)


def silent_units(scope):
    """Return the units never heard from, in protocol order, as a queryset to be paged; with `due_reports`, how many of
    their reports are overdue, and `first_due`, since when."""
    missing = list_reports(scope, "missing").order_by()
    due = missing.filter(unit=OuterRef("pk")).values("unit")
    sent = Submission.objects.filter(
        scope.standing(), report__unit=OuterRef("pk"), report__period__plan=scope.plan
    ).order_by()
    units = Unit.objects.annotate(
        due_reports=Subquery(due.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        first_due=Subquery(due.annotate(first=Min("due")).values("first"), output_field=DateField()),
    )
    # The few units are found by their reports; of each unit of a country it would be asked.
    return units.filter(~Exists(sent), pk__in=missing.values("unit")).order_by("order", "pk")


@remembered
def silent_number(scope):
    """Return how many units were never heard from (1 query)."""
    return silent_units(scope).count()
