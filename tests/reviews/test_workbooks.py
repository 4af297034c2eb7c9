"""The workbook of a period: asked once, made by a real worker, kept for one post, thrown away; its numbers are the
screen's."""

import datetime
import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from common import clock
from figures.cells import NUMBERS
from figures.duties import list_duties, read_duties
from figures.reports import REPORT_NUMBERS
from figures.scope import Scope
from reviews.actions.claiming import LOST_AFTER
from reviews.actions.workbooks import (
    BROKEN,
    CUT_OFF,
    KEPT,
    NO_RIGHT,
    WorkbookRefused,
    ask_for_workbook,
    give_up_lost_workbooks,
    make_again,
    make_workbook,
    remove_old_workbooks,
)
from reviews.enums import WorkbookExtent, WorkbookState
from reviews.models import PeriodWorkbook
from reviews.workbook_sheets import Sheets
from tests.factories import make_assignment, make_post, make_task
from tests.portal.access_doors import undone
from tests.portal.test_dashboards import DAY, Plan261
from tests.portal.test_series import Numbers
from tests.races import WON, race
from units.enums import Role

pytestmark = pytest.mark.django_db
ON = datetime.date(2025, 3, 1)


@pytest.fixture
def world(media_root):
    return Plan261()


def ask(world, by, *, extent=WorkbookExtent.WHOLE, token=None):
    asked = {"period": world.period, "on": ON, "extent": extent, "token": token or uuid.uuid4()}
    return ask_for_workbook(world.plan, **asked, by=by)


def made(world, by, **asked):
    workbook = ask(world, by, **asked)
    make_workbook.call(workbook.pk)
    workbook.refresh_from_db()
    return workbook


def sheets_in(workbook):
    with workbook.file.open("rb") as file:
        return sheets_of(io.BytesIO(file.read()))


def sheets_of(file):
    found = load_workbook(file)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in found}


@pytest.mark.django_db(transaction=True)
def test_worker_makes_what_was_asked_and_who_asked_takes_it_away(world, sign_in):
    office = world.office()
    client = sign_in(office)
    page = reverse("portal:dashboard-workbooks")
    token = client.get(page, DAY).context["token"]

    asked = client.post(f"{reverse('portal:dashboard-workbook-ask')}?ngay=2025-03-01", {"token": token})
    waiting = client.get(page)
    call_command("db_worker", batch=True, interval=0, reload=False, startup_delay=False, verbosity=0)
    (one,) = client.get(page).context["workbooks"]
    taken = client.get(reverse("portal:dashboard-workbook-file", args=[one.workbook.pk]))

    assert (asked.status_code, waiting.context["waiting"]) == (302, True)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert (one.state.word, one.workbook.sheets_done) == ("đã lập xong", 6)
    assert list(sheets_of(io.BytesIO(b"".join(taken.streaming_content)))) == [
        "Tổng hợp",
        "Theo nhóm",
        "Theo đơn vị",
        "Chỉ tiêu",
        "Quá hạn",
        "Dòng báo cáo",
    ]
    stranger = sign_in(world.office(Role.HEAD))
    assert stranger.get(reverse("portal:dashboard-workbook-file", args=[one.workbook.pk])).status_code == 404


def test_numbers_of_the_workbook_are_those_of_the_screen(world, sign_in):
    Numbers(world)
    make_assignment(make_task(group=world.group), world.above, due_on=datetime.date(2024, 12, 10))
    office = world.office()
    asked = DAY | {"ky": world.period.pk}
    shown = sign_in(office).get(reverse("portal:dashboard"), asked).context
    board, late = shown["board"], shown["late"]
    indicators = sign_in(office).get(reverse("portal:dashboard-indicators"), asked).context["board"].rows

    sheets = sheets_in(made(world, office))

    summary = {row[0]: row[1] for row in sheets["Tổng hợp"][1:]}
    assert summary | {number.words: board.total.number(name) for name, number in NUMBERS.items()} == summary
    assert summary | {number.words: board.reports.number(name) for name, number in REPORT_NUMBERS.items()} == summary
    assert summary["Tỷ lệ hoàn thành trên đã đến hạn"] == str(board.total.rate)
    lengths = [row[1] for row in sheets["Tổng hợp"][-12:]]
    assert (lengths, sum(lengths)) == ([number for numbers in late.counts.values() for number in numbers], 4)
    (group,) = sheets["Theo nhóm"][1:]
    assert group[1:5] == [int(number.value) for number in board.home_rows[0].numbers[:4]]
    units = {row[0]: row for row in sheets["Theo đơn vị"][1:]}
    assert {name: row[6] for name, row in units.items()} == {"UBND huyện": 2, "Phòng Văn hóa": 1, "Ban Dân vận": 1}
    (indicator,) = sheets["Chỉ tiêu"][1:]
    assert indicator[3:6] == [1000, *(float(one.total) for one in (indicators[0].in_period, indicators[0].running))]
    assert len(sheets["Quá hạn"]) - 1 == board.total.open_overdue == 4
    lines = sheets["Dòng báo cáo"][1:]
    assert [(row[0], row[10].endswith("/lan-gui/1/")) for row in lines] == [
        ("UBND huyện", True),
        ("Phòng Văn hóa", True),
    ]


