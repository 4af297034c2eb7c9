import datetime
import io
import os
import signal
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from common.alone import alone
from common.models import Beat
from oversight.models import ReminderDigest, ReminderSent
from portal.management.commands.tick import Command
from progress.actions import opening
from progress.actions.periods import (
    create_period,
)
from progress.models import Period, Report, ReportEvent, ReportLine
from tasks.enums import Part, PeriodKind
from tests.factories import (
    make_assignment,
    make_plan,
    make_task,
)
from tests.oversight.reminder_world import REPORT_DUE_ON, WORK_DUE_ON, ReminderWorld
from units.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def test_tick_tells_what_it_did_and_then_has_nothing_to_do(plan, media_root, capsys):
    assignment = make_assignment(make_task(plan))

    call_command("tick", on="2024-12-20")
    first = capsys.readouterr().out
    make_assignment(make_task(plan), assignment.unit)
    call_command("tick", on="2024-12-20")
    second = capsys.readouterr().out
    call_command("tick", on="2024-12-20")
    third = capsys.readouterr().out

    assert f"Lập kỳ Quý I/2025 của {plan}." in first
    assert f"Mở kỳ Quý I/2025 của {plan}: 1 báo cáo." in first
    assert second == f"Ngày 20/12/2024: \n  Bổ sung 1 dòng báo cáo vào kỳ Quý I/2025 của {plan}.\n"
    assert third == "Ngày 20/12/2024: không có việc gì phải làm.\n"


@pytest.mark.parametrize("options", [{"on": "31/02/2024"}, {"on": "mai"}, {"every": 0}])
def test_tick_refuses_nonsense(options):
    with pytest.raises(CommandError, match="phải là"):
        call_command("tick", **options)


class HalfBrokenTick(Command):
    def _create_periods(self, day):
        raise RuntimeError("hỏng ở bước lập kỳ")


@pytest.mark.django_db(transaction=True)
def test_step_that_fails_is_logged_and_the_others_are_run(plan, media_root, caplog):
    make_assignment(make_task(plan))
    create_period(plan, PeriodKind.QUARTER, 2025, 1)
    folder = media_root / "evidence" / "24" / ("a" * 32)
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))
    output = io.StringIO()

    HalfBrokenTick(stdout=output).run_and_survive(datetime.date(2024, 12, 20))

    assert Report.objects.count() == 1
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "a step of the tick failed: _create_periods",
        "a step of the tick failed: _sweep",
    ]
    assert "Một bước dở dang, lượt sau sẽ làm tiếp: hỏng ở bước lập kỳ" in output.getvalue()


def test_tick_run_once_fails_aloud(plan, media_root):
    with pytest.raises(RuntimeError, match="hỏng ở bước lập kỳ"):
        HalfBrokenTick(stdout=io.StringIO()).run_once(datetime.date(2024, 12, 20))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_everything_once(monkeypatch, media_root):
    monkeypatch.setattr(opening, "UNITS_A_BATCH", 2)
    plan = make_plan()
    for _ in range(7):
        make_assignment(make_task(plan))
    start, failures = threading.Barrier(2), []

    def tick():
        try:
            start.wait()
            call_command("tick", on="2024-12-20", stdout=io.StringIO())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Period.objects.count() == 2
    assert (Report.objects.count(), ReportLine.objects.count(), ReportEvent.objects.count()) == (7, 7, 7)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_tick_is_finished_by_the_next(signal_number, media_root):
    plan = make_plan()
    task = make_task(plan)
    for _ in range(120):
        make_assignment(task, part=Part.SUPPORT)
    create_period(plan, PeriodKind.QUARTER, 2025, 1)

    with start_tick("--loop", "--every", "60", "--on", "2024-12-20") as process:
        try:
            wait_for(lambda: Report.objects.exists() or process.poll() is not None)
            process.send_signal(signal_number)
            output, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    call_command("tick", on="2024-12-20", verbosity=0)

    assert (process.returncode == 0) is (signal_number == signal.SIGTERM)
    assert ("Đã dừng." in output) is (signal_number == signal.SIGTERM)
    assert (Report.objects.count(), ReportLine.objects.count(), ReportEvent.objects.count()) == (120, 120, 120)
    assert Period.objects.get(number=1).opened_at is not None


