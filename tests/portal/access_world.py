"""A small world for the tests of rights: every post of the matrix, and one of each thing they may meet.

Unit A reports to a parent unit and supports a task that another unit leads; unit B reports straight to the standing
office; an unrelated unit has a task of its own. Texts carry a mark that says who may read them.
"""

import datetime
import uuid
from functools import cached_property
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from common import clock
from common.models import CalendarDay
from oversight.actions.directions import give_direction, pass_on
from oversight.actions.feeds import renew_feed, token_of
from oversight.actions.urging import urge
from oversight.enums import DirectionSubject, DutyKind, MailState, UrgingChannel
from oversight.models import Extension, ReminderDigest, ReminderSent
from progress.actions.notes import add_receiver_note
from progress.enums import EvidenceKind, ReportMove, ReportState
from progress.models import (
    Citation,
    Contribution,
    ContributionRequest,
    Evidence,
    LogEntry,
    Remark,
    ReportEvent,
    Submission,
    SubmittedCitation,
    SubmittedLine,
)
from tasks.enums import AssignmentMove, AssignmentState, Level, Part
from tasks.models import AssignmentEvent, ImplementationClause, IndicatorTarget
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    make_user,
    take_part,
)
from tests.factories.files import make_image, make_pdf
from tests.portal.access_inspections import add_inspections
from tests.portal.access_reviews import add_reviews
from units.actions import create_user
from units.enums import Role, UnitKind
from units.first_passwords import first_password_token
from units.models import Notice

POSTS = "anon,writer,head,parent,lead,other,office,office_head,committee,inspector,admin".split(",")
DAY = datetime.date(2024, 11, 1)

# mark: the action whose row of the matrix says who may read it
MARKS = {
    "dau-nhap-2601": "report: working text and files",
    "dau-rut-2602": "report: working text and files",
    "dau-noi-bo-2603": "report: working text and files",
    "dau-tep-nhap-2604": "report: working text and files",
    "dau-da-gui-2605": "report: submitted text and files",
    "dau-tep-gui-2606": "report: submitted text and files",
    "dau-dong-chung-2607": "report: submitted line of the task that one leads",
    "dau-nhat-ky-2608": "progress log: read",
    "dau-ghi-chu-2610": "report: internal note among the receivers",
    "dau-gop-nhap-2611": "contribution: read what is being written",
    "dau-gop-gui-2612": "contribution: read the request and what was answered",
    "dau-nhac-2613": "reminders: what one's unit was reminded of",
    "dau-chi-dao-2614": "direction: page of what was passed on to A (the lead of a supported task is not told)",
    "dau-kiem-tra-2615": "inspection: page and documents (once the unit was told)",
    "dau-tong-ket-2616": "review: draft and edit",
    "0271-399-2609": "contacts: phone and e-mail of people",
}
WORKING, WITHDRAWN, INTERNAL, WORKING_FILE, SENT, SENT_FILE, SHARED, LOGGED, NOTED, GIVING, GIVEN, REMINDED, *_ = MARKS
DIRECTED, INSPECTED, REVIEWED, PHONE = list(MARKS)[-4:]