def test_workbook_of_a_unit_holds_its_own_branch_alone(world):
    Numbers(world)
    head = make_post(world.below, Role.HEAD)

    sheets = sheets_in(made(world, head, extent=WorkbookExtent.OWN))

    assert [row[0] for row in sheets["Theo đơn vị"][1:]] == ["Phòng Văn hóa"]
    assert [row[0] for row in sheets["Dòng báo cáo"][1:]] == ["Phòng Văn hóa"]
    assert {row[0] for row in sheets["Quá hạn"][1:]} == {"Phòng Văn hóa"}


def test_what_is_late_is_sorted_once_however_long(world, django_assert_max_num_queries):
    scope = Scope(world.plan, ON, None, world.period)
    workbook = PeriodWorkbook(plan=world.plan, period=world.period, on=ON, extent=WorkbookExtent.WHOLE)

    # What happened since, one for each of the two numbers, and one for the names of periods.
    with django_assert_max_num_queries(4):
        rows = list(Sheets(workbook, scope).late().rows)

    assert [row[3] for row in rows] == [duty.due_on for duty in read_duties(scope, list_duties(scope, "open_overdue"))]


def test_asking_twice_makes_one(world):
    office, token = world.office(), uuid.uuid4()

    first = ask(world, office, token=token)
    again, same = ask(world, office, token=token), ask(world, office)

    assert first == again == same
    assert DBTaskResult.objects.count() == 1
    assert [make_workbook.call(first.pk), make_workbook.call(first.pk)] == [True, False]


def test_job_is_written_with_its_row_or_not_at_all(world):
    office = world.office()
    with undone():
        ask(world, office)

    assert (PeriodWorkbook.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_it_once(world):
    workbook = ask(world, world.office())

    assert race(*[lambda: make_workbook.call(workbook.pk)] * 2) == [WON, WON]

    assert len(list(default_storage.listdir("workbooks")[1])) == 1
    workbook.refresh_from_db()
    assert workbook.state == WorkbookState.READY


def test_right_that_was_lost_meanwhile_is_told(world):
    office = world.office()
    workbook = ask(world, office)
    world.plan.standing_office = world.beside
    world.plan.save()

    assert make_workbook.call(workbook.pk) is False

    workbook.refresh_from_db()
    assert (workbook.state, workbook.fault) == (WorkbookState.FAILED, NO_RIGHT)


def test_failure_is_told_and_made_again(world, sign_in, settings, tmp_path):
    office = world.office()
    client = sign_in(office)
    workbook = ask(world, office)
    place = settings.MEDIA_ROOT
    (tmp_path / "no-folder").touch()
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    make_workbook.call(workbook.pk)
    settings.MEDIA_ROOT = place
    told = client.get(reverse("portal:dashboard-workbooks"))

    response = client.post(reverse("portal:dashboard-workbook-again", args=[workbook.pk]))

    assert BROKEN.split(".")[0] in told.content.decode()
    assert (response.status_code, make_workbook.call(workbook.pk)) == (302, True)
    assert client.post(reverse("portal:dashboard-workbook-again", args=[workbook.pk])).status_code == 409
    with pytest.raises(WorkbookRefused):
        make_again(workbook, by=office)


def test_lost_jobs_are_given_up_and_old_files_thrown_away(world, django_capture_on_commit_callbacks):
    office = world.office()
    lost = ask(world, office)
    PeriodWorkbook.objects.filter(pk=lost.pk).update(
        state=WorkbookState.MAKING, begun_at=clock.now() - LOST_AFTER - datetime.timedelta(minutes=1)
    )
    kept = made(world, make_post(world.plan.standing_office))
    old = made(world, make_post(world.plan.standing_office))
    PeriodWorkbook.objects.filter(pk=old.pk).update(ended_at=clock.now() - KEPT - datetime.timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        done = give_up_lost_workbooks(clock.now()), remove_old_workbooks(clock.now())

    assert done == (1, 1)
    lost.refresh_from_db()
    assert (lost.state, lost.fault) == (WorkbookState.FAILED, CUT_OFF)
    assert (default_storage.exists(kept.file.name), default_storage.exists(old.file.name)) == (True, False)
    assert set(PeriodWorkbook.objects.all()) == {lost, kept}


def test_workbook_that_is_not_ready_is_refused(world, sign_in):
    office = world.office()
    workbook = ask(world, office)

    assert sign_in(office).get(reverse("portal:dashboard-workbook-file", args=[workbook.pk])).status_code == 409
    assert sign_in(office).post(reverse("portal:dashboard-workbook-ask"), {"token": "x"}).status_code == 409
