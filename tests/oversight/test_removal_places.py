"""Emergency removal knows every column that people write long texts into, those of the rooms above among them."""

import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from common import clock
from oversight.actions.directions import answer as answer_direction
from oversight.actions.directions import give_direction
from oversight.actions.extensions import ask_for_extension, refuse_extension
from oversight.actions.urging import answer
from oversight.enums import DirectionSubject
from progress.actions import reports as acts
from progress.actions.removal_notices import COPIED
from progress.actions.removal_places import PLACES
from progress.actions.removals import remove_report_text
from tasks.enums import AssignmentMove
from tasks.models import AssignmentEvent
from tests.factories import make_post
from tests.oversight.extension_world import BEFORE, WISHED_ON
from tests.oversight.urging_world import UrgingWorld, on
from tests.progress.removal_world import REASON, SECRET, gone_today, where_it_stands
from units.models import Notice

# A column this long takes a sentence; shorter ones hold names and numbers.
LONG = 300
PLAN_WORDING = "lời của kế hoạch và phân công, không phải lời báo cáo"
DERIVED = "suy ra từ cột khác, được tính lại cùng cột ấy"
EVIDENCE = "của minh chứng: gỡ bằng remove_evidence"
EXCUSED = {
    "Assignment.authority": PLAN_WORDING,
    "Assignment.product": PLAN_WORDING,
    "Assignment.responsibility": PLAN_WORDING,
    "AssignmentEvent.changes": PLAN_WORDING,
    "Directive.subject": PLAN_WORDING,
    "Evidence.document_subject": EVIDENCE,
    "Evidence.note": EVIDENCE,
    "Evidence.search_text": EVIDENCE,
    "ImplementationClause.official_text": PLAN_WORDING,
    "ImplementationClause.summary": PLAN_WORDING,
    "ImplementationClause.title": PLAN_WORDING,
    "LogEntry.search_text": DERIVED,
    "Notice.text": "thông báo mất cả dòng: _mask_notices",
    "Participation.path": DERIVED,
    "Plan.subject": PLAN_WORDING,
    "ReminderSent.about": DERIVED,
    "Removal.about": "do cổng ghi, không chứa chữ bị gỡ",
    "Removal.reason": "dấu vết của chính việc gỡ",
    "ReportLine.task_title": PLAN_WORDING,
    "IssuedDocument.frame": "tên cơ quan, kế hoạch và người ký lúc ban hành, do cổng ghi",
    "PeriodWorkbook.fault": "câu do cổng ghi",
    "ReviewJob.fault": "câu do cổng ghi",
    "ReviewJob.asked": "ngày, thể thức đã chọn",
    "ReviewJob.changes": "tên đề mục, con số trước và sau",
    "PeriodWorkbook.units": "các số định danh đơn vị",
    "Review.annexes": "bảng: dòng của văn bản bị gỡ mất theo, reviews.actions.removing",
    "Review.figures": "số liệu và lời do cổng ghi",
    "ReviewSection.title": PLAN_WORDING,
    "Submission.search_text": DERIVED,
    "SubmittedLine.task_title": PLAN_WORDING,
    "Task.official_text": PLAN_WORDING,
    "Task.product": PLAN_WORDING,
    "Task.search_text": DERIVED,
    "Task.summary": PLAN_WORDING,
    "Task.title": PLAN_WORDING,
    "TaskGroup.official_text": PLAN_WORDING,
    "TaskGroup.summary": PLAN_WORDING,
    "TaskGroup.title": PLAN_WORDING,
    "Unit.search_text": DERIVED,
    "Unit.sort_key": DERIVED,
    "UrgingTemplate.text": "lời mẫu chung, cơ quan thường trực tự sửa được",
    "User.search_text": DERIVED,
    "User.sort_key": DERIVED,
}


def own_models():
    rooms = [room for room in apps.get_app_configs() if Path(room.path).parent == settings.BASE_DIR]
    return [model for room in rooms for model in room.get_models()]


def long_texts_of(found):
    """Return the columns of models that people may write a sentence into, as "Model.column"."""
    return {f"{model.__name__}.{field.name}" for model in found for field in model._meta.fields if is_long_text(field)}


def is_long_text(field):
    if isinstance(field, models.CharField):
        return not field.choices and (field.max_length or LONG) >= LONG
    return isinstance(field, models.TextField | models.JSONField)


def excused():
    """What is excused in a model is excused in its history."""
    return set(EXCUSED) | {f"Historical{column}" for column in EXCUSED}


def test_every_long_text_is_looked_through_or_excused():
    known = {f"{place.model.__name__}.{name}" for place in PLACES for name in place.names}
    there = long_texts_of(own_models())

    assert there - known - excused() == set()
    assert (known | set(EXCUSED)) - there == set()
    assert known & excused() == set()


