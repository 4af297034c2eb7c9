"""What stands on the home page, gathered over all posts of a person; what the acting post can open comes first."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Exists, F, Q
from django.utils import timezone

from common import clock
from common.addresses import address_of
from common.lean import through
from oversight.enums import DirectionState, FindingState
from oversight.models import Direction, Extension, Finding, Urging
from oversight.permissions.extensions import deciders_of
from portal.context import Post
from portal.more_time import UNTOLD, MoreTimeTold, more_time_told, with_request
from progress.enums import Medium, ReportState
from progress.models import ContributionRequest, Period, Report
from progress.reading import with_last_medium
from reviews.models import Review
from tasks.enums import AssignmentState, Part
from tasks.models import Assignment, places_of
from units.enums import Role
from units.models import Membership, Unit

# More than anybody has at once; a page stays a page even after years of silence.
AT_MOST = 200
# The units that decide on declined work: of whose work it is a part, and the standing office.
DECIDERS = {"giver_id": F("parent__unit_id"), "office_id": F("task__plan__standing_office_id")}
# What a row tells of a report or an assignment.
UNIT_NAMES = through(Unit.NAME, "unit", "to_unit")
REPORT_SHOWN = [
    *("state", "due_on", "submitted_at", "asked_for_more_at", "asked_for_more_reason", *UNIT_NAMES),
    *through(Period.NAME, "period"),
]
WORK_SHOWN = ["state", "part", "due_on", "cadence", "ended_on", "task__code", "task__title", *UNIT_NAMES[:2]]
DIRECTION_SHOWN = [
    *("subject", "state", "text", "given_at", "due_on", "for_unit", *UNIT_NAMES),
    *("plan__kind", "plan__symbol", "group__number", "task__code"),
    *through(Unit.NAME, "report__unit"),
    *through(Period.NAME, "report__period"),
]
# A review takes longer to write than a report: the office is shown it this many days before.
REVIEW_DAYS = 14


@dataclass(frozen=True)
class Row:
    """One thing to do: what, until when, under which post, and the one act that takes it further."""

    title: str
    facts: list
    page: str
    pk: int
    action: str
    post: Post
    mine: bool  # the acting post can open it; for another post of his the person first changes over
    due_on: datetime.date | None = None
    state: str = ""
    tone: str = "neutral"
    reason: str = ""
    more_time: MoreTimeTold = UNTOLD

    @property
    def url(self):
        return address_of(self.page, self.pk)


@dataclass
class Desk:
    """The lists of the home page."""

    owed: list = field(default_factory=list)
    came_back: list = field(default_factory=list)
    directed: list = field(default_factory=list)
    urged: list = field(default_factory=list)
    to_sign: list = field(default_factory=list)
    to_judge: list = field(default_factory=list)
    to_decide: list = field(default_factory=list)
    declined: list = field(default_factory=list)
    given: list = field(default_factory=list)

    @property
    def waiting(self):
        return [*self.to_sign, *self.to_judge, *self.to_decide, *self.declined]

    @property
    def is_empty(self):
        return not any(vars(self).values())


class Posts:
    """The working posts of a person, one for each unit: the acting post first, then the one with most rights."""

    def __init__(self, request):
        self.acting = request.membership
        self.of_unit, self.heads = {}, set()
        for post in sorted(request.posts, key=lambda post: (post != self.acting, post.role != Role.HEAD)):
            if post.works:
                self.of_unit.setdefault(post.unit_id, post)
            if post.is_head:
                self.heads.add(post.unit_id)
        self.units = list(self.of_unit)

    def row(self, unit_id, **values):
        post = self.of_unit[unit_id]
        return Row(post=Post.of(post), mine=post == self.acting, **values)

    def acts_as_head(self, unit_id):
        """Whether the post that the row stands under is the head's."""
        return self.of_unit[unit_id].is_head