class World:
    def __init__(self):
        self.plan = make_plan()
        self.office = self.plan.standing_office
        self._units()
        self._tasks()
        self._passed_down()
        self._reports()
        self._log()
        self._around()
        self._urging()
        self._directions()
        add_inspections(self, INSPECTED)
        add_reviews(self, REVIEWED)
        self.extension = self._extension(assignment=self.supporting)
        self.extension_passed_down = self._extension(assignment=self.passed_down)
        self.extension_of_report = self._extension(report=self.report)

    def _units(self):
        self.parent = make_unit("UBND huyện", kind=UnitKind.PEOPLES_COMMITTEE)
        self.a = make_unit("Phòng A", kind=UnitKind.OFFICE, parent=self.parent)
        self.b = make_unit("Ban B")
        self.leader = make_unit("Ban chủ trì")
        self.stranger = make_unit("Ban khác")
        self.observer = make_unit("Ủy ban Kiểm tra", kind=UnitKind.INSPECTION_COMMISSION)
        self.bureau = make_unit("Văn phòng")
        self.plan.observers.add(self.observer)
        for unit in (self.parent, self.b, self.leader, self.stranger, self.observer, self.bureau):
            take_part(self.plan, unit)
        take_part(self.plan, self.a, reports_to=self.parent, level=Level.FIRST)

    def _tasks(self):
        self.group = make_group(self.plan)
        self.clause = ImplementationClause.objects.create(plan=self.plan, number=1, title="Mục thứ nhất")
        self.shared = make_task(group=self.group)
        self.indicator = make_indicator(self.shared)
        self.target = IndicatorTarget.objects.create(indicator=self.indicator, year=2024, value=10)
        self.leading = make_assignment(self.shared, self.leader)
        self.supporting = make_assignment(self.shared, self.a, Part.SUPPORT)
        self.own_task = make_task(group=self.group)
        self.assignment = make_assignment(self.own_task, self.a, due_on=datetime.date(2024, 12, 1))
        self.new_work = make_assignment(make_task(group=self.group), self.a, due_on=DAY, state=AssignmentState.GIVEN)
        self.of_stranger = make_assignment(make_task(group=self.group), self.stranger)
        make_assignment(make_task(group=self.group), self.b)

    def _passed_down(self):
        self.passing_down = make_assignment(make_task(group=self.group), self.parent)
        self.passed_down = make_assignment(self.passing_down.task, self.a, parent=self.passing_down)

        AssignmentEvent.objects.create(
            assignment=self.supporting,
            move=AssignmentMove.GIVE,
            at=timezone.now(),
            by=self.people["office"].user,
            for_unit=self.office,
        )

    def _reports(self):
        self.period = make_period(self.plan)
        self.coming = make_period(self.plan, year=2025, number=1)
        self.planned = make_period(self.plan, year=2025, number=2, opened_at=None)
        self.report = self._sent(make_report(self.period, self.a, difficulties=WORKING))
        self.to_office = self._sent(make_report(self.period, self.b))
        self.of_office = self._sent(make_report(self.period, self.office))
        self.of_stranger_report = make_report(self.coming, self.stranger, difficulties="Chưa gửi.")
        self.draft = make_report(self.coming, self.a, difficulties=WORKING, proposals=WORKING)
        self.office_draft = make_report(self.coming, self.b)
        make_line(self.office_draft, self.b.assignments.get(), result=WORKING)
        self.draft_line = make_line(self.draft, self.assignment, result=WORKING, product=WORKING)
        make_line(self.draft, self.supporting, result=WORKING)
        self.working_file = self._file(WORKING_FILE)
        Citation.objects.create(line=self.draft_line, evidence=self.working_file)
        self.citation = Citation.objects.get(line=self.draft_line)
        self.working_picture = self._picture("anh-nhap")
        self._contribution()
        self._event(self.draft, ReportMove.HAND_BACK, ReportState.DRAFT, INTERNAL)

    def _contribution(self):
        """The leader of the shared task asks unit A, which answers and goes on writing."""
        leading = make_report(self.coming, self.leader)
        self.leading_line = make_line(leading, self.leading)
        who = {"line": self.leading_line, "assignment": self.supporting}
        self.asked = ContributionRequest.objects.create(
            **who,
            note="Nêu số buổi.",
            due_on=DAY,
            asked_at=timezone.now(),
            asked_by=self.people["lead"].user,
            draft=f"Đang soạn. {GIVING}",
        )
        Contribution.objects.create(
            request=self.asked,
            number=1,
            text=f"Đã làm 3 buổi. {GIVEN}",
            at=timezone.now(),
            by=self.people["writer"].user,
            for_unit=self.a,
        )

    def _sent(self, report):
        """Make `report` a sent one: sent and taken back once, then sent for good, with a line of each assignment."""
        self._submission(report, 1, WITHDRAWN, WITHDRAWN, withdrawn_at=timezone.now())
        submission = self._submission(report, 2, SENT, SHARED)
        if report.unit == self.a:
            self.submission = submission
            self.taken_back = report.submissions.get(number=1)
            self.sent_file = self._file(SENT_FILE)
            line = submission.lines.get(assignment=self.assignment)
            SubmittedCitation.objects.create(line=line, evidence=self.sent_file)
            self.sent_picture = self._picture("anh-da-gui")
            SubmittedCitation.objects.create(line=line, evidence=self.sent_picture)
            self.shared_file = self._file("tep-dong-chung")
            line = submission.lines.get(assignment=self.supporting)
            SubmittedCitation.objects.create(line=line, evidence=self.shared_file)
            self.remark = self._remark(line)
            self.note = add_receiver_note(report, f"Còn vướng mắc. {NOTED}", by=self.people["parent"])
        report.state, report.submitted_at = ReportState.SUBMITTED, submission.submitted_at
        report.save()
        return report

    def _submission(self, report, number, text, shared_text, **fields):
        marked = report.unit == self.a
        submission = Submission.objects.create(
            report=report,
            number=number,
            submitted_at=timezone.now(),
            submitted_on=report.due_on,
            due_on=report.due_on,
            by=self.people["head"].user,
            for_unit=report.unit,
            difficulties=f"Còn vướng mắc ở cơ sở. {text if marked else ''}",
            search_text="con vuong mac o co so",
            **fields,
        )
        for position, assignment in enumerate(report.unit.assignments.all(), start=1):
            mark = shared_text if assignment == self.supporting else text
            self._line(submission, assignment, position, mark if marked else "Đã làm.")
        return submission

    def _remark(self, line):
        return Remark.objects.create(
            line=line,
            text="Đề nghị nêu rõ số buổi.",
            suggested_text="Đã tổ chức 3 buổi.",
            at=timezone.now(),
            by=self.people["parent"].user,
            for_unit=self.parent,
        )

    def _line(self, submission, assignment, position, result):
        SubmittedLine.objects.create(
            submission=submission,
            assignment=assignment,
            position=position,
            task_code=assignment.task.code,
            task_title=assignment.task.title,
            part=assignment.part,
            cadence=assignment.cadence,
            assignment_due_on=assignment.due_on,
            work_state="in_progress",
            result=result,
        )
        if submission.number == 2:
            working = WORKING if submission.report.unit == self.a else "Đã làm."
            make_line(submission.report, assignment, result=working, work_state="in_progress")

    def _event(self, report, move, state, reason):
        ReportEvent.objects.create(
            report=report,
            move=move,
            from_state=ReportState.WAITING,
            to_state=state,
            at=timezone.now(),
            by=self.people["head"].user,
            for_unit=report.unit,
            reason=reason,
        )

    def _picture(self, name):
        return self._file(name, make_image(), "jpg", "image/jpeg")

    def _file(self, name, content=None, extension="pdf", content_type="application/pdf"):
        content = content or make_pdf(name)
        return Evidence.objects.create(
            unit=self.a,
            kind=EvidenceKind.FILE,
            file=ContentFile(content, name=f"evidence/24/{name}"),
            original_name=f"{name}.{extension}",
            content_type=content_type,
            size=len(content),
            sha256=name.rjust(64, "0"),
            declared_at=timezone.now(),
            added_by=self.people["writer"].user,
            added_at=timezone.now(),
        )

    def _log(self):
        self.entry = self._entry(self.supporting, LOGGED)
        self.own_entry = self._entry(self.assignment, "Đã họp phân công.")
        self.logged_file = self._file("tep-nhat-ky")
        self.entry.evidence.add(self.logged_file)

    def _entry(self, assignment, text):
        return LogEntry.objects.create(
            assignment=assignment,
            happened_on=DAY,
            text=text,
            at=timezone.now(),
            by=self.people["writer"].user,
            for_unit=self.a,
        )

    def _urging(self):
        """The head of the parent unit urges unit A by a letter about the report it has not sent."""
        said = {"level": 1, "channel": UrgingChannel.LETTER, "text": "Đề nghị gửi ngay.", "answer_days": 5}
        (outcome,) = urge([self.draft], **said, token=uuid.uuid4(), by=self.people["parent"])
        self.urging = outcome.urging

    def _directions(self):
        """The committee asks about the report of unit A, which the office passes on, and about the plan."""
        self.direction = self._direction(DirectionSubject.REPORT, self.report, f"Làm rõ. {DIRECTED}")
        passed = {"to_unit": self.a, "reason": f"Việc của đơn vị. {DIRECTED}", "due_on": self.direction.due_on}
        pass_on(self.direction, **passed, by=self.people["office"])
        self.direction_of_office = self._direction(DirectionSubject.PLAN, self.plan, "Báo cáo chung.")

    def _direction(self, kind, thing, text):
        said = {"plan": self.plan, "text": text, "due_on": clock.today(), "token": uuid.uuid4()}
        return give_direction(kind, thing, **said, by=self.people["committee"])

    def _extension(self, **about):
        return Extension.objects.create(
            **about,
            for_unit=self.a,
            due_on=DAY,
            wished_on=DAY + datetime.timedelta(days=14),
            reason="Chờ hướng dẫn.",
            asked_at=timezone.now(),
            asked_by=self.people["head"].user,
        )

    def _around(self):
        """What belongs to people rather than to work."""
        self.calendar_day = CalendarDay.objects.create(day=datetime.date(2024, 4, 29), kind="off", note="Nghỉ bù")
        self.admin_post = self.people["admin"]
        self.admin_user = self.admin_post.user
        self.nobody = make_user("Người Chưa Có Chức vụ")
        newcomer = create_user(username="nguoi.moi", full_name="Người Mới", password=None, must_change_password=False)
        self.first_link = SimpleNamespace(pk=first_password_token(newcomer))
        head = self.people["head"]
        self.stand_in = make_post(
            self.a, Role.HEAD, stands_in_for=head, valid_from=DAY, valid_to=datetime.date(2999, 12, 31)
        )
        self.notice = Notice.objects.create(
            user=self.people["writer"].user,
            unit=self.a,
            kind="report",
            object_id=self.report.pk,
            text="Báo cáo đã được tiếp nhận.",
            at=timezone.now(),
        )

        self._reminded()

    def _reminded(self):
        """The writer was reminded of the draft and of work, and the letter failed; nobody else was."""
        user = self.people["writer"].user
        self.feed_token = token_of(renew_feed(user))
        self.digest = ReminderDigest.objects.create(
            user=user,
            on=DAY,
            run=uuid.uuid4(),
            made_at=timezone.now(),
            mail=MailState.FAILED,
            mail_at=timezone.now(),
            mail_fault="Không kết nối được máy chủ thư.",
        )
        for kind, about in ((DutyKind.REPORT, self.draft), (DutyKind.WORK, self.assignment)):
            ReminderSent.objects.create(
                digest=self.digest,
                user=user,
                unit=self.a,
                plan=self.plan,
                kind=kind,
                object_id=about.pk,
                about=f"{kind.label} {REMINDED}",
                due_on=DAY,
                rule=0,
                sent_on=DAY,
            )

    @cached_property
    def people(self):
        """The post of each column of the matrix; `anon` has none."""
        return {
            "writer": make_post(self.a, user=make_user("Trần Thị Viết", work_phone=PHONE)),
            "head": make_post(self.a, Role.HEAD),
            "parent": make_post(self.parent, Role.HEAD),
            "lead": make_post(self.leader, Role.HEAD),
            "other": make_post(self.stranger, Role.HEAD),
            "office": make_post(self.office),
            "office_head": make_post(self.office, Role.HEAD),
            "committee": make_post(self.plan.steering_committee, Role.HEAD),
            "inspector": make_post(self.observer, Role.READER),
            "admin": make_post(self.bureau, Role.ADMINISTRATOR),
        }