@isolate_apps("progress")
def test_new_column_is_found():
    class Memo(models.Model):
        text = models.TextField()
        subject = models.CharField(max_length=LONG)
        facts = models.JSONField()
        number = models.CharField(max_length=LONG - 1)
        kind = models.CharField(max_length=LONG, choices=[("a", "A")])

        class Meta:
            app_label = "progress"

        def __str__(self):
            return self.subject

    assert long_texts_of([Memo]) == {"Memo.text", "Memo.subject", "Memo.facts"}


def test_each_column_is_looked_through_once():
    columns = [(place.model, name) for place in PLACES for name in place.names]

    assert len(columns) == len(set(columns))


@pytest.mark.django_db
def test_every_place_can_say_whom_to_tell(django_assert_num_queries):
    """A wrong way to a page or a unit shows here, before the day it is needed."""
    for place in PLACES:
        with django_assert_num_queries(1):
            assert list(place.model.objects.values_list(place.about, *place.units)) == []
        assert place.page.named({0}) == {}


# Room oversight, and what tells why in the rooms below ------------------------------------------------------


@pytest.fixture
def world():
    world = UrgingWorld()
    acts.save_header(world.other_report, "proposals", SECRET, version=1, by=world.other_writer)
    return world


def remove(world):
    Notice.objects.all().delete()
    remove_report_text(world.other_report, common=True, reason=REASON, by=world.office_head)


def heard(post):
    return sorted(Notice.objects.filter(user=post.user).values_list("kind", "object_id", "text"))


def copied(about):
    return f"{about}: {COPIED} Lý do: {REASON}"


@pytest.mark.django_db
def test_request_for_time_and_its_decision_lose_the_words(world):
    with on(BEFORE):
        extension = ask_for_extension(world.work, wished_on=WISHED_ON, reason=f"Vì: {SECRET}", by=world.head)
        refuse_extension(extension, by=world.chief, decision=f"Không vì: {SECRET}")

    remove(world)

    extension.refresh_from_db()
    assert (extension.reason, extension.decision) == (f"Vì: {gone_today()}", f"Không vì: {gone_today()}")
    assert where_it_stands(SECRET) == set()
    assert heard(world.writer) == [("extension", extension.pk, copied(extension))]
    assert ("extension", extension.pk, copied(extension)) in heard(world.judge)


@pytest.mark.django_db
def test_urging_and_its_answer_lose_the_words(world):
    urging = world.urged(text=f"Đề nghị: {SECRET}")
    answer(urging, text=f"Xin thưa: {SECRET}", by=world.head)

    remove(world)

    urging.refresh_from_db()
    assert (urging.text, urging.answer) == (f"Đề nghị: {gone_today()}", f"Xin thưa: {gone_today()}")
    assert where_it_stands(SECRET) == set()
    assert heard(world.writer) == [("urging", urging.pk, copied(urging))]
    assert ("urging", urging.pk, copied(urging)) in heard(world.judge)


@pytest.mark.django_db
def test_direction_and_its_answer_lose_the_words(world):
    said = {"plan": world.plan, "text": f"Làm rõ: {SECRET}", "to_unit": world.unit, "due_on": clock.today()}
    member = make_post(world.plan.steering_committee)
    direction = give_direction(DirectionSubject.REPORT, world.report, **said, token=uuid.uuid4(), by=member)
    answer_direction(direction, asked_round=1, text=f"Xin thưa: {SECRET}", by=world.head)

    remove(world)

    direction.refresh_from_db()
    assert (direction.text, direction.events.last().text) == (f"Làm rõ: {gone_today()}", f"Xin thưa: {gone_today()}")
    assert where_it_stands(SECRET) == set()
    assert heard(world.writer) == [("direction", direction.pk, copied(direction))]
    assert ("direction", direction.pk, copied(direction)) in heard(member)


@pytest.mark.django_db
def test_reasons_of_work_and_of_a_moved_day_lose_the_words(world):
    AssignmentEvent.objects.create(
        assignment=world.work, move=AssignmentMove.values[0], at=clock.now(), for_unit=world.unit, reason=SECRET
    )
    due = world.period.dues.first()
    due._change_reason = SECRET
    due.save()

    remove(world)

    assert world.work.events.get().reason == gone_today()
    assert due.history.first().history_change_reason == gone_today()
    assert where_it_stands(SECRET) == set()
    told = [("assignment", world.work.pk, copied(f"Diễn biến nhiệm vụ {world.work.task.code}"))]
    assert heard(world.writer) == told
    assert ("period", world.period.pk, copied(world.period)) in heard(world.judge)