def desk_of(posts):
    """Return the Desk of a person's Posts (3 queries, one more for each other kind that there is anything of)."""
    desk = Desk()
    if not posts.units:
        return desk
    for report in _reports(posts.units):
        _put_report(desk, posts, report)
    for assignment in _assignments(posts.units):
        _put_assignment(desk, posts, assignment)
    for put, rows in _others(posts):
        for row in rows:
            put(desk, posts, row)
    for rows in vars(desk).values():
        rows.sort(key=lambda row: (not row.mine, row.due_on or datetime.date.max))
    return desk


def _others(posts):
    """Return [(what puts one on the desk, rows)] of the kinds that are seldom there: which are is asked once for all
    (1 query), because each alone would cost more to ask for than to answer."""
    kinds = {
        "extensions": (_put_extension, _extensions(posts)),
        "contributions": (_put_contribution, _contributions(posts.units)),
        "directions": (_put_direction, _directions(posts.units)),
        "findings": (_put_finding, _findings(posts.units)),
        "reviews": (_put_review, _reviews_due(posts)),
        "urgings": (_put_urging, _urgings(posts.units)),
    }
    own = Membership.objects.filter(pk=posts.acting.pk)
    there = own.values(**{kind: Exists(rows) for kind, (_, rows) in kinds.items()}).get()
    return [(put, rows[:AT_MOST]) for kind, (put, rows) in kinds.items() if there[kind]]


def _reports(units):
    owed = Q(unit__in=units, state__in=ReportState.writable())
    to_judge = Q(to_unit__in=units, state__in=ReportState.to_judge())
    reports = with_request(with_last_medium(Report.objects.filter(owed | to_judge)), "report")
    reports = reports.select_related("unit", "to_unit", "period")
    return reports.only(*REPORT_SHOWN).order_by("due_on", "pk")[:AT_MOST]


def _put_report(desk, posts, report):
    if report.state in ReportState.to_judge():
        desk.to_judge.append(_to_judge(posts, report))
    elif report.state == ReportState.NEEDS_MORE:
        desk.came_back.append(_owed(posts, report, "Bổ sung", tone="warn", reason=report.asked_for_more_reason))
    elif report.state == ReportState.WAITING and posts.acts_as_head(report.unit_id):
        desk.to_sign.append(_owed(posts, report, "Xem và duyệt", tone="wait", page="portal:report"))
    elif report.state == ReportState.WAITING:
        desk.owed.append(_owed(posts, report, "Xem báo cáo", tone="wait", page="portal:report"))
    else:
        desk.owed.append(_owed(posts, report, "Viết báo cáo"))


def _owed(posts, report, action, *, page="portal:report-write", tone="neutral", reason=""):
    return posts.row(
        report.unit_id,
        title=f"Báo cáo {report.period}",
        facts=[f"gửi tới {report.to_unit}"],
        page=page,
        pk=report.pk,
        action=action,
        due_on=report.due_on,
        state=report.get_state_display(),
        tone=tone,
        reason=reason,
        more_time=more_time_told(posts.of_unit[report.unit_id], report),
    )


def _to_judge(posts, report):
    return posts.row(
        report.to_unit_id,
        title=f"Báo cáo {report.period} của {report.unit}",
        facts=[f"{report.get_state_display()}, {_came_in(report)} lúc {_when(report.submitted_at)}"],
        page="portal:report-judge",
        pk=report.pk,
        action="Xem xét",
        state="chờ tiếp nhận" if report.state == ReportState.SUBMITTED else "chờ xác nhận",
        tone="wait",
    )


def _came_in(report):
    return "đăng ký bản giấy" if report.latest_medium == Medium.PAPER else "gửi"


def _extensions(posts):
    """What waits for the person's decision; the row stands under the post of a unit that decides."""
    if not posts.heads:
        return Extension.objects.none()
    return Extension.objects.to_decide_by(posts.heads).for_page().order_by("asked_at", "pk")


