"""Acts on reporting periods. Regular periods come from the plan's preset; every date may be changed with a reason."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common import clock
from common.calendar import WorkingCalendar
from common.refusals import Refused
from progress.actions.counting import difference_entered
from progress.actions.opening import add_missing_lines, open_due_periods, open_period
from progress.enums import ReportMove, ReportState
from progress.models import Period, PeriodDue, Report, ReportEvent, Submission
from progress.presets import due_days, next_period, period_containing, period_dates
from tasks.enums import Level, PeriodKind
from tasks.models import Plan

__all__ = [
    "PeriodRefused",
    "add_missing_lines",
    "change_period",
    "create_ad_hoc_period",
    "create_coming_periods",
    "create_period",
    "open_due_periods",
    "open_now",
    "open_period",
    "proposed_dues",
    "wrong_dates",
]

DATES = ["covers_from", "covers_to", "opens_on", "closes_on"]


class PeriodRefused(Refused):
    """A period cannot be made or changed as asked."""


def create_period(plan, kind, year, number, *, by=None):
    """Make a regular period with the dates of the plan's preset. One that exists already is returned as it is."""
    period = _create_regular(plan, kind, year, number, by=by)
    if period is None:
        raise PeriodRefused(
            "Kỳ này trùng ngày với một kỳ thường xuyên khác của kế hoạch. Hãy xem lại ngày của các kỳ đã có."
        )
    return period


def create_coming_periods(plan, on):
    """Make the regular period that covers the day `on` and the one after it. Return those that were new."""
    current = period_containing(on, plan.reporting_regime, plan.regular_period)
    wanted = [current, next_period(plan.regular_period, *current)]
    known = set(Period.objects.regular().filter(plan=plan, kind=plan.regular_period).values_list("year", "number"))
    made = [_create_regular(plan, plan.regular_period, *names) for names in wanted if names not in known]
    return [period for period in made if period is not None]


def create_ad_hoc_period(plan, *, kind, title, dates, dues, units, by):
    """Make a period outside the regular ones, with its own dates, for the units that are asked."""
    _refuse_wrong(dates, dues)
    if kind in PeriodKind.regular():
        raise PeriodRefused("Kỳ thường xuyên do cổng tự lập; chỉ lập tay kỳ đột xuất và kỳ chuyên đề.")
    if not units:
        raise PeriodRefused("Hãy chọn ít nhất một đơn vị báo cáo.")
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        asked = Period.objects.filter(plan=plan, is_regular=False)
        if asked.filter(title=title, covers_from=dates["covers_from"], covers_to=dates["covers_to"]).exists():
            raise PeriodRefused(f"Kỳ “{title}” với số liệu của những ngày này đã được lập. Hãy xem danh sách kỳ.")
        year = dates["covers_to"].year
        number = asked.filter(year=year).count() + 1
        period = _save_new(
            Period(plan=plan, kind=kind, is_regular=False, year=year, number=number, title=title, **dates), dues, by=by
        )
        period.asked_units.set(units)
    return period


@transaction.atomic
def change_period(period, *, dates, dues, by, reason):
    """Change the dates of a period, for a reason that stays in its history.

    The due day of reports that were never sent moves along, unless it has passed; `due_on_original` and what was
    sent stay.
    """
    if not reason.strip():
        raise PeriodRefused("Hãy ghi lý do thay đổi.")
    _refuse_wrong(dates, dues)
    Plan.objects.select_for_update(no_key=True).get(pk=period.plan_id)
    period = Period.objects.select_for_update(no_key=True, of=("self",)).select_related("plan").get(pk=period.pk)
    if period.opened_at and dates["opens_on"] != period.opens_on:
        raise PeriodRefused("Kỳ đã mở nên không đổi được ngày mở kỳ. Hãy giữ nguyên ngày mở kỳ rồi lưu lại.")
    if period.is_regular and _overlapping(period.plan, dates).exclude(pk=period.pk).exists():
        raise PeriodRefused("Kỳ này trùng ngày với một kỳ thường xuyên khác. Hãy sửa ngày số liệu rồi lưu lại.")
    for name in DATES:
        setattr(period, name, dates[name])
    _save_with_reason(period, by=by, reason=reason)
    for due in period.dues.select_for_update(no_key=True):
        _move_due(due, dues[due.level], by=by, reason=reason)
    return period


def proposed_dues(covers_to):
    """Return {level: day}: when a period closed on `covers_to` is due by the usual rule, moved off days off."""
    working = WorkingCalendar.load(covers_to, covers_to + datetime.timedelta(days=30))
    return due_days(covers_to, working=working.next_working_day)


