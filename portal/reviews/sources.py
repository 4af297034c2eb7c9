"""Where a passage came from, told in words, and led to where the reader may open it."""

from dataclasses import dataclass

from django.urls import reverse

from common.lean import through
from oversight.models import Direction, Finding
from progress.models import Period, Report
from reviews.enums import SourceKind
from reviews.models import PassageSource
from units.models import Unit

# What names a source, and nothing else of the record: the text of a report belongs to its unit.
REPORTS = Report.objects.select_related("unit", "period").only(
    *through(Unit.NAME, "unit"),
    *through(Period.NAME, "period"),
)
FINDINGS = Finding.objects.select_related("unit").only("given_on", *through(Unit.NAME, "unit"))
DIRECTIONS = Direction.objects.select_related("to_unit").only("given_at", *through(Unit.NAME, "to_unit"))
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
    """Return {passage id: its ShownSources} of passages, by their ids (4 queries)."""
    found = PassageSource.objects.first_of(passages, SOURCES, gone_first=gone_first)
    rows = [row for first, _ in found.values() for row in first]
    shown = dict(zip((row.pk for row in rows), told_sources(rows, membership), strict=True))
    none = {pk: ShownSources([]) for pk in passages}
    return none | {pk: _of_passage(pk, [shown[row.pk] for row in first], count) for pk, (first, count) in found.items()}


def _of_passage(pk, shown, count):
    return ShownSources(shown, count, "" if count <= len(shown) else reverse("portal:review-sources", args=[pk]))


def told_sources(rows, membership):
    """Return the ShownSource of each of `rows`, read as `told()` (2 queries, 1 when the post may open all of them)."""
    cited = _Cited(rows, membership)
    return [ShownSource(cited.words(row), cited.url(row), row.outdated) for row in rows]


class _Cited:
    """What sources came from: hundreds come from a few reports, which are read and named once."""

    def __init__(self, rows, membership):
        self.reports, opening = _read(REPORTS, REPORTS.openable_by, membership, {row.report_id for row in rows})
        self.named = {pk: f"{report.unit}, {report.period}" for pk, report in self.reports.items()}
        sent = {(row.report_id, row.number) for row in rows if row.report_id in opening}
        self.addresses = {one: reverse("portal:report-submission", args=one) for one in sent}
        keys = {row.finding_id for row in rows}
        self.findings, self.open_findings = _read(FINDINGS, FINDINGS.visible_to, membership, keys)
        keys = {row.direction_id for row in rows}
        self.directions, self.open_directions = _read(DIRECTIONS, DIRECTIONS.visible_to, membership, keys)

    def words(self, row):
        if row.finding_id:
            finding = self.findings[row.finding_id]
            return f"{finding.unit}, kiến nghị sau kiểm tra ngày {finding.given_on:%d/%m/%Y}"
        if row.direction_id:
            direction = self.directions[row.direction_id]
            return f"{direction.to_unit}, ý kiến chỉ đạo ngày {direction.given_on:%d/%m/%Y}"
        what = row.task_code if row.kind == SourceKind.RESULT else SourceKind(row.kind).label
        return f"{self.named[row.report_id]}, {what} (lần gửi {row.number})"

    def url(self, row):
        """The address of what the source came from, "" when the post may not open it."""
        if row.finding_id in self.open_findings:
            return self.findings[row.finding_id].get_absolute_url()
        if row.direction_id in self.open_directions:
            return self.directions[row.direction_id].get_absolute_url()
        address = self.addresses.get((row.report_id, row.number), "")
        return f"{address}#da-gui-{row.line_id}" if address and row.line_id else address


def _read(records, scope, membership, keys):
    """Return {id: record} of those `records` that have these ids, and which of them are in the `scope` of the post."""
    keys = keys - {None}
    opening = scope(membership).filter(pk__in=keys).in_bulk() if keys else {}
    rest = keys - opening.keys()
    return opening | (records.filter(pk__in=rest).in_bulk() if rest else {}), opening.keys()