def _put_extension(desk, posts, extension):
    decides = deciders_of(extension.subject) & posts.heads
    row = posts.row(
        posts.acting.unit_id if posts.acting.unit_id in decides else min(decides),
        title=f"{extension.for_unit} đề nghị gia hạn tới {extension.wished_on:%d/%m/%Y}",
        facts=[extension.about],
        page="portal:extension",
        pk=extension.pk,
        action="Quyết định",
        due_on=extension.due_on,
        state=extension.get_state_display(),
        tone="wait",
        reason=extension.reason,
    )
    desk.to_decide.append(row)


def _assignments(units):
    state = AssignmentState
    to_do = Q(state__in=[state.TAKEN_ON, state.REDO], part=Part.LEAD, due_on__isnull=False) | Q(state=state.GIVEN)
    declined = Q(parent__unit__in=units) | Q(task__plan__standing_office__in=units)
    assignments = Assignment.objects.filter(Q(to_do, unit__in=units) | Q(declined, state=state.DECLINED)).live()
    assignments = with_request(assignments, "assignment").select_related("task", "unit")
    assignments = assignments.only(*WORK_SHOWN).annotate(**DECIDERS)
    return assignments.order_by(F("due_on").asc(nulls_last=True), "task__code", "pk")[:AT_MOST]


def _put_assignment(desk, posts, assignment):
    state = assignment.state
    if state == AssignmentState.DECLINED:
        facts = [f"{assignment.unit} từ chối nhận việc"]
        if giver := _giver_id(posts, assignment):
            desk.declined.append(_work(posts, assignment, "Xem xét", unit_id=giver, facts=facts, tone="wait"))
    elif state == AssignmentState.GIVEN and assignment.unit_id in posts.heads:
        desk.given.append(_work(posts, assignment, "Xem và tiếp nhận", tone="info"))
    elif assignment.is_one_off and assignment.part == Part.LEAD:
        tone = "warn" if state == AssignmentState.REDO else "neutral"
        desk.owed.append(_work(posts, assignment, "Mở việc", tone=tone))


def _giver_id(posts, assignment):
    """The unit for which the person decides on declined work: whose head passed it down, or the standing office."""
    if assignment.giver_id in posts.heads:
        return assignment.giver_id
    return assignment.office_id if assignment.office_id in posts.of_unit else None


def _contributions(units):
    owed = ContributionRequest.objects.owed().filter(assignment__unit__in=units)
    return owed.select_related("line__report__unit", "assignment")


def _put_contribution(desk, posts, asked):
    row = posts.row(
        asked.assignment.unit_id,
        title=f"Góp nội dung {asked.line.task_code} cho {asked.line.report.unit}",
        facts=[asked.line.task_title],
        page="portal:contribution",
        pk=asked.pk,
        action="Trả lời",
        due_on=asked.due_on,
        state=asked.get_state_display(),
        reason=asked.note,
    )
    desk.owed.append(row)


def _urgings(units):
    waits = Urging.objects.owed().filter(unit__in=units)
    return waits.select_related("for_unit").order_by("answer_by", "pk")


def _put_urging(desk, posts, urging):
    row = posts.row(
        urging.unit_id,
        title=f"{urging.for_unit} đôn đốc {urging.get_level_display()}",
        facts=[f"ngày {urging.urged_on:%d/%m/%Y}", urging.get_channel_display()],
        page="portal:urging",
        pk=urging.pk,
        action="Xem và trả lời",
        due_on=urging.answer_by,
        state="đã tiếp nhận, chờ trả lời" if urging.acknowledged_at else "chờ tiếp nhận",
        tone="wait" if urging.acknowledged_at else "warn",
        reason=urging.text,
    )
    desk.urged.append(row)


def _directions(units):
    """What these units owe an answer to, and what was answered to the committee among them."""
    owed = Q(to_unit__in=units, state__in=DirectionState.owed())
    to_judge = Q(for_unit__in=units, state=DirectionState.ANSWERED)
    directions = Direction.objects.filter(owed | to_judge).for_list().only(*DIRECTION_SHOWN)
    return directions.order_by("due_on", "pk")


