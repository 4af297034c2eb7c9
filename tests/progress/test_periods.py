import datetime

import pytest
from django.utils import timezone

from common import clock
from common.models import CalendarDay
from progress.actions.periods import (
    PeriodRefused,
    change_period,
    create_ad_hoc_period,
    create_coming_periods,
    create_period,
    open_period,
)
from progress.enums import ReportMove, ReportState
from progress.models import Period, PeriodDue, Report, ReportEvent, ReportLine, Submission
from progress.presets import due_days
from tasks.enums import Level, PeriodKind
from tests.factories import (
    make_assignment,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from units.enums import Role

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


def as_of(text):
    return clock.set_to(timezone.make_aware(datetime.datetime.combine(day(text), datetime.time(12))))


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def head(plan):
    return make_post(plan.standing_office, Role.HEAD)


def lines_of(unit, period):
    return list(ReportLine.objects.filter(report__unit=unit, report__period=period))


def test_regular_period_has_the_dates_of_the_preset_moved_off_days_off(plan, head):
    CalendarDay.objects.create(day=day("2025-12-17"), kind="off", note="nghỉ bù")

    period = create_period(plan, PeriodKind.QUARTER, 2025, 4, by=head)

    assert (period.covers_from, period.covers_to, period.opens_on) == (
        day("2025-09-15"),
        day("2025-12-14"),
        day("2025-09-15"),
    )
    assert dict(period.dues.values_list("level", "due_on")) == {
        Level.FIRST: day("2025-12-18"),
        Level.SECOND: day("2025-12-19"),
        Level.THIRD: day("2025-12-22"),
    }
    assert period.history.get().history_user == head.user


def test_existing_period_is_returned_as_it_is(plan):
    period = create_period(plan, PeriodKind.QUARTER, 2025, 4)

    assert create_period(plan, PeriodKind.QUARTER, 2025, 4) == period
    assert PeriodDue.objects.count() == 3


def test_regular_periods_do_not_overlap(plan):
    create_period(plan, PeriodKind.QUARTER, 2025, 4)

    with pytest.raises(PeriodRefused, match="trùng ngày"):
        create_period(plan, PeriodKind.MONTH, 2025, 12)


def test_current_and_next_period_exist_once(plan):
    made = create_coming_periods(plan, day("2024-12-20"))

    assert [str(period) for period in made] == ["Quý I/2025", "Quý II/2025"]
    assert create_coming_periods(plan, day("2024-12-20")) == []
    assert [str(period) for period in create_coming_periods(plan, day("2025-03-15"))] == ["Quý III/2025"]


def test_ad_hoc_period_asks_its_units_alone(plan, head):
    asked, other = make_assignment(make_task(plan)).unit, make_assignment(make_task(plan)).unit
    without_work = make_unit()
    take_part(plan, without_work)

    period = create_ad_hoc_period(
        plan,
        kind=PeriodKind.AD_HOC,
        title="Báo cáo đợt lũ",
        dates={
            "covers_from": day("2024-10-01"),
            "covers_to": day("2024-10-20"),
            "opens_on": day("2024-10-05"),
            "closes_on": day("2024-11-20"),
        },
        dues=due_days(day("2024-10-20")),
        units=[asked, without_work],
        by=head,
    )
    open_period(period)

    assert (str(period), period.is_regular, period.number) == ("Báo cáo đợt lũ", False, 1)
    assert set(period.reports.values_list("unit", flat=True)) == {asked.pk, without_work.pk}
    assert [line.ends_cycle for line in lines_of(asked, period)] == [False]
    assert lines_of(without_work, period) == []
    assert not Report.objects.filter(unit=other).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": PeriodKind.QUARTER}, "Kỳ thường xuyên do cổng tự lập"),
        ({"units": []}, "ít nhất một đơn vị"),
        ({"dues": due_days(day("2024-09-01"))}, "chưa hợp lý"),
    ],
)
def test_wrong_ad_hoc_period_is_refused(plan, head, change, sentence):
    values = {
        "kind": PeriodKind.THEMATIC,
        "title": "Chuyên đề",
        "dates": {name: day("2024-10-31") for name in ("covers_from", "covers_to", "opens_on", "closes_on")},
        "dues": dict.fromkeys(Level, day("2024-10-31")),
        "units": [plan.standing_office],
    }

    with pytest.raises(PeriodRefused, match=sentence):
        create_ad_hoc_period(plan, **values | change, by=head)

    assert Period.objects.count() == 0


