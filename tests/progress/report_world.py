"""People and reports for tests of the report's life: a unit with its writer and head, and the office that judges."""

import datetime

from django.utils import timezone

from progress.actions.paper import Letter, as_typed, register_paper
from progress.enums import EvidenceKind, WorkState
from progress.models import Citation, Evidence, Report
from tests.factories import (
    make_assignment,
    make_group,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.factories.files import make_upload
from units.enums import Role

DONE_ON = datetime.date(2024, 12, 1)
DUE_ON = datetime.date(2024, 12, 31)


class ReportWorld:
    """One unit below the standing office, a quarter of 2024, a report with one quarterly line that is filled in."""

    def __init__(self, *, kind="party_board"):
        self.plan = make_plan()
        self.office = self.plan.standing_office
        self.unit = make_unit("Phòng Văn hóa", kind=kind)
        take_part(self.plan, self.unit)
        self.group = make_group(self.plan)
        self.writer, self.head = make_post(self.unit), make_post(self.unit, Role.HEAD)
        self.judge, self.office_head = make_post(self.office), make_post(self.office, Role.HEAD)
        self.period = make_period(self.plan)
        self.report = make_report(self.period, self.unit)
        self.line = self.add_line(result="Đã tổ chức 3 buổi nói chuyện.", work_state=WorkState.IN_PROGRESS)

    def add_line(self, *, due_on=None, **fields):
        assignment = make_assignment(make_task(group=self.group), self.unit, due_on=due_on)
        return make_line(self.report, assignment, **fields)

    def add_finished_line(self, *, cited=True, **fields):
        """A one-off line that says the work is done."""
        values = {"result": "Đã ban hành kế hoạch.", "work_state": WorkState.DONE, "done_on": DONE_ON, "percent": 100}
        line = self.add_line(due_on=DUE_ON, **values | fields)
        if cited:
            cite_document(line)
        return line

    def fresh(self):
        return Report.objects.select_related("period__plan", "unit", "to_unit").get(pk=self.report.pk)


def cite_document(line):
    """Let `line` cite an issued document; return the evidence."""
    evidence = Evidence.objects.create(
        unit=line.report.unit,
        kind=EvidenceKind.DOCUMENT,
        document_number="12-KH/ĐU",
        document_on=DONE_ON,
        document_issuer="Đảng ủy xã",
        document_subject="Kế hoạch thông tin đối ngoại",
        declared_at=timezone.now(),
        added_by=make_post(line.report.unit).user,
        added_at=timezone.now(),
    )
    Citation.objects.create(line=line, evidence=evidence)
    return evidence


def make_letter(**fields):
    """Return a letter on paper of the world's quarter, received in time."""
    days = {"issued_on": datetime.date(2024, 12, 14), "received_on": datetime.date(2024, 12, 16)}
    return Letter(**{"number": "12-BC/ĐU", **days} | fields)


def say(line, *, values=(), **given):
    """Return what a letter says of the world's `line`: work under way, unless told otherwise."""
    said = {"result": "Đã phát 500 tờ tin.", "product": "", "work_state": WorkState.IN_PROGRESS}
    return as_typed(line, said | {"percent": None, "done_on": None} | given, values)


def register_letter(world, report=None, *, by=None, letter=None, lines=None, scan=None):
    """Let the office register a letter that speaks of the world's first line."""
    return register_paper(
        report or world.fresh(),
        letter or make_letter(),
        [say(world.line)] if lines is None else lines,
        scan=scan or make_upload("ban-quet.pdf"),
        declared=True,
        by=by or world.judge,
    )
