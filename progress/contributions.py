"""What is read of contributions: those of a report, line by line, and what became of each."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q

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
        found[request.line_id].append(Asked(request, latest_of(request)))
    return dict(found)


def with_supported(lines):
    """Add to each report line `is_supported`: whether its unit leads a task that other units support."""
    supporting = Assignment.objects.live().filter(task=OuterRef("assignment__task"), part=Part.SUPPORT, parent=None)
    others = Exists(supporting.exclude(unit=OuterRef("report__unit")))
    led = Q(part=Part.LEAD, assignment__parent=None)
    return lines.annotate(is_supported=ExpressionWrapper(led & others, BooleanField()))


def latest_of(request):
    """Return the latest Contribution of a request (None: not answered); no query when they are loaded."""
    return next(iter(request.contributions.all()), None)


def fate_of(request, latest):
    """Return the Fate of what the supporter sent, told from the submissions that stand (1 query)."""
    return _fate(request, latest, _sent_of([request]))


def fates_of(requests):
    """Return {request id: Fate} (1 query however many they are). Load their line, report and contributions."""
    sent = _sent_of(requests)
    return {request.pk: _fate(request, latest_of(request), sent) for request in requests}


def with_news(requests, submission):
    """Return those of `requests` whose supporters learn something from `submission` that they were not told when the
    report was sent the last time, withdrawn or not: they were asked or gave a text since, or their text is quoted now
    and was not then, or the other way round (3 queries, 1 for the first submission). Load their contributions."""
    before = submission.report.submissions.filter(number__lt=submission.number).order_by("-number").first()
    if before is None:
        return requests
    then, now = ({line.assignment_id: line.result for line in sent.lines.all()} for sent in (before, submission))
    return [one for one in requests if _is_news(one, before, then, now)]


def _is_news(request, before, then, now):
    latest, line = latest_of(request), request.line.assignment_id
    if (latest.at if latest else request.asked_at) > before.submitted_at:
        return True
    return latest is not None and _quotes(then.get(line), latest) != _quotes(now.get(line), latest)


def _quotes(result, contribution):
    return fold_blanks(contribution.text) in fold_blanks(result)


def _fate(request, latest, sent):
    if request.state == ContributionState.DECLINED:
        return Fate("đã từ chối", "neutral")
    if request.state == ContributionState.WITHDRAWN:
        return Fate("đơn vị chủ trì đã rút đề nghị", "neutral")
    if latest is None:
        is_sent = request.line.report.state in ReportState.with_receiver()
        return Fate("báo cáo đã gửi, không phải góp nữa", "neutral") if is_sent else Fate("chờ trả lời", "wait")
    return _of_text(latest, sent.get((request.line.report_id, request.line.assignment_id), []))


def _of_text(latest, sent):
    since = [line for line in sent if line.submission.submitted_at >= latest.at]
    quoting = [line.submission.number for line in since if _quotes(line.result, latest)]
    if quoting and quoting[-1] == since[-1].submission.number:
        return Fate(f"đã dẫn trong báo cáo, lần gửi {quoting[0]}", "good")
    if quoting:
        last = since[-1].submission.number
        return Fate(f"đã dẫn ở lần gửi {quoting[-1]}, lần gửi {last} không còn dẫn nguyên văn", "info")
    if since:
        return Fate("báo cáo đã gửi, không dẫn nguyên văn", "info")
    return Fate("đã góp, chờ đơn vị chủ trì viết báo cáo", "wait")


def _sent_of(requests):
    """Return {(report id, assignment id): [SubmittedLine]} of the submissions that stand, first sent first."""
    lines = SubmittedLine.objects.standing().filter(
        submission__report__in={request.line.report_id for request in requests},
        assignment__in={request.line.assignment_id for request in requests},
    )
    found = {}
    for line in lines.select_related("submission").order_by("submission__number"):
        found.setdefault((line.submission.report_id, line.assignment_id), []).append(line)
    return found
