"""How the plan began: units took their work on; the district People's Committee passed parts of its own down."""

from datetime import timedelta

from common import clock
from tasks.actions import Terms, decline, sub_assign, suspend, take_on
from tasks.enums import AssignmentMove, AssignmentState
from tasks.models import Assignment, AssignmentEvent
from units.models import Unit

DECLINED = (
    "phong-nn",
    "2.2",
    "Nội dung này thuộc chức năng của Phòng Kinh tế và Hạ tầng; đề nghị xem xét phân công lại.",
)
NOT_TAKEN_ON = {("huyen-doan", "3.1"), ("phong-noi-vu", "6.3")}

# Parts of task 4.2 passed down to communes: (unit code, days from today to the due date)
PASSED_DOWN = [
    ("xa-phu-nghia", 3),
    ("xa-dak-o", -12),
    ("xa-bu-gia-map", 24),
    ("xa-da-kia", 20),
    ("xa-binh-thang", -30),
    ("xa-duc-hanh", 40),
    ("xa-phuoc-minh", -38),
]
ALWAYS = ("vp-hdnd-ubnd", "Đầu mối tổng hợp, cung cấp thông tin chính thống của huyện")
SUSPENDED = ("xa-phu-van", 15, "Xã đang sắp xếp lại tổ chức bộ máy; tạm dừng tới khi có hướng dẫn.")
WORK = "Danh mục nội dung cung cấp thông tin chính thống của xã"


def begin(stage):
    """Let every unit answer for what it was given, a week after the plan was issued."""
    # The file of the plan was read just now; in the play the work was given on the day the plan was issued.
    given = AssignmentEvent.objects.filter(assignment__task__plan=stage.plan, move=AssignmentMove.GIVE)
    given.update(at=stage.moment(stage.plan.issued_on))
    with clock.set_to(stage.moment(stage.plan.issued_on + timedelta(days=7))):
        given = Assignment.objects.filter(task__plan=stage.plan, state=AssignmentState.GIVEN)
        for assignment in given.select_related("task__plan", "unit"):
            _answer(stage, assignment)


def pass_down(stage, period):
    """Let the People's Committee give communes parts of its task 4.2, due round the day of the play."""
    parent = Assignment.objects.select_related("task__plan", "unit").get(
        task__plan=stage.plan, task__code="4.2", unit__code="ubnd-huyen", parent=None
    )
    given_on = min(period.opens_on, stage.on - timedelta(days=60))
    for code, days in PASSED_DOWN:
        due_on = stage.on + timedelta(days=days)
        _pass_down(stage, parent, code, given_on, due_on=due_on, product=WORK, authority="Chủ tịch UBND xã quyết định")
    _pass_down(stage, parent, ALWAYS[0], given_on, product=ALWAYS[1])
    code, days, reason = SUSPENDED
    resting = _pass_down(stage, parent, code, given_on, due_on=stage.on + timedelta(days=days), product=WORK)
    with clock.set_to(stage.moment(stage.on - timedelta(days=10))):
        suspend(resting, by=stage.head(parent.unit), reason=reason)


def _pass_down(stage, parent, code, day, **terms):
    """Give the unit of that code a part of `parent` on `day`, let it take the work on, and return the assignment."""
    terms = Terms(starts_on=day, person_in_charge=stage.posts[code]["writer"].user.full_name, **terms)
    with clock.set_to(stage.moment(day, 14)):
        child = sub_assign(parent, [Unit.objects.get(code=code)], terms, by=stage.head(parent.unit))[0]
        take_on(child, by=stage.head(child.unit))
    return child


def _answer(stage, assignment):
    key = (assignment.unit.code, assignment.task.code)
    if key == DECLINED[:2]:
        decline(assignment, by=stage.head(assignment.unit), reason=DECLINED[2])
    elif key not in NOT_TAKEN_ON:
        take_on(assignment, by=stage.head(assignment.unit))
