"""What happens while a workbook is being made or kept: words are removed, rights shrink, another call takes over."""

import uuid

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse

from progress.actions.removals import remove_report_text
from progress.models import SubmittedLine
from reviews.actions.workbooks import WORDS_REMOVED, ask_for_workbook, make_again, make_workbook
from reviews.enums import WorkbookExtent
from tasks.actions import move_unit
from tasks.models import Participation
from tests.factories import make_line, make_period, make_post
from tests.portal.test_dashboards import Plan261
from tests.portal.test_series import Numbers
from tests.progress.removal_world import REASON, SECRET, gone_today
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
