"""What suspending, resuming or withdrawing work would do to its duties and figures, in words, before it is done.

The same rules as the count (`figures.duties`): what came due before the act stays overdue, what comes due later is left
out; support stands outside every rate.
"""

from progress.enums import WorkState
from progress.models import ReportLine, SubmittedLine
from tasks.enums import AssignmentMove as Move
from tasks.enums import Part

CHANGE_WHAT_IS_OWED = (Move.SUSPEND, Move.WITHDRAW, Move.RESUME)
# What stands in reports that are not sent stays there: the unit still says how far it came.
OPEN_LINES = "Dòng của việc này trong báo cáo kỳ đang mở vẫn còn, để đơn vị ghi đã làm đến đâu."
OUTSIDE = "Phần việc này đứng ngoài các tỷ lệ hoàn thành, nên số liệu không đổi."


def effects_of(assignment, *, on, below):
    """Return a dict move → sentences, of the moves that change what is owed (at most 1 query). Load `task`.

    `below` is in how many live parts the work was passed down.
    """
    counted, late = _counted(assignment, on)
    rest = [*_figures(assignment, counted, late), OPEN_LINES]
    passed = [f"{below} phần việc đã giao lại cho đơn vị khác cũng thôi thực hiện."] if below else []
    waiting = [f"{below} phần việc đã giao lại vẫn tiếp tục; cần dừng thì tạm dừng từng phần."] if below else []
    sentences = [*rest, *waiting], [*rest, *passed], [_resumed(assignment)]
    return dict(zip(CHANGE_WHAT_IS_OWED, sentences, strict=True))


def _counted(assignment, on):
    """Whether the work counts in the 2 × 2, and how many of its undone duties are overdue already."""
    if assignment.part != Part.LEAD or assignment.has_no_deadline:
        return False, 0
    if assignment.is_one_off:
        return True, int(assignment.due_on < on)
    done = SubmittedLine.objects.accepted().filter(assignment=assignment, work_state=WorkState.DONE)
    overdue = ReportLine.objects.filter(assignment=assignment, ends_cycle=True, report__due_on__lt=on)
    return True, overdue.exclude(report__in=done.values("submission__report")).count()


def _figures(assignment, counted, late):
    if not counted:
        return [OUTSIDE]
    if assignment.is_one_off and late:
        return [f"Việc đã quá hạn từ {assignment.due_on:%d/%m/%Y} nên vẫn được tính là quá hạn."]
    kept = [f"{late} kỳ đã quá hạn vẫn được tính là quá hạn."] if late else []
    return ["Từ hôm nay việc này không còn được tính vào các việc phải hoàn thành.", *kept]


def _resumed(assignment):
    if assignment.part != Part.LEAD or assignment.has_no_deadline:
        return OUTSIDE
    if assignment.is_one_off:
        day = f"{assignment.due_on:%d/%m/%Y}"
        return f"Việc lại được tính, với thời hạn {day}; cần thêm thời gian thì đơn vị đề nghị gia hạn."
    return "Việc lại được tính từ kỳ đang mở."
