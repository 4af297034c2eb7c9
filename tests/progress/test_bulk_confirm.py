"""Many reports confirmed with one press: an answer for each, the same act for all, and nobody in between is overrun."""

import pytest

from progress.actions import reports as acts
from progress.actions.bulk import Fate, confirm_in_bulk
from progress.enums import ReportMove, ReportState
from progress.models import Report, ReportEvent, Submission
from tests.factories import make_line, make_period, make_report, make_unit, take_part
from tests.progress.report_world import ReportWorld, register_letter
from tests.races import ROUNDS, WON, race

REASON = "Cần nêu rõ số buổi."


class Desk(ReportWorld):
    """Reports of one unit for several quarters, all sent to the office."""

    def __init__(self, count=3):
        super().__init__()
        acts.submit_report(self.report, by=self.head)
        self.reports = [self.report]
        for number in range(1, count):
            report = make_report(make_period(self.plan, year=2025, number=number), self.unit)
            make_line(report, self.line.assignment, result="Đã làm.", work_state="in_progress")
            acts.submit_report(report, by=self.head)
            self.reports.append(report)

    def chosen(self, number=1):
        loaded = Report.objects.for_list().order_by("pk")
        return [(report, number) for report in loaded.filter(pk__in=[one.pk for one in self.reports])]


def fates(outcomes):
    return [outcome.fate for outcome in outcomes]


@pytest.mark.django_db
def test_every_report_is_confirmed_by_the_act_of_one():
    desk = Desk()

    outcomes = confirm_in_bulk(desk.chosen(), by=desk.judge)

    assert fates(outcomes) == [Fate.CONFIRMED] * 3
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.CONFIRMED}
    assert ReportEvent.objects.filter(move=ReportMove.CONFIRM, by=desk.judge.user).count() == 3
    assert Submission.objects.accepted().count() == 3


@pytest.mark.django_db
def test_what_one_meets_does_not_stop_the_others():
    desk = Desk(4)
    acts.ask_for_more(desk.reports[0], by=desk.judge, reason=REASON)
    acts.withdraw_report(desk.reports[1], by=desk.head)
    acts.submit_report(desk.reports[1], by=desk.head)
    elsewhere = make_unit("Ban khác")
    take_part(desk.plan, elsewhere)
    Report.objects.filter(pk=desk.reports[2].pk).update(to_unit=elsewhere)

    outcomes = confirm_in_bulk(desk.chosen(), by=desk.judge)

    assert fates(outcomes) == [Fate.TOO_LATE, Fate.SENT_AGAIN, Fate.REFUSED, Fate.CONFIRMED]
    assert [bool(outcome.sentence) for outcome in outcomes] == [True, True, True, False]
    assert outcomes[0].sentence.startswith("Chính đồng chí đã đề nghị bổ sung báo cáo này lúc")
    states = [ReportState.NEEDS_MORE, ReportState.SUBMITTED, ReportState.SUBMITTED, ReportState.CONFIRMED]
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == states


@pytest.mark.django_db
def test_letter_on_paper_is_confirmed_by_somebody_else(media_root):
    world = ReportWorld()
    register_letter(world)

    of_registrar = confirm_in_bulk([(world.fresh(), 1)], by=world.judge)
    of_another = confirm_in_bulk([(world.fresh(), 1)], by=world.office_head)

    assert fates(of_registrar + of_another) == [Fate.REFUSED, Fate.CONFIRMED]
    assert of_registrar[0].sentence.startswith("Đồng chí đã đăng ký bản giấy này")


@pytest.mark.django_db
def test_fault_at_one_report_is_told_and_the_rest_goes_on(caplog):
    desk = Desk()
    # What no state allows: a report that is with its judge and has no submission that stands.
    Submission.objects.filter(report=desk.reports[1]).update(withdrawn_at=desk.reports[1].submitted_at)

    outcomes = confirm_in_bulk(desk.chosen(), by=desk.judge)

    assert fates(outcomes) == [Fate.CONFIRMED, Fate.FAULT, Fate.CONFIRMED]
    assert "could not be confirmed" in caplog.text
    assert Report.objects.get(pk=desk.reports[1].pk).state == ReportState.SUBMITTED


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_people_confirm_the_same_reports_at_once(_):
    desk, results = Desk(), {}
    first, second = desk.chosen(), desk.chosen()

    outcomes = race(
        lambda: results.update(first=confirm_in_bulk(first, by=desk.judge)),
        lambda: results.update(second=confirm_in_bulk(second[::-1], by=desk.office_head)),
    )

    assert outcomes == [WON, WON]
    pairs = zip(fates(results["first"]), fates(results["second"])[::-1], strict=True)
    assert {frozenset(pair) for pair in pairs} == {frozenset({Fate.CONFIRMED, Fate.TOO_LATE})}
    assert ReportEvent.objects.filter(move=ReportMove.CONFIRM).count() == 3
    assert Submission.objects.accepted().count() == 3


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_bulk_confirm_against_ask_for_more(_):
    desk, results = Desk(), {}
    chosen, asked = desk.chosen(), Report.objects.for_list().get(pk=desk.reports[1].pk)

    outcomes = race(
        lambda: results.update(bulk=confirm_in_bulk(chosen, by=desk.judge)),
        lambda: acts.ask_for_more(asked, by=desk.office_head, reason=REASON),
    )

    was_asked = outcomes[1] == WON
    middle = (Fate.TOO_LATE, ReportState.NEEDS_MORE) if was_asked else (Fate.CONFIRMED, ReportState.CONFIRMED)
    assert fates(results["bulk"]) == [Fate.CONFIRMED, middle[0], Fate.CONFIRMED]
    states = [ReportState.CONFIRMED, middle[1], ReportState.CONFIRMED]
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == states
