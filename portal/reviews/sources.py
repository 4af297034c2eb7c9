"""Where a passage came from, told in words, and led to where the reader may open it."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from oversight.models import Direction, Finding
from progress.models import Report
from reviews.enums import SourceKind


@dataclass(frozen=True)
class ShownSource:
    words: str
    url: str
    outdated: bool


def sources_of(passages, membership):
    """Return {passage id: [ShownSource]} of passages read `with_sources()` (3 queries)."""
    rows = [source for passage in passages for source in passage.sources.all()]
    seen = _Seen(rows, membership)
    shown = defaultdict(list)
    for source in rows:
        shown[source.passage_id].append(ShownSource(_words(source), seen.url(source), _outdated(source)))
    return shown


class _Seen:
    """What of the sources the post may open."""

    def __init__(self, rows, membership):
        reports = {row.submission.report_id for row in rows if row.submission_id}
        self.reports = _keys(Report.objects.openable_by(membership), reports)
        self.findings = _keys(Finding.objects.visible_to(membership), {row.finding_id for row in rows})
        self.directions = _keys(Direction.objects.visible_to(membership), {row.direction_id for row in rows})

    def url(self, source):
        if source.finding_id:
            return source.finding.get_absolute_url() if source.finding_id in self.findings else ""
        if source.direction_id:
            return source.direction.get_absolute_url() if source.direction_id in self.directions else ""
        sent = source.submission
        if sent.report_id not in self.reports:
            return ""
        place = f"#da-gui-{source.line_id}" if source.line_id else ""
        return reverse("portal:report-submission", args=[sent.report_id, sent.number]) + place


def _keys(queryset, keys):
    return set(queryset.filter(pk__in=keys - {None}).order_by().values_list("pk", flat=True))


def _words(source):
    if source.finding_id:
        return f"{source.finding.unit}, kiến nghị sau kiểm tra ngày {source.finding.given_on:%d/%m/%Y}"
    if source.direction_id:
        return f"{source.direction.to_unit}, ý kiến chỉ đạo ngày {source.direction.given_on:%d/%m/%Y}"
    report = source.submission.report
    what = source.line.task_code if source.kind == SourceKind.RESULT else source.get_kind_display()
    return f"{report.unit}, {report.period}, {what} (lần gửi {source.submission.number})"


def _outdated(source):
    sent = source.submission
    return sent is not None and (sent.superseded_at is not None or sent.accepted_at is None)
