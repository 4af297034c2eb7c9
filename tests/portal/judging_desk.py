"""A reviewer's desk for tests of the judge's pages: units that have sent, and the addresses of what is done with it."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.actions import reports as acts
from progress.enums import WorkState
from progress.models import ReportLine
from tests.factories import make_post, make_report, make_unit, take_part
from tests.progress.report_world import ReportWorld
from units.enums import Role

REASON = "Cần nêu rõ số buổi."
INBOX = reverse("portal:report-inbox")
BULK = reverse("portal:report-bulk-confirm")


class Desk(ReportWorld):
    """Three units have sent their reports to the office, one after the other: `sent` in that order."""

    def __init__(self, count=3):
        super().__init__()
        self.sent = [self._send(self.report, self.head, 0)]
        for number in range(1, count):
            unit = make_unit(f"Ban số {number}")
            take_part(self.plan, unit)
            report = make_report(self.period, unit, lines=1)
            ReportLine.objects.filter(report=report).update(result="Đã làm.", work_state=WorkState.IN_PROGRESS)
            self.sent.append(self._send(report, make_post(unit, Role.HEAD), number))

    def _send(self, report, head, minutes):
        acts.submit_report(report, by=head)
        report.submitted_at += datetime.timedelta(minutes=minutes)
        report.save()
        return report

    def ask_and_send_again(self, text):
        """Ask for more of the world's report and let the unit send it again with `text` as its first result."""
        acts.ask_for_more(self.fresh(), by=self.office_head, reason=REASON)
        ReportLine.objects.filter(pk=self.line.pk).update(result=text)
        return acts.submit_report(self.fresh(), by=self.head)


def judge_url(report, query=""):
    return reverse("portal:report-judge", args=[report.pk]) + query


def ticks(*reports, number=1):
    return {"chon": [f"{report.pk}-{number}" for report in reports]}


def cost(client, url, query=None):
    client.get(url, query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, query).status_code == 200
    return len(queries)
