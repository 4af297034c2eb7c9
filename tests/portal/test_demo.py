"""The sample data: the same for the same day, every state to be seen, refused where the portal is in earnest."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from figures import duties
from figures.cells import Cell
from oversight.models import Direction, Extension, ReminderDigest, Urging
from progress.enums import ReportState
from progress.models import ContributionRequest, Evidence, LogEntry, Report, ReportEvent, Submission
from reviews.composing import compose
from reviews.models import Review
from tasks.models import Plan
from units.models import User

ON = datetime.date(2026, 11, 23)
PLAN = ["units/seed/bu_gia_map_2024.toml", "tasks/seed/plan_261.toml"]


@pytest.fixture
def plan(db, capsys):
    call_command("load_units", PLAN[0])
    call_command("load_plan", PLAN[1])
    return Plan.objects.get()


def seed(settings, *, quarters=1, on=ON):
    settings.DEBUG = True
    call_command("seed_demo", on=on, quarters=quarters)


def test_sample_data_show_every_state(plan, settings, media_root):
    seed(settings, quarters=2)

    assert set(Report.objects.values_list("state", flat=True)) == set(ReportState.values)
    assert Submission.objects.filter(withdrawn_at=None).exclude(nil_reason="").exists()
    assert Evidence.objects.exclude(file="").exists()
    assert LogEntry.objects.exists()
    assert set(ContributionRequest.objects.values_list("state", flat=True)) == {"waiting", "answered", "declined"}
    assert Urging.objects.filter(answered_at=None).exists()
    assert Urging.objects.exclude(answered_at=None).exists()
    assert Urging.objects.exclude(letter_number="").exists()
    assert set(ReminderDigest.objects.values_list("mail", flat=True)) == {"none", "sent", "failed"}
    assert set(Direction.objects.values_list("state", flat=True)) == {"noted", "given", "answered", "closed"}
    assert Direction.objects.owed().filter(due_on__lt=ON).exists()
    assert sorted(Review.objects.values_list("state", flat=True)) == ["draft", "issued", "planned", "planned"]
    issued = Review.objects.get(state="issued")
    assert compose(issued, issued.as_of).figures[0].value == issued.figures["numbers"][0]["value"]
    numbers = duties.two_by_two(plan, ON)
    assert [cell for cell in Cell if cell != Cell.ENDED and not getattr(numbers, cell.value)] == []


@pytest.mark.parametrize("day", ["2026-12-16", "2027-02-20", "2027-05-20", "2027-08-31"])
def test_sample_data_can_be_made_on_any_day(plan, settings, media_root, day):
    seed(settings, quarters=0, on=datetime.date.fromisoformat(day))

    assert set(Extension.objects.values_list("state", flat=True)) == {"asked", "granted"}


def test_sample_data_lie_in_the_past(plan, settings, media_root):
    seed(settings)

    end_of_day = datetime.datetime.combine(ON, datetime.time.max, tzinfo=datetime.UTC)
    assert not ReportEvent.objects.filter(at__gt=end_of_day).exists()
    assert ReportEvent.objects.earliest("at").at.date() < ON - datetime.timedelta(days=90)


def test_sample_data_are_made_once(plan, settings, media_root, capsys):
    seed(settings)
    before = Report.objects.count()

    seed(settings)

    assert Report.objects.count() == before
    assert "đã có" in capsys.readouterr().out


def test_sample_data_are_refused_in_earnest(plan, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="chỉ nạp khi DEBUG bật"):
        call_command("seed_demo", on=ON)

    assert not User.objects.exists()


def test_sample_password_comes_from_the_environment(plan, settings, media_root, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mat-khau-rieng-cua-toi-99")

    seed(settings, quarters=0)

    assert User.objects.get(username="tuyengiao").check_password("mat-khau-rieng-cua-toi-99")
    assert not User.objects.get(username="phong-gddt.writer").has_usable_password()


def test_sample_password_follows_the_environment(plan, settings, media_root, monkeypatch):
    seed(settings, quarters=0)
    monkeypatch.setenv("DEMO_PASSWORD", "mat-khau-moi-hon-99")

    seed(settings, quarters=0)

    assert User.objects.get(username="dako.ld").check_password("mat-khau-moi-hon-99")


def told_story(settings):
    """Seed, return what happened without ids, and take everything back."""
    with transaction.atomic():
        seed(settings, quarters=0)
        events = ReportEvent.objects.order_by("report__unit__order", "at", "pk")
        story = list(events.values_list("report__unit__code", "move", "at", "reason"))
        transaction.set_rollback(True)
    return story


def test_sample_data_are_the_same_for_the_same_day(plan, settings, media_root):
    first = told_story(settings)

    assert first == told_story(settings)
    assert first
