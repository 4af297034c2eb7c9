"""Confirming many reports at once: what is chosen in the inbox is shown with its doubts, then confirmed one by one."""

import re
from dataclasses import dataclass
from itertools import chain

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from portal.acts import form_page, require
from portal.reports.doubts import doubts_about
from portal.reports.inbox import Inbox
from portal.reports.sent import lines_of
from portal.reports.words import StateWord, state_word
from progress.actions.bulk import confirm_in_bulk, no_right_to_confirm
from progress.comparing import comparisons_of
from progress.enums import ReportState
from progress.models import Report, Submission
from progress.permissions.reports import can_judge, know_last_sent
from progress.reading import with_punctuality

# "chon" of a request: which report, and the number of the submission that was on the page.
CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,5})")
AT_MOST = 100
NOT_READABLE = "Có lựa chọn không đọc được. Hãy quay lại danh sách rồi chọn lại."
TOO_MANY = f"Mỗi lần xác nhận nhiều nhất {AT_MOST} báo cáo. Hãy chọn ít hơn."
NOTHING = "Chưa chọn báo cáo nào. Hãy quay lại danh sách, đánh dấu những báo cáo đã đọc xong."


@dataclass(frozen=True)
class Row:
    """A chosen report before it is confirmed; `obstacle` says why it will not be."""

    report: Report
    number: int
    state: StateWord
    doubts: list
    obstacle: str

    @property
    def value(self):
        return f"{self.report.pk}-{self.number}"


@form_page(back="portal:report-inbox")
def bulk_confirm(request):
    """GET shows what would be confirmed, POST confirms it and shows what became of each."""
    inbox = Inbox(request)
    chosen, error = _chosen(request)
    context = {"inbox_url": inbox.url, "query": inbox.query, "error": error, "crumbs": _crumbs(inbox)}
    if request.method == "POST" and chosen:
        outcomes = confirm_in_bulk(chosen, by=request.membership)
        context |= {"outcomes": outcomes, "summary": _summary(outcomes)}
        return render(request, "portal/reports/bulk_confirmed.html", context)
    context["rows"] = _rows(request.membership, chosen)
    status = 422 if error and (request.method == "POST" or "chon" in request.GET) else 200
    return render(request, "portal/reports/bulk_confirm.html", context, status=status)


def _chosen(request):
    """Return ([(Report, number)], sentence): what was chosen, the longest wait first, or why it cannot be used."""
    ticked = (request.POST if request.method == "POST" else request.GET).getlist("chon")
    read = [CHOSEN.fullmatch(one) for one in ticked]
    if not read or not all(read):
        return [], NOT_READABLE if read else NOTHING
    numbers = {int(one[1]): int(one[2]) for one in read}
    if len(numbers) > AT_MOST:
        return [], TOO_MANY
    reports = with_punctuality(Report.objects.visible_to(request.membership)).for_list()
    found = list(reports.filter(pk__in=numbers).order_by("submitted_at", "pk"))
    if len(found) < len(numbers):
        raise Http404
    require(any(can_judge(request.membership, report) for report in found))
    return [(report, numbers[report.pk]) for report in found], ""


def _rows(membership, chosen):
    """Return the Rows of what was chosen; the number of queries does not grow with them."""
    judged = [report for report, _ in chosen if can_judge(membership, report)]
    latest = _latest_of(judged)
    comparisons = comparisons_of(list(chain(*lines_of(list(latest.values())).values())))
    rows = []
    for report, number in chosen:
        submission = latest.get(report.pk)
        know_last_sent(report, submission)
        own = [one for one in comparisons if submission and one.line.submission_id == submission.pk]
        doubts = doubts_about(report, submission, own, first_sent_on=report.first_sent_on) if submission else []
        obstacle = _obstacle(membership, report, number, submission)
        rows.append(Row(report, number, state_word(report, membership), doubts, obstacle))
    return rows


def _latest_of(reports):
    """Return {report id: its last Submission that was not withdrawn} (1 query)."""
    standing = Submission.objects.standing().filter(report__in=reports).select_related("report__period")
    return {one.report_id: one for one in standing.order_by("number")}


def _obstacle(membership, report, number, submission):
    if why_not := no_right_to_confirm(membership, report):
        return why_not
    if submission is None or report.state not in ReportState.to_judge():
        return "Báo cáo không còn chờ xác nhận."
    if submission.number != number:
        return f"Đơn vị đã gửi lại (lần gửi {submission.number}). Hãy đọc bản mới rồi xác nhận."
    return ""


def _summary(outcomes):
    done = sum(one.is_confirmed for one in outcomes)
    left = len(outcomes) - done
    told = f" {left} báo cáo chưa xác nhận, lý do ghi ở từng dòng." if left else ""
    return f"Đã xác nhận {done} báo cáo.{told}"


def _crumbs(inbox):
    way = [("Báo cáo", reverse("portal:report-list")), ("Chờ xem xét", inbox.url)]
    return [*way, ("Xác nhận nhiều báo cáo", "")]
