"""What a report still lacks before it can be sent: everything at once, each thing with its place and the way out."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from common.clock import today
from common.refusals import Refused
from progress.enums import WorkState
from progress.models import ReportValue
from tasks.enums import AssignmentState

# Work that is not owed now: nothing is asked of its line.
AT_REST = {AssignmentState.SUSPENDED, *AssignmentState.ended()}
# Where each field stands on the write page, by its line. A reason that is missing stands behind its switch.
FIELD_IDS = {
    "nil_reason": "id_chung-is_nil",
    "work_state": "div_id_dong-{}-work_state",
    "done_on": "id_dong-{}-done_on",
    "result": "id_dong-{}-result",
    "evidence": "minh-chung-{}",
}


@dataclass(frozen=True)
class Missing:
    """One thing to mend: of which line (None: the head of the report), in which field, and what to do."""

    line_id: int | None
    field: str
    place: str
    what: str

    @property
    def anchor(self):
        """The id of the very field on the write page."""
        return FIELD_IDS[self.field].format(self.line_id)

    def __str__(self):
        return f"{self.place}: {self.what}"


class ReportIncomplete(Refused):
    """The report cannot be sent yet; `missing` lists all that it lacks."""

    def __init__(self, missing):
        self.missing = list(missing)
        super().__init__(
            f"Báo cáo chưa gửi được, còn {len(self.missing)} chỗ cần bổ sung.", details=[str(item) for item in missing]
        )


def missing_of(report, lines=None):
    """Return a list of Missing, empty when the report can be sent (1 query; none when `lines` are handed in).

    Lines carry `assignment` and the number of their pieces of evidence as `cited`.
    """
    if lines is None:
        lines = lines_to_check(report)
    if not report.is_nil and not any(is_kept(line) for line in lines):
        return [Missing(None, "nil_reason", "Phần chung", "báo cáo không có dòng nào; hãy ghi lý do không phát sinh.")]
    check = _missing_of_nil_line if report.is_nil else _missing_of_line
    places = line_places(lines)
    return [Missing(line.pk, field, places[line.pk], what) for line in lines for field, what in check(line)]


def line_places(lines):
    """Return {line id: its task's code}, with the part where two lines speak of the same task."""
    codes = Counter(line.task_code for line in lines)
    return {
        line.pk: f"{line.task_code} ({line.get_part_display()})" if codes[line.task_code] > 1 else line.task_code
        for line in lines
    }


def lines_to_check(report):
    """Return the report's lines as a list, each with its assignment and its count of evidence (1 query)."""
    return list(report.lines.select_related("assignment").with_cited())


def values_by_line(lines):
    """Return {line id: [ReportValue with a value]} (1 query)."""
    found = defaultdict(list)
    filled = ReportValue.objects.filter(line__in=lines, value__isnull=False).select_related("indicator")
    for value in filled:
        found[value.line_id].append(value)
    return found


def is_kept(line):
    """Whether the line goes into what is sent: work at rest does so only when something was written of it."""
    return bool(line.result) or line.assignment.state not in AT_REST


def is_finishable(line):
    """Whether the line speaks of work done once, so that "done" ends it. Recurring work only ends a cycle."""
    return line.cadence == ""


def _missing_of_nil_line(line):
    if line.work_state == WorkState.DONE:
        yield "work_state", "việc đã ghi là làm xong; hãy bỏ “không phát sinh” hoặc sửa lại tình hình thực hiện."


def _missing_of_line(line):
    if line.assignment.state in AT_REST:
        return
    if not line.result.strip():
        yield "result", _text_wanted(line)
    if line.work_state == WorkState.DONE and is_finishable(line):
        yield from _missing_of_finished(line)
    if line.work_state == WorkState.DONE and line.assignment.state == AssignmentState.DECLINED:
        yield (
            "work_state",
            "đơn vị đã từ chối việc này, đang chờ xem xét; hãy đợi kết quả rồi mới ghi là làm xong.",
        )


def _text_wanted(line):
    if line.work_state == WorkState.NOT_STARTED:
        return "chưa ghi kết quả. Nếu chưa thực hiện, ghi lý do vào ô Kết quả thực hiện."
    return "hãy ghi kết quả thực hiện."


def _missing_of_finished(line):
    if line.done_on is None:
        yield "done_on", "việc đã làm xong thì hãy ghi ngày làm xong."
    elif line.done_on > today():
        yield "done_on", f"ngày làm xong {line.done_on:%d/%m/%Y} chưa tới; hãy ghi ngày đã qua."
    elif line.done_on < line.assignment.starts_on:
        start = f"{line.assignment.starts_on:%d/%m/%Y}"
        yield "done_on", f"ngày làm xong {line.done_on:%d/%m/%Y} trước ngày giao việc {start}; hãy sửa lại."
    if not line.cited:
        yield "evidence", "việc đã làm xong thì hãy đính kèm minh chứng hoặc nêu văn bản đã ban hành."