def wrong_dates(dates, dues):
    """Return {field: sentence} of what is wrong with the dates of a period; due days are named due_1, due_2, due_3."""
    wrong = {}
    if dates["covers_from"] > dates["covers_to"]:
        wrong["covers_to"] = "Ngày chốt số liệu phải từ ngày bắt đầu lấy số liệu trở đi."
    if dates["opens_on"] > dates["closes_on"] or dates["covers_to"] > dates["closes_on"]:
        wrong["closes_on"] = "Ngày đóng kỳ phải từ ngày mở kỳ và ngày chốt số liệu trở đi."
    earliest = dates["covers_to"]
    for level in Level:
        if dues[level] < earliest:
            wrong[f"due_{level}"] = f"Hạn gửi phải từ ngày {earliest:%d/%m/%Y} trở đi."
        earliest = max(earliest, dues[level])
    if "closes_on" not in wrong and dates["closes_on"] < earliest:
        wrong["closes_on"] = f"Ngày đóng kỳ phải từ hạn gửi cuối cùng, {earliest:%d/%m/%Y}, trở đi."
    return wrong


def open_now(period, *, on):
    """Open a period by hand on its day or later, without waiting for the tick."""
    if period.opened_at:
        raise PeriodRefused("Kỳ này đã mở.")
    if on < period.opens_on:
        raise PeriodRefused(f"Kỳ này mở từ ngày {period.opens_on:%d/%m/%Y}. Muốn mở sớm, hãy sửa ngày mở kỳ trước.")
    return open_period(period)


def _refuse_wrong(dates, dues):
    if wrong := wrong_dates(dates, dues):
        raise PeriodRefused("Các ngày của kỳ chưa hợp lý.", details=wrong.values())


@transaction.atomic
def _create_regular(plan, kind, year, number, *, by=None):
    """Return the regular period, made if need be, or None when another one covers its days."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    period = Period.objects.regular().filter(plan=plan, kind=kind, year=year, number=number).first()
    if period:
        return period
    working = WorkingCalendar.load(datetime.date(year, 1, 1), datetime.date(year + 1, 2, 1))
    proposed = period_dates(plan.reporting_regime, kind, year, number, working=working.next_working_day)
    dates = {name: getattr(proposed, name) for name in DATES}
    if _overlapping(plan, dates).exists():
        return None
    return _save_new(Period(plan=plan, kind=kind, year=year, number=number, **dates), proposed.dues, by=by)


def _overlapping(plan, dates):
    others = Period.objects.regular().filter(plan=plan)
    return others.filter(covers_from__lte=dates["covers_to"], covers_to__gte=dates["covers_from"])


def _save_new(period, dues, *, by):
    _save_with_reason(period, by=by, reason="lập kỳ")
    for level in Level:
        _save_with_reason(PeriodDue(period=period, level=level, due_on=dues[level]), by=by, reason="lập kỳ")
    return period


def _save_with_reason(record, *, by, reason):
    record._history_user = by.user if by else None
    record._change_reason = reason
    record.save()


def _move_due(due, due_on, *, by, reason):
    if due.due_on == due_on:
        return
    before, due.due_on = due.due_on, due_on
    _save_with_reason(due, by=by, reason=reason)
    sent = Exists(Submission.objects.standing().filter(report=OuterRef("pk")))
    unsent = Report.objects.filter(period_id=due.period_id, level=due.level, state__in=ReportState.writable())
    # A report with a later day of its own keeps it: somebody granted that extension. One that is late stays late.
    unsent = unsent.filter(due_on__gte=clock.today())
    unsent = unsent.filter(Q(due_on=before) | Q(due_on__lt=due_on)).exclude(due_on=due_on).exclude(sent)
    moved = list(unsent.order_by("pk").select_for_update(no_key=True, of=("self",)))
    _write_moves(moved, due_on, by=by, reason=reason)
    ids = [report.pk for report in moved]
    with difference_entered(ids):
        Report.objects.filter(pk__in=ids).update(due_on=due_on)


def _write_moves(reports, due_on, *, by, reason):
    at = clock.now()
    ReportEvent.objects.bulk_create(
        ReportEvent(
            report=report,
            move=ReportMove.MOVE_DUE,
            from_state=report.state,
            to_state=report.state,
            at=at,
            by=by.user,
            on_behalf_of=by.on_behalf_of,
            for_unit=by.unit,
            due_before=report.due_on,
            reason=f"Hạn gửi {report.due_on:%d/%m/%Y} đổi thành {due_on:%d/%m/%Y}. {reason}",
        )
        for report in reports
    )