def _put_direction(desk, posts, direction):
    owed = direction.is_owed
    row = posts.row(
        direction.to_unit_id if owed else direction.for_unit_id,
        title=str(direction) if owed else f"{direction.to_unit} trả lời ý kiến chỉ đạo về {direction.about}",
        facts=[f"ngày {direction.given_on:%d/%m/%Y}", *([] if owed else ["chờ khép lại hoặc hỏi lại"])],
        page="portal:direction",
        pk=direction.pk,
        action="Xem và trả lời" if owed else "Xem xét",
        due_on=direction.due_on if owed else None,
        state=direction.get_state_display(),
        tone="warn" if direction.state == DirectionState.GIVEN else "wait",
        reason=direction.text,
    )
    (desk.directed if owed else desk.to_decide).append(row)


def _findings(units):
    """What the units have to put right, and remedies that wait for them; of both kinds in one query."""
    owed = Q(unit__in=units) & Q(state=FindingState.OWED)
    inspecting = Q(inspection__for_unit__in=units) & Q(state=FindingState.REPORTED) & ~Q(unit__in=units)
    rows = Finding.objects.filter(owed | inspecting).select_related("unit", "inspection__for_unit", "inspection__plan")
    return rows.order_by("due_on", "pk")


def _put_finding(desk, posts, finding):
    owed, inspection = finding.is_owed, finding.inspection
    side = inspection.for_unit_id
    if not (owed or posts.acts_as_head(side) or side == inspection.plan.standing_office_id):
        return
    row = posts.row(
        finding.unit_id if owed else side,
        title="Khắc phục sau kiểm tra" if owed else f"{finding.unit} đã báo cáo khắc phục",
        facts=[f"{inspection.for_unit} kiến nghị ngày {finding.given_on:%d/%m/%Y}"],
        page="portal:finding",
        pk=finding.pk,
        action="Xem và báo cáo" if owed else "Xem xét",
        due_on=finding.due_on if owed else None,
        state=finding.get_state_display() if owed else "chờ xem xét",
        tone="warn" if owed else "wait",
        reason=finding.recommendation,
    )
    (desk.owed if owed else desk.to_decide).append(row)


def _reviews_due(posts):
    """Reviews that the acting post's office must have done soon, or should have."""
    if not posts.acting.works or not any(place.is_office for place in places_of(posts.acting)):
        return Review.objects.none()
    last = clock.today() + datetime.timedelta(days=REVIEW_DAYS)
    due = Review.objects.coming().filter(plan__standing_office=posts.acting.unit_id, due_on__lte=last)
    return due.select_related("period", "drafter").order_by("due_on", "pk")


def _put_review(desk, posts, review):
    row = posts.row(
        posts.acting.unit_id,
        title=str(review),
        facts=[f"người soạn: {review.drafter or 'chưa phân công'}"],
        page="portal:review",
        pk=review.pk,
        action="Soạn tiếp" if review.is_draft else "Mở",
        due_on=review.due_on,
        state=review.get_state_display(),
        tone="info" if review.is_draft else "neutral",
    )
    desk.owed.append(row)


def _work(posts, assignment, action, *, unit_id=None, facts=(), tone):
    return posts.row(
        unit_id or assignment.unit_id,
        title=str(assignment.task),
        facts=[assignment.get_part_display(), *facts],
        page="portal:assignment",
        pk=assignment.pk,
        action=action,
        due_on=assignment.due_on,
        state=assignment.get_state_display(),
        tone=tone,
        more_time=UNTOLD if unit_id else more_time_told(posts.of_unit[assignment.unit_id], assignment),
    )


def _when(at):
    local = timezone.localtime(at)
    return f"{local:%H:%M %d/%m/%Y}"
