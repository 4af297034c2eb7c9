"""The version of the data moves with every write that may enter a figure, as soon as the write can be seen."""

import datetime
import threading

import pytest
from django.apps import apps
from django.db import connection, transaction

from common.actions import beat
from common.models import CalendarDay, DataStamp
from common.refusals import Refused
from common.versions import FOLDED_FROM, data_version, fold_stamps, move_every_room, unmoved, watched_tables
from tests.factories import make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 12, 31)


def make_day(number=0):
    return CalendarDay.objects.create(day=DAY - datetime.timedelta(days=number), kind="off", note="Nghỉ.")


def change(note):
    return CalendarDay.objects.filter(day=DAY).update(note=note)


@unmoved()
def refuse_after_typing():
    change("Đang gõ.")
    raise Refused("Không lưu được.")


WRITES = {
    "create": lambda: make_day(1),
    "update": lambda: change("Nghỉ bù."),
    "bulk": lambda: CalendarDay.objects.bulk_create([CalendarDay(day=datetime.date(2026, 1, 2), kind="off", note="x")]),
    "ignoring": lambda: CalendarDay.objects.bulk_create(
        [CalendarDay(day=datetime.date(2026, 1, 2), kind="off", note="x")], ignore_conflicts=True
    ),
    "delete": lambda: CalendarDay.objects.filter(day=DAY).delete(),
    "raw": lambda: connection.cursor().execute("update common_calendarday set note = 'x'"),
}


@pytest.mark.parametrize("name", WRITES)
def test_each_write_moves_the_version(name):
    make_day()
    before = data_version()

    WRITES[name]()

    assert data_version() != before


def test_reading_leaves_the_version():
    make_day()
    before = data_version()

    assert list(CalendarDay.objects.filter(day=DAY))
    assert data_version() == before


def test_what_enters_no_figure_leaves_the_version():
    make_day()
    before = data_version()

    beat("tick")

    assert data_version() == before


def test_a_transaction_leaves_one_stamp():
    before = DataStamp.objects.count()

    for number in range(3):
        make_day(number)

    assert DataStamp.objects.count() == before + 1


def test_write_moves_the_version_of_its_room_alone():
    before = data_version()

    with transaction.atomic():
        make_day()
        make_unit()
    after = data_version()
    move_every_room()

    rooms = [["common"], ["units"], ["common", "tasks"], ["tasks", "progress"]]
    assert [after.of(room) == before.of(room) for room in rooms] == [False, False, False, True]
    assert [data_version().of(room) == after.of(room) for room in rooms] == [False] * 4


def test_write_after_the_version_was_read_in_the_same_transaction_moves_it():
    make_day()
    read = data_version()

    change("Nghỉ bù.")

    assert data_version() != read


def test_write_rolled_back_leaves_the_version_and_the_next_one_moves_it():
    make_day()
    before = data_version()

    with transaction.atomic():
        change("Rút lại.")
        transaction.set_rollback(True)
    after_rollback = data_version()
    change("Nghỉ bù.")

    assert after_rollback == before
    assert data_version() != before


def test_write_moves_the_version_though_the_first_one_was_rolled_back_to_a_savepoint():
    before = data_version()

    with transaction.atomic():
        with transaction.atomic():
            make_day()
            transaction.set_rollback(True)
        make_day()

    assert data_version() != before


def test_unmoved_keeps_the_version_until_its_end():
    make_day()
    before = data_version()

    with pytest.raises(Refused):
        refuse_after_typing()
    kept = data_version()
    change("Nghỉ bù.")

    assert kept == before
    assert data_version() != before


def test_many_stamps_are_put_together_and_the_version_stays():
    rooms = ["units", "tasks"]
    DataStamp.objects.bulk_create([DataStamp(stamp=number, room=rooms[number % 2]) for number in range(FOLDED_FROM)])
    before, many = data_version(), DataStamp.objects.count()

    fewer = fold_stamps()

    assert fewer == many - DataStamp.objects.count()
    assert sorted(DataStamp.objects.values_list("room", flat=True)) == sorted(before.stamps)
    assert data_version() == before
    assert fold_stamps() == 0


@pytest.mark.django_db(transaction=True)
def test_write_outside_a_transaction_moves_the_version():
    before = data_version()

    make_day()
    between = data_version()
    change("Nghỉ bù.")

    assert len({version.of(["common"]) for version in (before, between, data_version())}) == 3


@pytest.mark.django_db(transaction=True)
def test_others_see_the_version_move_when_they_see_the_write():
    seen = []

    def look():
        seen.append((data_version(), CalendarDay.objects.count()))
        connection.close()

    def look_from_beside():
        beside = threading.Thread(target=look)
        beside.start()
        beside.join()

    look_from_beside()
    with transaction.atomic():
        make_day()
        look_from_beside()
    look_from_beside()

    (before, none), (meanwhile, still_none), (after, one) = seen
    assert (none, still_none, one) == (0, 0, 1)
    assert meanwhile == before != after


def test_models_that_enter_no_figure_exist_and_all_others_are_watched():
    rooms = [room for room in apps.get_app_configs() if hasattr(room, "enters_no_figure")]

    assert {room.name for room in rooms} == {"common", "units", "tasks", "progress", "oversight"}
    for room in rooms:
        names = {model.__name__ for model in room.get_models()}
        assert room.enters_no_figure <= names
    assert {
        "tasks_assignment",
        "tasks_plan_observers",
        "progress_cyclecount",
        "common_calendarday",
    } <= watched_tables().keys()
    left_out = {"common_datastamp", "units_user", "reviews_review", "progress_logentry_evidence"}
    assert watched_tables().keys().isdisjoint(left_out)
