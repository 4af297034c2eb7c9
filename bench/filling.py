"""Reports of many periods, in bulk: the portal's own act opens each period, then every report meets its fate by rule.

No act of the portal sends these reports; tests/test_bench.py holds that what is made here is what the acts would make.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from common import clock
from common.folding import fold
from progress.actions.counting import count_done
from progress.actions.opening import open_period
from progress.actions.periods import create_period
from progress.actions.submissions import LINE
from progress.enums import EvidenceKind, ReportMove, ReportState, WorkState
from progress.models import (
    Citation,
    Evidence,
    LogEntry,
    Report,
    ReportEvent,
    ReportLine,
    ReportValue,
    Submission,
    SubmittedLine,
)
from progress.presets import period_containing, previous_period
from tasks.enums import AssignmentMove, AssignmentState, Part
from tasks.models import Assignment, AssignmentEvent
from units.enums import Role
from units.models import Membership, Notice

BATCH = 2000
RESULTS = [
    "Đã tổ chức hội nghị quán triệt tới cán bộ, đảng viên; biên soạn tin, bài phát trên hệ thống truyền thanh.",
    "Đã đăng tin, bài trên trang thông tin điện tử; phối hợp quay phóng sự giới thiệu tiềm năng của địa phương.",
    "Đã ban hành văn bản hướng dẫn, kiểm tra việc thực hiện tại cơ sở và báo cáo kết quả theo quy định.",
    "Đã phối hợp với các ngành tổ chức tuyên truyền lưu động, treo băng rôn, phát tờ gấp tới người dân.",
]
HEADER = {
    "difficulties": "Kinh phí còn hạn hẹp; cán bộ làm công tác thông tin đối ngoại kiêm nhiệm.",
    "next_steps": "Tiếp tục thực hiện các nội dung theo kế hoạch; bảo đảm chế độ thông tin, báo cáo.",
    "proposals": "Đề nghị cấp trên quan tâm bố trí kinh phí, tập huấn nghiệp vụ cho cán bộ.",
}


@dataclass(frozen=True)
class Fate:
    """How a report went: the days after the closing of data on which it was sent, sent back, sent again, confirmed."""

    sent: int | None = None
    asked: int | None = None
    again: int | None = None
    received: bool = False
    confirmed: int | None = None
    nil: bool = False

    @property
    def state(self):
        if self.confirmed:
            return ReportState.CONFIRMED
        if self.sent is None:
            return ReportState.DRAFT
        return ReportState.RECEIVED if self.received else ReportState.SUBMITTED

    @property
    def sendings(self):
        return [days for days in (self.sent, self.again) if days is not None]


ON_TIME, LATE, MISSING = Fate(sent=2, confirmed=7), Fate(sent=20, confirmed=25), Fate()
NIL, RETURNED = Fate(sent=1, confirmed=6, nil=True), Fate(sent=2, asked=4, again=6, confirmed=9)
PAST = [ON_TIME] * 14 + [LATE] * 2 + [NIL] + [RETURNED] * 2 + [MISSING]
# The open period: its data are not closed yet, a few units are early.
PRESENT = [MISSING] * 12 + [Fate(sent=0)] * 4 + [Fate(sent=0, received=True)] * 4


def fill(plan, periods, *, say=print):
    """Let the last `periods` regular periods of the plan, the open one included, be reported on."""
    on, kind = clock.today(), plan.regular_period
    names = [period_containing(on, plan.reporting_regime, kind)]
    while len(names) < periods:
        names.insert(0, previous_period(kind, *names[0]))
    people = _people(plan)
    for name in names:
        period = create_period(plan, kind, *name)
        with clock.set_to(_moment(period.opens_on)), transaction.atomic():
            open_period(period)
        with transaction.atomic():
            _Period(period, people, on).fill(PRESENT if name == names[-1] else PAST)
        say(f"{period}: {period.reports.count()} báo cáo", flush=True)


def _people(plan):
    """Return {unit id: {role: user id}}."""
    found = defaultdict(dict)
    rows = Membership.objects.filter(role__in=[Role.HEAD, Role.WRITER]).values_list("unit_id", "role", "user_id")
    for unit_id, role, user_id in rows:
        found[unit_id][role] = user_id
    return found


def _moment(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


class _Period:
    def __init__(self, period, people, on):
        self.period, self.people, self.on = period, people, on
        self.number = period.year * 12 + period.number

    def fill(self, fates):
        reports = list(self.period.reports.order_by("unit_id"))
        self.fates = {
            report.pk: fates[(place * 7 + self.number * 3) % len(fates)] for place, report in enumerate(reports)
        }
        self.reports = [report for report in reports if self.fates[report.pk].sent is not None]
        self._write()
        self._cite()
        self._move_reports()
        self._submit()
        count_done([report.pk for report in self.reports])
        self._finish_one_off()
        self._tell()

    def at(self, days, hour=9):
        """A moment `days` after the closing of data, but never after the day on which the data are made."""
        return _moment(min(self.period.covers_to + datetime.timedelta(days=days), self.on), hour)

    def _lines(self):
        told = [report.pk for report in self.reports if not self.fates[report.pk].nil]
        return ReportLine.objects.filter(report__in=told)

    def _write(self):
        over = Q(cadence="", assignment_due_on__lte=self.period.covers_to)
        done = over & (Q(part=Part.LEAD) | Q(pick__lt=17))
        lines = self._lines().annotate(pick=(F("assignment_id") * 7 + self.number) % 20, words=F("pk") % len(RESULTS))
        lines.update(
            result=Case(*[When(words=n, then=Value(text)) for n, text in enumerate(RESULTS)]),
            work_state=Case(
                When(done | (~Q(cadence="") & Q(pick__lt=17)), then=Value(WorkState.DONE)),
                default=Value(WorkState.IN_PROGRESS),
            ),
            done_on=Case(When(done, then=F("assignment_due_on"))),
        )
        values = ReportValue.objects.filter(line__in=self._lines().order_by().values("pk"))
        values.update(value=F("pk") % 40)

    def _cite(self):
        """One issued document for each report, cited by its first line and by whatever it says is done once."""
        shown = [report for report in self.reports if not self.fates[report.pk].nil]
        papers = Evidence.objects.bulk_create([self._paper(report) for report in shown], batch_size=BATCH)
        paper_of = {report.pk: paper for report, paper in zip(shown, papers, strict=True)}
        told = self._lines().filter(Q(position=1) | Q(cadence="", work_state=WorkState.DONE)).order_by("pk")
        Citation.objects.bulk_create(
            [
                Citation(line_id=pk, evidence=paper_of[report_id])
                for pk, report_id in told.values_list("pk", "report_id")
            ],
            batch_size=BATCH,
        )

    def _paper(self, report):
        number, subject = f"{report.pk}/KH-UBND", "Kế hoạch thông tin đối ngoại"
        return Evidence(
            unit_id=report.unit_id,
            kind=EvidenceKind.DOCUMENT,
            document_number=number,
            document_on=self.period.covers_from,
            document_issuer="Ủy ban nhân dân",
            document_subject=subject,
            declared_at=self.at(-3),
            added_by_id=self._who(report.unit_id, Role.WRITER),
            added_at=self.at(-3),
            search_text=fold(f"{number} Ủy ban nhân dân {subject}"),
        )

    def _who(self, unit_id, role):
        return self.people[unit_id][role]

    def _move_reports(self):
        for fate in set(self.fates.values()):
            ids = [report.pk for report in self.reports if self.fates[report.pk] == fate]
            sent = fate.sendings[-1:] or [0]
            received = fate.confirmed or fate.received
            Report.objects.filter(pk__in=ids).update(
                state=fate.state,
                submitted_at=self.at(sent[0]),
                received_at=self.at(sent[0], 15) if received else None,
                confirmed_at=self.at(fate.confirmed) if fate.confirmed else None,
                nil_reason="Trong kỳ không phát sinh." if fate.nil else "",
                **HEADER,
            )
        events = [event for report in self.reports for event in self._events(report, self.fates[report.pk])]
        ReportEvent.objects.bulk_create(events, batch_size=BATCH)

    def _events(self, report, fate):
        state = ReportState.DRAFT
        steps = [(ReportMove.SUBMIT, ReportState.SUBMITTED, self.at(fate.sent), report.unit_id)]
        if fate.asked:
            steps.append((ReportMove.ASK_FOR_MORE, ReportState.NEEDS_MORE, self.at(fate.asked), report.to_unit_id))
            steps.append((ReportMove.SUBMIT, ReportState.SUBMITTED, self.at(fate.again), report.unit_id))
        if fate.received or fate.confirmed:
            at = self.at(fate.sendings[-1], 15)
            steps.append((ReportMove.RECEIVE, ReportState.RECEIVED, at, report.to_unit_id))
        if fate.confirmed:
            steps.append((ReportMove.CONFIRM, ReportState.CONFIRMED, self.at(fate.confirmed), report.to_unit_id))
        for move, target, at, unit_id in steps:
            yield ReportEvent(
                report=report,
                move=move,
                from_state=state,
                to_state=target,
                at=at,
                by_id=self._who(unit_id, Role.HEAD),
                for_unit_id=unit_id,
                reason="Đề nghị nêu rõ số liệu." if move == ReportMove.ASK_FOR_MORE else "",
            )
            state = target

    def _submit(self):
        submissions = [
            self._submission(report, number, days)
            for report in self.reports
            for number, days in enumerate(self.fates[report.pk].sendings, start=1)
        ]
        Submission.objects.bulk_create(submissions, batch_size=BATCH)
        self._freeze_lines()

    def _submission(self, report, number, days):
        fate, at = self.fates[report.pk], self.at(days)
        last = number == len(fate.sendings)
        texts = HEADER | {"nil_reason": "Trong kỳ không phát sinh." if fate.nil else ""}
        return Submission(
            report=report,
            number=number,
            submitted_at=at,
            submitted_on=timezone.localdate(at),
            due_on=report.due_on,
            by_id=self._who(report.unit_id, Role.HEAD),
            for_unit_id=report.unit_id,
            accepted_at=self.at(fate.confirmed) if fate.confirmed and last else None,
            superseded_at=self.at(fate.confirmed) if fate.confirmed and not last else None,
            search_text=fold(" ".join([*texts.values(), *RESULTS])),
            **texts,
        )

    def _freeze_lines(self):
        """Copy lines, values and citations as `progress.actions.submissions.freeze` does, whole periods at a time."""
        columns = ", ".join(ReportLine._meta.get_field(name.removesuffix("_id")).column for name in LINE)
        told = (
            "FROM progress_reportline line JOIN progress_report report ON report.id = line.report_id "
            "JOIN progress_submission sent ON sent.report_id = report.id WHERE report.period_id = %s"
        )
        copied = " JOIN progress_submission sent ON sent.id = copy.submission_id JOIN progress_report report "
        copied += "ON report.id = sent.report_id JOIN progress_reportline line ON line.report_id = report.id "
        copied += "AND line.assignment_id = copy.assignment_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO progress_submittedline (submission_id, {columns}) "
                f"SELECT sent.id, {', '.join(f'line.{name}' for name in columns.split(', '))} {told}",
                [self.period.pk],
            )
            cursor.execute(
                "INSERT INTO progress_submittedvalue (line_id, indicator_id, indicator_name, unit_of_measure, value) "
                f"SELECT copy.id, one.id, one.name, one.unit_of_measure, value.value FROM progress_submittedline copy "
                f"{copied} JOIN progress_reportvalue value ON value.line_id = line.id "
                "JOIN tasks_indicator one ON one.id = value.indicator_id "
                "WHERE report.period_id = %s AND value.value IS NOT NULL",
                [self.period.pk],
            )
            cursor.execute(
                "INSERT INTO progress_submittedcitation (line_id, evidence_id) SELECT copy.id, cited.evidence_id "
                f"FROM progress_submittedline copy {copied} JOIN progress_citation cited ON cited.line_id = line.id "
                "WHERE report.period_id = %s",
                [self.period.pk],
            )

    def _finish_one_off(self):
        """Confirmed work that is done once is done; what was sent and is not confirmed yet waits."""
        sent = SubmittedLine.objects.filter(
            submission__report__period=self.period, cadence="", work_state=WorkState.DONE, part=Part.LEAD
        )
        days = dict(sent.accepted().values_list("assignment_id", "done_on"))
        at = self.at(9)
        Assignment.objects.filter(pk__in=days).update(state=AssignmentState.DONE, completed_on=F("due_on"))
        AssignmentEvent.objects.bulk_create(
            [
                AssignmentEvent(
                    assignment_id=pk,
                    move=AssignmentMove.CONFIRM_DONE,
                    at=at,
                    changes={"completed_on": day.isoformat()},
                )
                for pk, day in days.items()
            ],
            batch_size=BATCH,
        )
        waiting = sent.filter(submission__accepted_at=None, submission__superseded_at=None).values("assignment_id")
        open_ = Assignment.objects.filter(pk__in=waiting, state=AssignmentState.TAKEN_ON)
        open_.update(state=AssignmentState.REPORTED_DONE)

    def _tell(self):
        """A notice to the receiver of each report, and a line in the log of each unit."""
        read_at = None if self.period.closes_on >= self.on else self.at(8)
        Notice.objects.bulk_create(
            [
                Notice(
                    user_id=self._who(report.to_unit_id, role),
                    unit_id=report.to_unit_id,
                    kind="report",
                    object_id=report.pk,
                    text="Báo cáo: chờ tiếp nhận.",
                    at=self.at(self.fates[report.pk].sent),
                    read_at=read_at,
                )
                for report in self.reports
                for role in (Role.HEAD, Role.WRITER)
            ],
            batch_size=BATCH,
        )
        first = self._lines().filter(position=1).order_by("pk").values_list("assignment_id", "report__unit_id")
        LogEntry.objects.bulk_create(
            [
                LogEntry(
                    assignment_id=assignment_id,
                    happened_on=self.period.covers_from,
                    text=RESULTS[0],
                    at=self.at(-20),
                    by_id=self._who(unit_id, Role.WRITER),
                    for_unit_id=unit_id,
                    search_text=fold(RESULTS[0]),
                )
                for assignment_id, unit_id in first
            ],
            batch_size=BATCH,
        )
