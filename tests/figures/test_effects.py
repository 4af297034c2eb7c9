"""What is told before work is suspended, withdrawn or resumed is what the count does afterwards."""

import datetime

import pytest

from figures.duties import two_by_two
from figures.effects import OUTSIDE, effects_of
from tasks.actions import suspend
from tasks.enums import AssignmentMove, Part
from tests.factories import make_assignment, make_task
from tests.oversight.extension_world import ExtensionWorld, on

pytestmark = pytest.mark.django_db
DUE_ON = datetime.date(2024, 12, 12)
DAYS = ["2024-12-11", "2024-12-12", "2024-12-13"]
KEPT = "Việc đã quá hạn từ 12/12/2024 nên vẫn được tính là quá hạn."
LEFT_OUT = "Từ hôm nay việc này không còn được tính vào các việc phải hoàn thành."


@pytest.fixture
def world():
    return ExtensionWorld()


def told(assignment, day, move=AssignmentMove.SUSPEND):
    below = assignment.children.live().count()
    return effects_of(assignment, on=datetime.date.fromisoformat(day), below=below)[move]


@pytest.mark.parametrize("day", DAYS)
def test_one_off_work_counts_as_was_told(world, day):
    sentences = told(world.work, day)
    with on(f"{day} 09:00+07:00"):
        suspend(world.work, by=world.judge, reason="Chờ kinh phí.")

    counted = two_by_two(world.plan, datetime.date(2024, 12, 13), units=[world.unit.pk])

    assert (counted.open_overdue == 1) == (KEPT in sentences)
    assert (counted.suspended > 0) == (LEFT_OUT in sentences)


def test_cycles_that_are_overdue_stay_so(world):
    sentences = told(world.line.assignment, "2024-12-25")

    assert sentences[:2] == [LEFT_OUT, "1 kỳ đã quá hạn vẫn được tính là quá hạn."]


def test_support_stands_outside_the_rates(world):
    support = make_assignment(make_task(group=world.group), world.unit, Part.SUPPORT)

    assert told(support, "2024-12-11")[0] == OUTSIDE


def test_parts_passed_down_end_with_the_whole_but_do_not_rest_with_it(world):
    make_assignment(world.work.task, parent=world.work)

    assert "1 phần việc đã giao lại cho đơn vị khác cũng thôi thực hiện." in told(
        world.work, "2024-12-11", AssignmentMove.WITHDRAW
    )
    assert "1 phần việc đã giao lại vẫn tiếp tục; cần dừng thì tạm dừng từng phần." in told(world.work, "2024-12-11")


def test_resumed_work_has_its_day_again(world):
    assert told(world.work, "2024-12-11", AssignmentMove.RESUME) == [
        "Việc lại được tính, với thời hạn 12/12/2024; cần thêm thời gian thì đơn vị đề nghị gia hạn."
    ]


def test_page_tells_it_before_the_act(world, sign_in):
    page = sign_in(world.judge).get(world.work.get_absolute_url()).content.decode()

    assert "vẫn được tính là quá hạn" in page
