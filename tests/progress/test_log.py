import datetime
import threading
import uuid

import pytest
from django.db import connections

from common.files import FileRefused
from progress.actions.evidence import EvidenceRefused
from progress.actions.log import MAX_TEXT, LogRefused, add_log_entry
from progress.models import Evidence, LogEntry
from progress.permissions.log import can_add_entry, can_add_somewhere, can_correct_entry, writable_assignments
from tasks.enums import AssignmentState, Level, Part
from tasks.models import Assignment
from tests.factories import make_assignment, make_plan, make_post, make_task, make_unit, take_part
from tests.factories.files import make_image, make_upload
from units.enums import Role

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2024, 11, 1)


@pytest.fixture
def assignment():
    return make_assignment(due_on=datetime.date(2024, 12, 1))


@pytest.fixture
def writer(assignment):
    return make_post(assignment.unit)


def write(assignment, by, **changes):
    return add_log_entry(assignment, **{"happened_on": TODAY, "text": "Đã họp", "on": TODAY, "by": by} | changes)


def test_entry_keeps_who_when_and_what(assignment, writer, media_root):
    files = [make_upload(), make_upload("a.png", make_image("PNG"))]

    entry = write(assignment, writer, text="  Đã\0 họp\r\nxong ", percent=40, files=files, declared=True)

    assert (entry.text, entry.percent, entry.by, entry.for_unit) == ("Đã họp\nxong", 40, writer.user, writer.unit)
    assert entry.search_text == "da hop xong"
    assert {evidence.unit for evidence in entry.evidence.all()} == {writer.unit}
    assert entry.evidence.count() == 2


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"happened_on": TODAY + datetime.timedelta(days=1)}, "Chưa ghi được việc của ngày sau hôm nay"),
        ({"happened_on": datetime.date(2024, 6, 16)}, "được giao từ ngày 17/06/2024"),
        ({"text": " \0\n"}, "Hãy ghi nội dung"),
        ({"text": "x" * (MAX_TEXT + 1)}, "tối đa 5000"),
        ({"percent": 101}, "từ 0 đến 100"),
        ({"percent": -1}, "từ 0 đến 100"),
    ],
)
def test_wrong_entry_is_refused_with_the_reason(assignment, writer, changes, detail):
    with pytest.raises(LogRefused) as caught:
        write(assignment, writer, **changes)

    assert [detail in sentence for sentence in caught.value.details] == [True]
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize("cadence", ["quarter", ""])
def test_percent_is_for_one_off_work(cadence):
    assignment = make_assignment(cadence=cadence)

    with pytest.raises(LogRefused) as caught:
        write(assignment, make_post(assignment.unit), percent=10)

    assert "việc làm một lần" in caught.value.details[0]


def test_ended_work_takes_no_entry(assignment, writer):
    Assignment.objects.update(state=AssignmentState.WITHDRAWN, ended_on=TODAY)
    assignment.refresh_from_db()

    with pytest.raises(LogRefused, match="thôi giao"):
        write(assignment, writer)


def test_entry_is_corrected_by_a_new_one_once(assignment, writer):
    first = write(assignment, writer)
    second = write(assignment, writer, text="Đã họp hai buổi", corrects=first)

    with pytest.raises(LogRefused, match="đã được đính chính"):
        write(assignment, writer, corrects=first)
    third = write(assignment, writer, text="Đã họp ba buổi", corrects=second)

    first.refresh_from_db()
    assert (first.text, first.correction, second.correction) == ("Đã họp", second, third)
    assert list(LogEntry.objects.current()) == [third]


def test_entry_of_other_work_is_not_corrected(assignment, writer):
    foreign = write(make_assignment(unit=assignment.unit), writer)

    with pytest.raises(LogRefused, match="của chính việc này"):
        write(assignment, writer, corrects=foreign)


def test_form_sent_twice_makes_one_entry(assignment, writer):
    token = uuid.uuid4()

    first = write(assignment, writer, token=token)

    assert write(assignment, writer, token=token, text="khác") == first
    assert LogEntry.objects.get().text == "Đã họp"
    with pytest.raises(LogRefused, match="đã dùng rồi"):
        write(assignment, make_post(assignment.unit), token=token)


def test_refused_entry_leaves_no_file(assignment, writer, media_root):
    first = write(assignment, writer)
    write(assignment, writer, corrects=first)
    good = make_upload()

    with pytest.raises(LogRefused, match="đã được đính chính"):
        write(assignment, writer, corrects=first, files=[good], declared=True)
    with pytest.raises(FileRefused):
        write(assignment, writer, files=[make_upload(), make_upload("b.pdf", b"x")], declared=True)
    with pytest.raises(EvidenceRefused, match="cam đoan"):
        write(assignment, writer, files=[make_upload()])
    with pytest.raises(LogRefused, match="tối đa 10 tệp"):
        write(assignment, writer, files=[make_upload()] * 11, declared=True)

    assert (LogEntry.objects.count(), Evidence.objects.count()) == (2, 0)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_same_file_twice_in_one_entry_is_kept_once(assignment, writer, media_root):
    entry = write(assignment, writer, files=[make_upload(), make_upload("b.pdf")], declared=True)

    assert entry.evidence.count() == 1
    assert len([path for path in media_root.rglob("*") if path.is_file()]) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_entry():
    assignment = make_assignment()
    writer = make_post(assignment.unit)
    token, start, failures = uuid.uuid4(), threading.Barrier(2), []

    def click():
        try:
            start.wait()
            write(assignment, writer, token=token)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failures, LogEntry.objects.count()) == ([], 1)


def test_unit_and_standing_office_write_and_others_read():
    plan = make_plan()
    parent, unit = make_unit(), make_unit()
    take_part(plan, parent)
    take_part(plan, unit, reports_to=parent, level=Level.FIRST)
    task = make_task(plan)
    lead = make_assignment(task)
    assignment = make_assignment(task, unit, Part.SUPPORT)
    posts = {
        "writer": make_post(unit),
        "head": make_post(unit, Role.HEAD),
        "reader": make_post(unit, Role.READER),
        "parent": make_post(parent, Role.HEAD),
        "lead": make_post(lead.unit),
        "office": make_post(plan.standing_office),
        "committee": make_post(plan.steering_committee, Role.HEAD),
        "admin": make_post(unit, Role.ADMINISTRATOR),
        "other": make_post(),
    }
    entry = write(assignment, posts["writer"])

    assert {name for name, post in posts.items() if can_add_entry(post, assignment)} == {"writer", "head", "office"}
    assert {name for name, post in posts.items() if can_correct_entry(post, entry)} == {"writer", "head"}
    assert {name for name, post in posts.items() if LogEntry.objects.visible_to(post).exists()} == {
        "writer",
        "head",
        "reader",
        "parent",
        "lead",
        "office",
        "committee",
    }
    assert {name for name, post in posts.items() if not can_add_somewhere(post)} == {"reader", "admin"}
    mine = {name: writable_assignments(Assignment.objects.all(), post).count() for name, post in posts.items()}
    assert (mine["writer"], mine["lead"], mine["office"], mine["other"]) == (1, 1, 2, 0)
    assert can_add_entry(None, assignment) is False
