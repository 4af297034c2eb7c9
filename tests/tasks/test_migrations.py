"""What migrations do to data that stood before them."""

import datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps

from tasks import actions
from tasks.models import Assignment
from tests.factories import make_assignment, take_part
from tests.tasks.work import Work

pytestmark = pytest.mark.django_db
STOPPED_ON = datetime.date(2024, 10, 2)


def test_work_that_ended_while_suspended_gets_its_day_back():
    work = Work()
    passed_on, resumed = make_assignment(unit=work.unit), make_assignment(unit=work.unit)
    take_part(passed_on.task.plan, work.other)
    # Half past eleven in the evening in Viet Nam is still the day itself.
    with time_machine.travel("2024-10-02 23:30+07:00", tick=False):
        for one in (work.assignment, passed_on, resumed):
            actions.suspend(one, by=work.office, reason="Chờ hướng dẫn.")
    with time_machine.travel("2024-10-20 09:00+07:00", tick=False):
        actions.resume(resumed, by=work.office)
        actions.transfer(passed_on, to_unit=work.other, by=work.office, reason="Đúng việc.")
        for one in (work.assignment, resumed):
            actions.withdraw(one, by=work.office, reason="Thôi.")
    Assignment.objects.update(suspended_on=None)

    import_module("tasks.migrations.0007_suspended_days_of_ended_work").take_days_of_ended_work(apps, None)

    days = dict(Assignment.objects.values_list("pk", "suspended_on"))
    assert {pk: day for pk, day in days.items() if day} == {work.assignment.pk: STOPPED_ON, passed_on.pk: STOPPED_ON}
