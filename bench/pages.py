"""What is measured: the main pages as their readers open them, and heads who send their reports."""

import re
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from bench.measure import session_of
from progress.enums import ReportState, WorkState
from progress.models import Report, ReportLine
from tasks.models import Plan
from units.models import Membership

FLOOR = ("trang trống (sàn)", "office", "/trang-trong/")


def pages(people):
    """Return rows (name, whose page, path) of the main pages."""
    plan = Plan.objects.order_by("pk").first()
    sent = Report.objects.filter(to_unit=people["office"].unit, state=ReportState.CONFIRMED).order_by("-pk").first()
    return [
        ("việc của tôi (đơn vị)", "unit", reverse("portal:home")),
        ("việc của tôi (thường trực)", "office", reverse("portal:home")),
        ("kế hoạch", "office", reverse("portal:plan", args=[plan.pk])),
        ("danh sách báo cáo", "office", reverse("portal:report-list")),
        ("một báo cáo", "office", reverse("portal:report", args=[sent.pk])),
        ("tổng quan (ban chỉ đạo)", "committee", reverse("portal:dashboard")),
        ("tổng quan (đơn vị)", "unit", reverse("portal:dashboard")),
    ]


def submits():
    """Return POST requests that each send one whole report that was never sent, every line of it filled in."""
    ready = Report.objects.filter(state=ReportState.DRAFT, submissions=None).select_related("unit").order_by("pk")
    lines = ReportLine.objects.filter(report__in=ready)
    lines.update(result="Đã tổ chức theo kế hoạch.", work_state=WorkState.IN_PROGRESS, done_on=None)
    requests = []
    for report in ready:
        head = Membership.objects.select_related("user", "unit").filter(unit=report.unit, role="head").first()
        requests.append(_submit(report, head))
    return requests


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
