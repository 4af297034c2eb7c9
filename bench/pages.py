"""What is measured: the main pages as their readers open them, and heads who send their reports."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Max
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bench.measure import session_of
from progress.enums import ReportState, WorkState
from progress.models import (
    Report,
    ReportEvent,
    ReportLine,
    Submission,
    SubmittedCitation,
    SubmittedLine,
    SubmittedValue,
)
from units.models import Membership, Notice, Unit

EMPTY = "/trang-trong/"
DASHBOARD, LIST = "tổng quan (ban chỉ đạo)", "danh sách báo cáo (thường trực)"


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: str
    # An export answers with a file: there is no template to be rendered from constants.
    is_export: bool = False


def unit_measured(plan):
    """Return the unit whose pages are measured: the first that still owes its report of the open period."""
    owed = Report.objects.filter(period__plan=plan, state=ReportState.DRAFT, submissions=None)
    units = owed.order_by("-period__covers_to", "level", "unit__order").values_list("unit_id", flat=True)
    return Unit.objects.get(pk=units[0])


def pages(plan, people):
    """Return the Pages of one plan."""
    office, unit = plan.standing_office, people["unit"].unit
    received = Report.objects.filter(period__plan=plan, to_unit=office)
    confirmed = received.filter(state=ReportState.CONFIRMED).order_by("-period__covers_to", "pk").first()
    waiting = received.filter(state__in=ReportState.to_judge()).order_by("pk").first()
    draft = Report.objects.filter(period__plan=plan, unit=unit, state=ReportState.DRAFT).order_by("-pk").first()
    assignment = plan.tasks.order_by("pk").first().assignments.order_by("pk").first()
    return [
        Page("việc của tôi (đơn vị)", "unit", reverse("portal:home")),
        Page("việc của tôi (thường trực)", "office", reverse("portal:home")),
        Page("việc của tôi (ban chỉ đạo)", "committee", reverse("portal:home")),
        Page("kế hoạch", "office", reverse("portal:plan", args=[plan.pk])),
        Page("ma trận phân công", "office", reverse("portal:assignment-matrix")),
        Page("danh sách phân công", "office", reverse("portal:assignment-list")),
        Page("một phần việc", "office", reverse("portal:assignment", args=[assignment.pk])),
        Page(LIST, "office", reverse("portal:report-list")),
        Page("danh sách báo cáo (đơn vị)", "unit", reverse("portal:report-list")),
        Page("chờ xem xét", "office", reverse("portal:report-inbox")),
        Page("một báo cáo", "office", reverse("portal:report", args=[confirmed.pk])),
        Page("xem xét một báo cáo", "office", reverse("portal:report-judge", args=[waiting.pk])),
        Page("soạn báo cáo 28 dòng", "unit", reverse("portal:report-write", args=[draft.pk])),
        Page(DASHBOARD, "committee", reverse("portal:dashboard")),
        Page("tổng quan (thường trực)", "office", reverse("portal:dashboard")),
        Page("tổng quan (đơn vị)", "unit", reverse("portal:dashboard")),
        Page("việc quá hạn sau con số", "committee", f"{reverse('portal:duty-list')}?o=open_overdue"),
        Page("báo cáo sau con số", "committee", f"{reverse('portal:dashboard-report-list')}?o=expected"),
        Page("nhật ký tiến độ", "office", reverse("portal:log-list")),
        Page("kỳ báo cáo", "office", reverse("portal:period-list")),
        Page("thông báo", "office", reverse("portal:notice-list")),
        Page("tìm kiếm", "office", f"{reverse('portal:search')}?{urlencode({'q': 'truyền thanh'})}"),
        *_coming(plan),
        Page("tải về danh sách việc", "office", f"{reverse('portal:duty-list-export')}?o=dated", is_export=True),
    ]


def _coming(plan):
    """Pages that are built by now: a name of an address that is not known yet is passed over."""
    period = plan.periods.regular().filter(opened_at__isnull=False).order_by("covers_to").first()
    wanted = [
        ("bộ số liệu của kỳ", "office", "portal:period-workbook", [period.pk], True),
        ("báo cáo tổng hợp", "office", "portal:review-list", [], False),
    ]
    for name, who, address, args, is_export in wanted:
        try:
            yield Page(name, who, reverse(address, args=args), is_export)
        except NoReverseMatch:
            continue


def submits(plan, limit):
    """Return up to `limit` POST requests that each send one whole report that was never sent, every line filled in."""
    ready = Report.objects.filter(period__plan=plan, state=ReportState.DRAFT, submissions=None)
    ready = list(ready.select_related("unit").order_by("-period__covers_to", "pk")[:limit])
    lines = ReportLine.objects.filter(report__in=ready)
    lines.update(result="Đã tổ chức theo kế hoạch.", work_state=WorkState.IN_PROGRESS, done_on=None)
    heads = Membership.objects.select_related("user", "unit").filter(role="head")
    heads = {post.unit_id: post for post in heads.filter(unit__in=[report.unit_id for report in ready])}
    return [_submit(report, heads[report.unit_id]) for report in ready], len(lines) // len(ready) if ready else 0


def _submit(report, head):
    session = session_of(head)
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    page = client.get(report.get_absolute_url()).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={client.cookies['csrftoken'].value}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    path = reverse("portal:report-submit", args=[report.pk])
    return ("POST", path, headers, urlencode({"csrfmiddlewaretoken": token}))


@contextmanager
def nothing_kept(plan):
    """Take away what is sent within the block, so that the next measurement finds the same database.

    Rows of a database that is thrown away: the portal itself never takes a submission back.
    """
    written = [SubmittedCitation, SubmittedValue, SubmittedLine, Submission, ReportEvent, Notice]
    last = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in written}
    try:
        yield
    finally:
        sent = Submission.objects.filter(pk__gt=last[Submission], report__period__plan=plan)
        reports = list(sent.values_list("report_id", flat=True))
        for model in written:
            model.objects.filter(pk__gt=last[model])._raw_delete("default")
        Report.objects.filter(pk__in=reports).update(state=ReportState.DRAFT, submitted_at=None)
