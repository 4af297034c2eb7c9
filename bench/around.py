"""What stands round the reports: targets, extensions, urging, directions, inspections, reminders, reviews – some of
each, by the portal's own acts. What a plan has already is left as it is."""

import datetime
import uuid

from bench.posts import head_of, posts
from common import clock
from oversight.actions.directions import acknowledge, answer, give_direction
from oversight.actions.extensions import ask_for_extension, grant_extension
from oversight.actions.feeds import renew_feed
from oversight.actions.findings import add_finding
from oversight.actions.inspections import announce_inspection, plan_inspection, record_inspection
from oversight.actions.reminders import send_reminders
from oversight.actions.urging import urge
from oversight.enums import DirectionSubject, InspectionKind, UrgingChannel
from oversight.levels import next_levels
from oversight.models import CalendarFeed, Direction, Extension, Inspection, ReminderSent, Urging
from oversight.urgeable import late_units
from oversight.wording import usual_wording
from progress.enums import ReportState
from progress.models import Report
from reviews.actions import begin_draft, issue_review, plan_review
from reviews.enums import ReviewKind
from reviews.models import Review
from tasks.models import Indicator, IndicatorTarget

SOME, FEW = 24, 8
WEEK = datetime.timedelta(days=7)


def surround(plan, *, say=print):
    """Add to the plan whatever of this it has not yet."""
    wanted = [
        (IndicatorTarget.objects.filter(indicator__task__plan=plan), _set_targets),
        (Extension.objects.filter(report__period__plan=plan), _extend),
        (Urging.objects.filter(plan=plan), _urge),
        (Direction.objects.filter(plan=plan), _direct),
        (Inspection.objects.filter(plan=plan), _inspect),
        (ReminderSent.objects.filter(plan=plan), _remind),
        (Review.objects.filter(plan=plan), _review),
        (CalendarFeed.objects.filter(user=posts(plan)["head"].user), _feed),
    ]
    for standing, make in wanted:
        if not standing.exists():
            make(plan)
            say(f"{plan}: {make.__name__.strip('_')}", flush=True)


def last_closed(plan):
    """Return the newest regular period that is over by yesterday."""
    over = plan.periods.regular().filter(opened_at__isnull=False, covers_to__lt=clock.today())
    return over.order_by("covers_to").last()


def _set_targets(plan):
    year = last_closed(plan).year
    wanted = Indicator.objects.filter(task__plan=plan)
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(indicator=one, unit=None, year=year, value=40 + 10 * place) for place, one in enumerate(wanted)
    )


def _extend(plan):
    """Let some units ask for more time for the report that is open; every second is given it."""
    open_ = plan.periods.regular().filter(opened_at__isnull=False).order_by("covers_to").last()
    # The last ones: the pages of the first that owes its report are measured, and its day should be the usual one.
    owed = Report.objects.filter(period=open_, state=ReportState.DRAFT, submissions=None).order_by("-pk")
    for place, report in enumerate(owed.select_related("unit", "to_unit", "period__plan")[:SOME]):
        wished_on = max(report.due_on, clock.today()) + WEEK
        asked = {"wished_on": wished_on, "reason": "Đang chờ số liệu của cơ sở."}
        extension = ask_for_extension(report, **asked, by=head_of(report.unit))
        if place % 2:
            grant_extension(extension, granted_on=wished_on, by=head_of(report.to_unit))


def _urge(plan):
    on, by = clock.today(), posts(plan)["office"]
    late = Report.objects.filter(period__plan=plan, state=ReportState.DRAFT).overdue(on)
    units = list(late.order_by("unit_id").values_list("unit_id", flat=True).distinct()[:SOME])
    for late in late_units(by, on=on, units=units):
        level = next_levels(late.subjects, on=on)[late.unit.pk].level
        words = usual_wording(level, UrgingChannel.PORTAL)
        said = {"text": words.text, "answer_days": words.answer_days, "token": _token(plan, "urging", late.unit.pk)}
        urge(late.subjects, level=level, channel=UrgingChannel.PORTAL, **said, by=by)


def _direct(plan):
    """The committee speaks on the plan and each group; every second direction is answered."""
    people = posts(plan)
    about = [(DirectionSubject.PLAN, plan), *((DirectionSubject.GROUP, group) for group in plan.groups.all())]
    for place, (kind, thing) in enumerate(about):
        said = {"text": "Đẩy nhanh tiến độ, báo cáo rõ kết quả.", "due_on": clock.today() + WEEK}
        token = _token(plan, "direction", place)
        direction = give_direction(kind, thing, plan=plan, token=token, **said, by=people["committee"])
        if place % 2:
            by = head_of(plan.standing_office)
            acknowledge(direction, by=by)
            answer(direction, asked_round=direction.round, text="Đã chỉ đạo các đơn vị thực hiện.", by=by)


def _inspect(plan):
    """Visits of two units each; every second has found something that is to be put right."""
    by, day = posts(plan)["office"], clock.today()
    places = plan.participations.exclude(reports_to=None).exclude(unit=by.unit).order_by("pk")
    units = [place.unit for place in places.select_related("unit")[: 2 * FEW]]
    for place in range(len(units) // 2):
        visited = units[2 * place : 2 * place + 2]
        facts = {"subject": f"Kiểm tra việc thực hiện kế hoạch, đợt {place + 1}", "team": "Nguyễn Văn An, trưởng đoàn"}
        facts |= {"kind": InspectionKind.INSPECTION, "starts_on": day, "ends_on": day}
        facts |= {"decision_number": "", "decision_on": None, "token": _token(plan, "inspection", place)}
        inspection = plan_inspection(plan, visited, **facts, by=by)
        announce_inspection(inspection, by=by)
        if place % 2:
            _find(inspection, visited, by)


def _find(inspection, visited, by):
    accounts = {unit.pk: "Đã triển khai; sổ sách còn thiếu." for unit in visited}
    record_inspection(inspection, conclusion="Cơ bản đạt yêu cầu.", accounts=accounts, by=by)
    said = {"found": "Sổ theo dõi chưa cập nhật.", "recommendation": "Cập nhật đầy đủ."}
    for number, unit in enumerate(visited):
        said["token"] = _token(inspection.plan, "finding", f"{inspection.pk}-{number}")
        add_finding(inspection, unit, **said, due_on=clock.today() + WEEK, by=by)


def _remind(plan):
    """Everybody is reminded at once, of every plan: what one run of the tick tells."""
    send_reminders(clock.today())


def _review(plan):
    """One review is issued, one is being drafted; both compile the newest period that is over."""
    head, writer, period = head_of(plan.standing_office), posts(plan)["office"], last_closed(plan)
    for kind in (ReviewKind.PERIODIC, ReviewKind.PRELIMINARY):
        review = planned_review(plan, kind, period, by=writer)
        begin_draft(review, as_of=clock.today() - datetime.timedelta(days=1), by=writer)
        if kind == ReviewKind.PERIODIC:
            issue_review(review, by=head)


def planned_review(plan, kind, period, *, by):
    span = {"covers_from": period.covers_from, "covers_to": period.covers_to, "due_on": clock.today() + WEEK}
    who = {"issuer": plan.standing_office, "drafter": by.user, "token": uuid.uuid4(), "by": by}
    return plan_review(plan, kind=kind, period=period, **span, **who)


def _feed(plan):
    renew_feed(posts(plan)["head"].user)


def _token(plan, *what):
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, [plan.symbol, *what])))
