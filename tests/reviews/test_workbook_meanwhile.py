"""What happens while a workbook is being made or kept: words are removed, rights shrink, another call takes over."""

import os
import tempfile
import threading
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections, transaction
from django.urls import reverse

from common import clock
from figures.reports import report_figures
from figures.scope import Scope
from progress.actions.removals import remove_report_text
from progress.models import Submission, SubmittedLine
from reviews.actions.workbooks import (
    BROKEN,
    KEPT,
    WORDS_REMOVED,
    WorkbookRefused,
    ask_for_workbook,
    make_again,
    make_workbook,
    remove_old_workbooks,
    sweep_workbook_files,
)
from reviews.enums import WorkbookExtent, WorkbookState
from reviews.models import PeriodWorkbook
from reviews.workbook_sheets import Sheets
from reviews.workbook_snapshot import laid_down
from tasks.actions import move_unit
from tasks.models import Participation
from tests.factories import make_line, make_period, make_post
from tests.portal.test_dashboards import Plan261
from tests.portal.test_series import Numbers
from tests.progress.removal_world import REASON, SECRET, gone_today
from tests.reviews.review_world import let
from tests.reviews.test_workbooks import ON, ask, made, sheets_in
from units.enums import Role

pytestmark = pytest.mark.django_db
MEANWHILE = []


class Meanwhile(FileSystemStorage):
    """A storage that lets something happen once while a file is being stored."""

    def save(self, name, content, **asked):
        stored = super().save(name, content, **asked)
        while MEANWHILE:
            MEANWHILE.pop()()
        return stored


@pytest.fixture
def meanwhile(settings):
    """Return a function: what it is given happens when the next file is stored."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Meanwhile"}}
    yield MEANWHILE.append
    MEANWHILE.clear()


@pytest.fixture
def world(media_root):
    return Plan261()


def names_on_disk():
    return {f"workbooks/{name}" for name in default_storage.listdir("workbooks")[1]}


def say_secret(world):
    """Let every confirmed line of the period say the secret, and return the first."""
    Numbers(world)
    said = SubmittedLine.objects.filter(submission__report__period=world.period, submission__accepted_at__isnull=False)
    said.update(result=SECRET)
    return said.order_by("pk").first()


def remove(sent):
    report = sent.submission.report
    lines = [make_line(report, sent.assignment)]
    remove_report_text(report, lines=lines, reason=REASON, by=make_post(role=Role.HEAD))


def test_removed_words_leave_the_workbooks_of_their_period(world, meanwhile, django_capture_on_commit_callbacks):
    sent = say_secret(world)
    ready, waits = made(world, world.office()), ask(world, make_post(world.plan.owner))
    other = make_period(world.plan, number=2)
    of_other = ask_for_workbook(
        world.plan, period=other, on=ON, extent="whole", token=uuid.uuid4(), by=make_post(world.plan.owner)
    )
    make_workbook.call(of_other.pk)
    meanwhile(lambda: remove(sent))

    with django_capture_on_commit_callbacks(execute=True):
        taken = made(world, world.office(Role.HEAD))

    for one in (ready, waits, of_other):
        one.refresh_from_db()
    assert [(one.state, one.fault, one.file.name) for one in (ready, taken)] == [("failed", WORDS_REMOVED, "")] * 2
    assert (waits.state, of_other.state, names_on_disk()) == ("queued", "ready", {of_other.file.name})
    make_again(ready, by=ready.for_post)
    assert make_workbook.call(ready.pk) is True
    ready.refresh_from_db()
    assert [row[7] for row in sheets_in(ready)["Dòng báo cáo"][1:]] == [gone_today()] * 2


def test_workbook_of_a_branch_is_not_taken_once_a_unit_has_left_it(world, sign_in):
    head = make_post(world.above, Role.HEAD)
    workbook = made(world, head, extent=WorkbookExtent.OWN)
    page = reverse("portal:dashboard-workbook-file", args=[workbook.pk])
    client = sign_in(head)
    before = client.get(page)
    size = len(b"".join(before.streaming_content))

    place = Participation.objects.get(plan=world.plan, unit=world.below)
    move_unit(place, reports_to=world.beside, by=world.office())

    assert (sorted(workbook.units), size) == (sorted([world.above.pk, world.below.pk]), workbook.size)
    assert client.get(page).status_code == 403
    again = made(world, head, extent=WorkbookExtent.OWN)
    assert (again.units, again.state) == ([world.above.pk], "ready")


def test_form_of_another_post_is_refused(world):
    token = uuid.uuid4()
    ask(world, world.office(), token=token)

    with pytest.raises(WorkbookRefused):
        ask(world, world.office(Role.HEAD), token=token)


def test_job_that_breaks_says_nothing_of_a_workbook_another_took_over(world, meanwhile):
    workbook = ask(world, world.office())
    of_it = PeriodWorkbook.objects.filter(pk=workbook.pk)

    def take_over():
        of_it.update(begun_at=clock.now())
        raise OSError

    meanwhile(take_over)

    assert make_workbook.call(workbook.pk) is False
    assert of_it.values_list("state", "fault").get() == (WorkbookState.MAKING, "")


def test_files_that_no_workbook_names_are_swept(world):
    kept = made(world, world.office())
    old, young = (default_storage.save(f"workbooks/{name}", ContentFile(b"x")) for name in ("old", "young"))
    for name in (kept.file.name, old):
        os.utime(default_storage.path(name), (0, 0))

    assert sweep_workbook_files() == 1

    assert names_on_disk() == {kept.file.name, young}


@pytest.mark.django_db(transaction=True)
def test_old_workbook_that_is_asked_for_again_just_now_stays(world):
    office, long_ago = world.office(), clock.now() - 2 * KEPT
    workbook = ask(world, office)
    of_it = PeriodWorkbook.objects.filter(pk=workbook.pk)
    of_it.update(state=WorkbookState.FAILED, ended_at=long_ago, fault=BROKEN)
    removed = []

    def tick():
        removed.append(remove_old_workbooks(clock.now()))
        connections.close_all()

    turn = threading.Thread(target=tick)
    with transaction.atomic():
        make_again(workbook, by=office)
        turn.start()
        turn.join(timeout=0.5)
    turn.join()

    assert (removed, of_it.get().state) == ([0], WorkbookState.QUEUED)


class Interrupted(Sheets):
    """Sheets between the first and the last of which another connection confirms a report."""

    def __init__(self, scope, act):
        super().__init__(PeriodWorkbook(extent=WorkbookExtent.WHOLE), scope)
        self.other = threading.Thread(target=self._run, args=[act])

    def lines(self):
        self.other.start()
        self.other.join(timeout=10)
        self.kept_waiting = self.other.is_alive()
        return super().lines()

    def _run(self, act):
        try:
            act()
        finally:
            connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_all_sheets_tell_of_one_moment(world):
    Numbers(world)
    scope = Scope(world.plan, clock.today(), None, world.period)
    waiting = Submission.objects.filter(report__unit=world.beside, accepted_at=None)
    sheets = Interrupted(scope, lambda: let(waiting, accepted_at=clock.now()))

    with tempfile.TemporaryFile() as file:
        tables = laid_down(sheets.all, file)
        told = {table.title: list(table.rows) for table in tables}

    sheets.other.join()

    assert not sheets.kept_waiting
    confirmed = {row[0]: row[1] for row in told["Tổng hợp"]}["Đã xác nhận"]
    assert (confirmed, len(told["Dòng báo cáo"])) == (2, 2)
    again = Sheets(sheets.workbook, scope)
    assert (report_figures(scope).confirmed, len(list(again.lines().rows))) == (3, 3)
