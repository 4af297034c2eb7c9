from django.db import migrations
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce


def count(apps, schema_editor):
    """Reports and lines that were judged before get the counters that every act writes from now on."""
    models = {name: apps.get_model("progress", name).objects for name in _READ}
    _count_reports(models)
    said = models["SubmittedLine"].filter(
        submission__report=OuterRef("report"), assignment=OuterRef("assignment"), work_state="done"
    )
    first = said.filter(submission__withdrawn_at=None).order_by("submission__submitted_on")
    accepted = said.filter(submission__accepted_at__isnull=False, submission__superseded_at=None).order_by()
    models["ReportLine"].filter(part="lead", ends_cycle=True).update(
        counted_done_on=Case(
            When(Exists(accepted), then=Subquery(first.values("submission__submitted_on")[:1], DateField()))
        )
    )


_READ = ["Report", "ReportLine", "Submission", "SubmittedLine", "ReportEvent"]


def _count_reports(models):
    sent = models["Submission"].filter(report=OuterRef("pk"), withdrawn_at=None)
    accepted = sent.filter(accepted_at__isnull=False, superseded_at=None).order_by()
    returns = models["ReportEvent"].filter(report=OuterRef("pk"), move="ask_for_more").order_by()
    latest = Subquery(sent.order_by("-number").values("nil_reason")[:1], CharField())
    models["Report"].annotate(nil=Coalesce(latest, Value(""))).update(
        counted_sent_on=Subquery(sent.order_by("submitted_on").values("submitted_on")[:1], DateField()),
        counted_nil=Case(When(~Q(nil=""), then=Value(True)), default=Value(False)),
        counted_returns=Coalesce(Subquery(returns.values("report").annotate(n=Count("pk")).values("n")), 0),
        counted_took=Subquery(accepted.values("accepted_at")[:1], DateTimeField())
        - Subquery(sent.order_by("number").values("submitted_at")[:1], DateTimeField()),
    )


class Migration(migrations.Migration):
    dependencies = [("progress", "0011_counters_of_sent_and_done")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop, elidable=True)]