def run_tick(day):
    output = io.StringIO()
    call_command("tick", on=f"{day:%Y-%m-%d}", wait=0, stdout=output)
    return output.getvalue()


def test_tick_reminds_once_and_tells_so(media_root):
    ReminderWorld()

    assert "Nhắc việc 2 người." in run_tick(WORK_DUE_ON)
    assert "Nhắc việc" not in run_tick(WORK_DUE_ON)

    assert ReminderDigest.objects.count() == 2
    assert Beat.objects.get(name="tick").faults == 0


def test_tick_that_was_away_for_three_days_tells_what_is_true_then_once(media_root):
    world = ReminderWorld()
    world.only_report()
    run_tick(REPORT_DUE_ON - datetime.timedelta(days=1))

    for days in (3, 3, 4):
        run_tick(REPORT_DUE_ON + datetime.timedelta(days=days))

    sent = ReminderSent.objects.filter(user=world.head.user).order_by("sent_on")
    assert [(row.sent_on, row.rule) for row in sent] == [
        (REPORT_DUE_ON - datetime.timedelta(days=1), -1),
        (REPORT_DUE_ON + datetime.timedelta(days=3), 3),
    ]


@pytest.mark.parametrize(("hour", "told"), [("06:59", 0), ("07:00", 2)])
def test_nobody_is_reminded_before_the_morning(media_root, hour, told):
    ReminderWorld()

    with time_machine.travel(f"{WORK_DUE_ON:%Y-%m-%d} {hour}+07:00", tick=False):
        call_command("tick", stdout=io.StringIO())

    assert ReminderDigest.objects.count() == told


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_tick_does_nothing_while_another_is_at_work(media_root):
    ReminderWorld()
    inside, go_on = threading.Event(), threading.Event()

    def hold():
        with alone("tick") as won:
            assert won
            inside.set()
            go_on.wait(30)
        connections.close_all()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert inside.wait(30)
        meanwhile = run_tick(WORK_DUE_ON)
    finally:
        go_on.set()
        other.join()
    afterwards = run_tick(WORK_DUE_ON)

    assert meanwhile == "Một lượt khác đang chạy, lượt này không làm gì.\n"
    assert "Nhắc việc 2 người." in afterwards


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_remind_everybody_once(media_root):
    world = ReminderWorld()
    for _ in range(20):
        world.colleague_of(world.head)
    day = f"{WORK_DUE_ON:%Y-%m-%d}"

    with start_tick("--on", day, "--wait", "60") as first, start_tick("--on", day, "--wait", "60") as second:
        outputs = [process.communicate(timeout=120)[0] for process in (first, second)]

    assert [first.returncode, second.returncode] == [0, 0]
    assert sorted("Nhắc việc 22 người." in output for output in outputs) == [False, True]
    assert ReminderDigest.objects.count() == Notice.objects.filter(kind="reminder").count() == 22
    assert ReminderSent.objects.count() == 2 * 22


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_lock_of_a_killed_process_is_free_again(media_root):
    """The loop holds the lock only while it works: it is killed in the middle of opening reports."""
    plan = make_plan()
    task = make_task(plan)
    for _ in range(60):
        make_assignment(task, part=Part.SUPPORT)
    create_period(plan, PeriodKind.QUARTER, 2025, 1)

    with start_tick("--loop", "--on", "2024-12-20") as process:
        try:
            wait_for(lambda: Report.objects.exists() or process.poll() is not None)
        finally:
            process.kill()

    with alone("tick", wait=30) as won:
        assert won


def start_tick(*arguments):
    """Run `tick` as its own process on the test's database, five units a batch."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        # Whatever way the suite reaches the server, the process takes the same: only the database is another.
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database['NAME']}").geturl()
    program = (
        "import sys, django; django.setup(); from progress.actions import opening; opening.UNITS_A_BATCH = 5; "
        "from django.core.management import call_command; call_command('tick', *sys.argv[1:])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=os.environ
        | {
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "plan57.settings",
            "PYTHONUTF8": "1",
        },
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for(happened):
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
