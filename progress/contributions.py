"""What is read of contributions: those of a report, line by line, and what became of each."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from common.folding import fold_blanks
from progress.enums import ContributionState, ReportState
from progress.models import Contribution, ContributionRequest, SubmittedLine
from tasks.enums import Part
from tasks.models import Assignment


@dataclass(frozen=True)
class Asked:
    """A request with its latest contribution (None: not answered)."""

    request: ContributionRequest
    latest: Contribution


@dataclass(frozen=True)
class Fate:
    words: str
    tone: str


def asked_for(report):
    """Return {line id: [Asked]} of what the unit asked for in this report, withdrawn requests left out (2 queries,
    1 when nothing was asked)."""
    sent = Contribution.objects.select_related("by", "on_behalf_of", "for_unit")
    requests = (
        ContributionRequest.objects.filter(line__report=report)
        .exclude(state=ContributionState.WITHDRAWN)
        .select_related("assignment__unit")
        .prefetch_related(Prefetch("contributions", sent))
    )
    found = defaultdict(list)
    for request in requests:
        found[request.line_id].append(Asked(request, next(iter(request.contributions.all()), None)))
    return dict(found)


def supported_lines(report):
    """Return the ids of the report's lines whose task other units support (1 query)."""
    supporting = Assignment.objects.live().filter(task=OuterRef("assignment__task"), part=Part.SUPPORT, parent=None)
    lines = report.lines.filter(
        Exists(supporting.exclude(unit=report.unit_id)), part=Part.LEAD, assignment__parent=None
    )
    return set(lines.order_by().values_list("pk", flat=True))


def fate_of(request, latest):
    """Return the Fate of what the supporter sent, told from the submissions that stand (1 query)."""
    if request.state == ContributionState.DECLINED:
        return Fate("đã từ chối", "neutral")
    if request.state == ContributionState.WITHDRAWN:
        return Fate("đơn vị chủ trì đã rút đề nghị", "neutral")
    if latest is None:
        sent = request.line.report.state in ReportState.with_receiver()
        return Fate("báo cáo đã gửi, không phải góp nữa", "neutral") if sent else Fate("chờ trả lời", "wait")
    return _of_text(request, latest)


def _of_text(request, latest):
    lines = SubmittedLine.objects.filter(
        submission__report=request.line.report_id,
        submission__withdrawn_at=None,
        submission__submitted_at__gte=latest.at,
        assignment=request.line.assignment_id,
    )
    sent = list(lines.order_by("submission__number").values_list("submission__number", "result"))
    for number, result in sent:
        if fold_blanks(latest.text) in fold_blanks(result):
            return Fate(f"đã dẫn trong báo cáo, lần gửi {number}", "good")
    if sent:
        return Fate("báo cáo đã gửi, không dẫn nguyên văn", "info")
    return Fate("đã góp, chờ đơn vị chủ trì viết báo cáo", "wait")