def dates_of(period, **changes):
    return {name: getattr(period, name) for name in ("covers_from", "covers_to", "opens_on", "closes_on")} | changes


def dues_of(period, **changes):
    return dict(period.dues.values_list("level", "due_on")) | changes


def test_changed_due_day_moves_reports_never_sent_and_keeps_the_first_day(plan, head):
    period = make_period(plan)
    draft, extended, sent = make_report(period), make_report(period), make_report(period)
    Report.objects.filter(pk=extended.pk).update(due_on=day("2025-01-05"))
    Report.objects.filter(pk=sent.pk).update(state=ReportState.SUBMITTED, submitted_at=period.opened_at)
    dues = dues_of(period) | {Level.SECOND: day("2024-12-20")}

    with as_of("2024-12-19"):
        change_period(period, dates=dates_of(period), dues=dues, by=head, reason="Trùng hội nghị tổng kết")

    days = dict(Report.objects.values_list("pk", "due_on"))
    assert days == {draft.pk: day("2024-12-20"), extended.pk: day("2025-01-05"), sent.pk: day("2024-12-19")}
    assert set(Report.objects.values_list("due_on_original", flat=True)) == {day("2024-12-19")}
    event = ReportEvent.objects.get(move=ReportMove.MOVE_DUE)
    assert (event.report_id, event.due_before, event.by, event.to_state) == (
        draft.pk,
        day("2024-12-19"),
        head.user,
        draft.state,
    )
    assert event.reason == "Hạn gửi 19/12/2024 đổi thành 20/12/2024. Trùng hội nghị tổng kết"
    due = period.dues.get(level=Level.SECOND)
    assert due.history.first().history_change_reason == "Trùng hội nghị tổng kết"
    assert due.history.first().history_user == head.user
    assert period.dues.get(level=Level.FIRST).history.count() == 0


def test_report_that_is_late_stays_late(plan, head):
    period = make_period(plan)
    late, extended = make_report(period), make_report(period)
    Report.objects.filter(pk=extended.pk).update(due_on=day("2024-12-20"))
    dues = dues_of(period) | {Level.SECOND: day("2024-12-22")}

    with as_of("2024-12-20"):
        change_period(period, dates=dates_of(period), dues=dues, by=head, reason="lùi hạn")

    assert dict(Report.objects.values_list("pk", "due_on")) == {
        late.pk: day("2024-12-19"),
        extended.pk: day("2024-12-22"),
    }
    assert period.dues.get(level=Level.SECOND).due_on == day("2024-12-22")


def test_report_sent_once_keeps_its_day_while_more_is_asked(plan, head):
    period = make_period(plan)
    report = make_report(period)
    Submission.objects.create(
        report=report,
        number=1,
        submitted_at=period.opened_at,
        submitted_on=day("2024-12-18"),
        due_on=report.due_on,
        by=head.user,
        for_unit=report.unit,
    )
    dues = dues_of(period) | {Level.SECOND: day("2024-12-20")}

    with as_of("2024-12-19"):
        change_period(period, dates=dates_of(period), dues=dues, by=head, reason="lùi hạn")

    report.refresh_from_db()
    assert report.due_on == day("2024-12-19")


@pytest.mark.parametrize(
    ("changes", "reason", "sentence"),
    [
        ({}, " ", "Hãy ghi lý do"),
        ({"covers_from": day("2025-01-01")}, "x", "chưa hợp lý"),
        ({"closes_on": day("2024-12-20")}, "x", "chưa hợp lý"),
        ({"covers_from": day("2024-09-01")}, "x", "trùng ngày"),
        ({"opens_on": day("2024-10-01")}, "x", "Kỳ đã mở"),
    ],
)
def test_wrong_change_is_refused_and_changes_nothing(plan, head, changes, reason, sentence):
    make_period(plan, number=3)
    period = make_period(plan)

    with pytest.raises(PeriodRefused, match=sentence):
        change_period(period, dates=dates_of(period, **changes), dues=dues_of(period), by=head, reason=reason)

    assert dates_of(Period.objects.get(pk=period.pk)) == dates_of(period)
