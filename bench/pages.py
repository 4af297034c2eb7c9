"""What is measured: the main pages as their readers open them, each under its Vietnamese name."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from bench.around import last_closed
from common import clock
from oversight.actions.feeds import feed_of, token_of
from oversight.models import Direction, Extension, Finding, Inspection, Urging
from progress.enums import ReportState
from progress.models import Report
from reviews.enums import ReviewState
from reviews.models import Review
from tasks.models import Indicator

EMPTY = "/trang-trong/"
DASHBOARD, LIST = "tổng quan (ban chỉ đạo)", "danh sách báo cáo (thường trực)"
# How far back a past day's figures are asked for.
AGO = datetime.timedelta(days=100)


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: str
    # What answers with a file: there is no template to be rendered from constants.
    is_file: bool = False


def pages(plan, people):
    """Return the Pages of one plan."""
    return [
        *_work(plan),
        *_reports(plan, people["unit"].unit),
        *_dashboards(plan),
        *_behind_numbers(plan),
        *_pushing(plan),
        *_reviews(plan),
        *_rest(plan, people),
        *_files(plan),
    ]


def _page(name, who, address, *args, **asked):
    query = f"?{urlencode(asked)}" if asked else ""
    return Page(name, who, f"{reverse(f'portal:{address}', args=args)}{query}")


def _file(name, who, address, **asked):
    return Page(name, who, _page(name, who, address, **asked).path, is_file=True)


def _work(plan):
    assignment = plan.tasks.order_by("pk").first().assignments.order_by("pk").first()
    yield _page("việc của tôi (đơn vị)", "unit", "home")
    yield _page("việc của tôi (thường trực)", "office", "home")
    yield _page("việc của tôi (ban chỉ đạo)", "committee", "home")
    yield _page("kế hoạch", "office", "plan", plan.pk)
    yield _page("một nhiệm vụ", "office", "task", assignment.task_id)
    yield _page("ma trận phân công", "office", "assignment-matrix")
    yield _page("danh sách phân công", "office", "assignment-list")
    yield _page("một phần việc", "office", "assignment", assignment.pk)


def _reports(plan, unit):
    received = Report.objects.filter(period__plan=plan, to_unit=plan.standing_office)
    confirmed = received.filter(state=ReportState.CONFIRMED).order_by("-period__covers_to", "pk").first()
    waiting = received.filter(state__in=ReportState.to_judge()).order_by("pk").first()
    draft = Report.objects.filter(period__plan=plan, unit=unit, state=ReportState.DRAFT).order_by("-pk").first()
    yield _page(LIST, "office", "report-list")
    yield _page("danh sách báo cáo (đơn vị)", "unit", "report-list")
    yield _page("chờ xem xét", "office", "report-inbox")
    yield _page("một báo cáo", "office", "report", confirmed.pk)
    yield _page("xem xét một báo cáo", "office", "report-judge", waiting.pk)
    yield _page("soạn báo cáo 28 dòng", "unit", "report-write", draft.pk)


def _dashboards(plan):
    closed, group = last_closed(plan), plan.groups.first()
    past = f"{clock.today() - AGO:%d/%m/%Y}"
    shut = plan.periods.regular().filter(closes_on__lt=clock.today()).order_by("covers_to").last()
    yield _page(DASHBOARD, "committee", "dashboard")
    yield _page("tổng quan (thường trực)", "office", "dashboard")
    yield _page("tổng quan (đơn vị)", "unit", "dashboard")
    yield _page("tổng quan của một ngày đã qua", "committee", "dashboard", ngay=past)
    yield _page("tổng quan của một kỳ đã đóng", "committee", "dashboard", ky=shut.pk)
    yield _page("ma trận đơn vị × nhóm", "committee", "dashboard-matrix")
    yield _page("ma trận đơn vị × nhiệm vụ của một nhóm", "committee", "dashboard-matrix", nhom=group.number)
    yield _page("diễn biến", "committee", "dashboard-trend")
    yield _page("diễn biến của đơn vị", "unit", "dashboard-trend")
    yield _page("chỉ tiêu", "committee", "dashboard-indicators", ky=closed.pk)
    yield _page("việc hôm nay", "office", "dashboard-today")
    yield _page("tin nhanh", "committee", "dashboard-briefing")
    yield _page("bộ số liệu", "office", "dashboard-workbooks")


def _behind_numbers(plan):
    since = f"{clock.today() - AGO:%d/%m/%Y}"
    indicator, period = Indicator.objects.filter(task__plan=plan).first(), last_closed(plan)
    numbers = {"chi_tieu": indicator.pk, "ky": period.pk, "o": "ky"}
    yield _page("việc quá hạn sau con số", "committee", "duty-list", o="open_overdue")
    yield _page("báo cáo sau con số", "committee", "dashboard-report-list", o="expected")
    yield _page("số liệu sau chỉ tiêu", "committee", "dashboard-indicator-list", **numbers)
    yield _page("việc đã thay đổi", "committee", "dashboard-duty-change-list", o="changed", so_voi=since)
    yield _page("báo cáo đã thay đổi", "committee", "dashboard-report-change-list", o="changed", so_voi=since)
    yield _page("chờ xem xét sau con số", "office", "dashboard-waiting-list")
    yield _page("đơn vị chưa gửi lần nào", "office", "dashboard-silent-list")


def _pushing(plan):
    extension = Extension.objects.filter(report__period__plan=plan).order_by("pk").first()
    urging = Urging.objects.filter(plan=plan).order_by("pk").first()
    direction = Direction.objects.filter(plan=plan).order_by("pk").first()
    inspection = Inspection.objects.filter(plan=plan).order_by("pk").last()
    finding = Finding.objects.filter(inspection__plan=plan).order_by("pk").first()
    yield _page("gia hạn", "office", "extension-list")
    yield _page("một đề nghị gia hạn", "office", "extension", extension.pk)
    yield _page("đôn đốc", "office", "urging-list")
    yield _page("một lần đôn đốc", "office", "urging", urging.pk)
    yield _page("ý kiến chỉ đạo", "committee", "direction-list")
    yield _page("một ý kiến chỉ đạo", "committee", "direction", direction.pk)
    yield _page("kiểm tra", "office", "inspection-list")
    yield _page("một cuộc kiểm tra", "office", "inspection", inspection.pk)
    yield _page("kiến nghị sau kiểm tra", "office", "finding-list")
    yield _page("một kiến nghị sau kiểm tra", "office", "finding", finding.pk)
    yield _page("nhắc việc", "office", "reminder-list")


def _reviews(plan):
    of_plan = Review.objects.filter(plan=plan).order_by("pk")
    yield _page("sơ kết, tổng kết", "office", "review-list")
    yield _page("bàn soạn báo cáo tổng hợp", "office", "review", of_plan.get(state=ReviewState.DRAFT).pk)
    yield _page("đọc báo cáo tổng hợp", "committee", "review", of_plan.get(state=ReviewState.ISSUED).pk)


def _rest(plan, people):
    token = token_of(feed_of(people["head"].user))
    yield _page("nhật ký tiến độ", "office", "log-list")
    yield _page("kho minh chứng", "unit", "evidence-list")
    yield _page("kỳ báo cáo", "office", "period-list")
    yield _page("đơn vị", "office", "unit-list")
    yield _page("thông báo", "office", "notice-list")
    yield _page("tìm kiếm", "office", "search", q="truyền thanh")
    yield _file("lịch trên điện thoại", "head", "calendar-feed", ma=token)


def _files(plan):
    """Exports of one period; where the units are too many for one file, of one branch."""
    asked = {"ky": last_closed(plan).pk, "o": "dated"}
    branch = plan.participations.filter(path__contains="/", reports_to=plan.standing_office).order_by("pk")
    parent = branch.filter(unit__in=plan.participations.order_by().values("reports_to")).first()
    if parent:
        asked["nhanh"] = parent.unit_id
    yield _file("tải về danh sách việc của một kỳ", "office", "duty-list-export", **asked)
    asked["o"] = "expected"
    yield _file("tải về danh sách báo cáo của một kỳ", "office", "dashboard-report-list-export", **asked)
    yield _file("báo cáo công tác đôn đốc (.docx)", "office", "urging-account")
    yield _file("tải về ma trận", "office", "dashboard-matrix-export")
