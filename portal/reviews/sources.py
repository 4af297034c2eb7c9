"""Where a passage came from, told in words, and led to where the reader may open it."""

from dataclasses import dataclass

from django.urls import reverse

from oversight.models import Direction, Finding
from progress.models import Report
from reviews.enums import SourceKind
from reviews.models import PassageSource

# So many sources of a passage stand beside it; a page of its own has them all.
SOURCES = 10


@dataclass(frozen=True)
class ShownSource:
    words: str
    url: str
    outdated: bool


@dataclass(frozen=True)
class ShownSources:
    """The first sources of a passage; `count` is how many it has, `url` the page that has them all, "" when none is
    missing here."""

    shown: list[ShownSource]
    count: int = 0
    url: str = ""


def sources_of(passages, membership, *, gone_first):
    """Return {passage id: its ShownSources} of passages, by their ids (5 queries)."""
    found = PassageSource.objects.first_of(passages, SOURCES, gone_first=gone_first)
    rows = [row for first, _ in found.values() for row in first]
    shown = dict(zip((row.pk for row in rows), told_sources(rows, membership), strict=True))
    none = {pk: ShownSources([]) for pk in passages}
    return none | {pk: _of_passage(pk, [shown[row.pk] for row in first], count) for pk, (first, count) in found.items()}


def _of_passage(pk, shown, count):
    return ShownSources(shown, count, "" if count <= len(shown) else reverse("portal:review-sources", args=[pk]))


def told_sources(rows, membership):
    """Return the ShownSource of each of `rows`, read as `told()` (3 queries)."""
    seen = _Seen(rows, membership)
    return [ShownSource(_words(source), seen.url(source), _outdated(source)) for source in rows]


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
