"""Heads who send their reports: the requests, and the database as it was before."""

import re
from contextlib import contextmanager
from urllib.parse import urlencode

from django.db.models import Max
from django.test import Client
from django.urls import reverse

from bench.measure import session_of
from progress.actions.counting import count_done
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
from units.models import Membership, Notice


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
        count_done(reports)
