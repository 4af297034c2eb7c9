"""Saving the unit's working text: each line and each text of the head of the report carries a version, so that of two
savers of the same part the second sees both texts, and savers of different parts never meet. Saving goes through the
same guard as the moves.

What is being typed enters no figure until it is sent: saving it leaves the version of the data as it is."""

import unicodedata

from django.db import transaction
from django.db.models import F

from common import clock
from common.refusals import Refused
from common.versions import unmoved
from progress.enums import ReportState, WorkState
from progress.models import Report, ReportLine, ReportValue

# The texts of the head of the report: the field, and its name to people.
HEADER_TEXTS = {
    "nil_reason": "Lý do không phát sinh",
    "difficulties": "II. Khó khăn, vướng mắc",
    "next_steps": "III. Nhiệm vụ kỳ tới",
    "proposals": "IV. Kiến nghị, đề xuất",
}
LINE_FIELDS = ["work_state", "percent", "done_on", "result", "product"]


class NotWritable(Refused):
    """The report does not lie with the writer now."""


class Conflict(Refused):
    """The same part was saved since it was opened, by somebody else or by the writer on another page.

    `mine` is what was typed, `theirs` what is kept; saving again with `version` keeps mine."""

    def __init__(self, place, *, mine, theirs, version):
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(
            f"{place}: người khác, hoặc chính đồng chí ở thẻ khác, đã lưu phần này trong lúc đang soạn. "
            "Cả hai bản vẫn còn; hãy chọn bản giữ lại hoặc ghép hai bản rồi lưu."
        )


def clean_text(text):
    """Return `text` as it is kept: composed letters (NFC), plain line ends, no NUL characters, no blanks around it."""
    plain = (text or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


def lies_with(report, *, by):
    """Return whether `by`, who may write the report, can write it as it now stands."""
    return report.state in _states_open_to(by)


def check_writable(report, *, by):
    """Refuse with the sentence that saving would give when the report does not lie with `by`."""
    if not lies_with(report, by=by):
        raise NotWritable(_why_not(ReportState(report.state)))


@transaction.atomic
@unmoved()
def save_header(report, name, text, *, version, by):
    """Keep one text of the head of the report, `name` being one of HEADER_TEXTS; return its new version. Refused when
    somebody saved the same text since `version` (Conflict) or the report does not lie with `by` (NotWritable)."""
    text, counter, now = clean_text(text), f"{name}_version", clock.now()
    rows = Report.objects.filter(pk=report.pk, state__in=_states_open_to(by), **{counter: version})
    if not rows.update(saved_at=now, **{name: text, counter: F(counter) + 1}):
        _claim_for_writing(report, by=by, now=now)
        theirs = Report.objects.filter(pk=report.pk).values(name, counter).get()
        raise Conflict(HEADER_TEXTS[name], mine={name: text}, version=theirs.pop(counter), theirs=theirs)
    return version + 1


@transaction.atomic
@unmoved()
def save_line(line, values, *, version, by):
    """Keep what is written of one assignment, `values["values"]` being {indicator id: number or None}; return the
    new version. Fields left out stay as they are."""
    _claim_for_writing(line.report, by=by, now=clock.now())
    fields = _consistent(line, {name: values[name] for name in LINE_FIELDS if name in values})
    rows = ReportLine.objects.filter(pk=line.pk, report=line.report_id, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        theirs = ReportLine.objects.filter(pk=line.pk).values("version", *LINE_FIELDS).get()
        kept = dict(ReportValue.objects.filter(line=line.pk).values_list("indicator_id", "value"))
        raise Conflict(
            line.task_code, mine=values | fields, version=theirs.pop("version"), theirs=theirs | {"values": kept}
        )
    _save_values(line, values.get("values") or {})
    return version + 1


def _states_open_to(by):
    """While a report waits for the head only he changes what he is about to sign."""
    states = ReportState.writable()
    return states if by.is_head else [state for state in states if state != ReportState.WAITING]


def _claim_for_writing(report, *, by, now):
    # Taken before the line: whoever submits takes the same row, so a line is either in what was sent or refused.
    if not Report.objects.filter(pk=report.pk, state__in=_states_open_to(by)).update(saved_at=now):
        state = ReportState(Report.objects.values_list("state", flat=True).get(pk=report.pk))
        raise NotWritable(_why_not(state))


def _why_not(state):
    if state == ReportState.WAITING:
        return "Báo cáo đang chờ lãnh đạo duyệt nên chuyên viên chưa sửa được. Hãy bấm “Thu hồi” rồi sửa tiếp."
    if state == ReportState.SUBMITTED:
        return "Báo cáo đã gửi nên chưa lưu được. Lãnh đạo đơn vị có thể bấm “Rút lại” khi nơi nhận chưa tiếp nhận."
    return f"Báo cáo đang ở trạng thái “{state.label}” nên không sửa được nữa. Cần sửa, hãy báo nơi nhận."


def _consistent(line, fields):
    for name in {"result", "product"} & fields.keys():
        fields[name] = clean_text(fields[name])
    done = fields.get("work_state", line.work_state) == WorkState.DONE
    if not done and {"work_state", "done_on"} & fields.keys():
        fields["done_on"] = None
    if line.cadence:
        fields.pop("percent", None)
    elif "work_state" in fields and done:
        fields["percent"] = 100
    return fields


def _save_values(line, values):
    if not values:
        return
    allowed = set(line.assignment.task.indicators.filter(pk__in=list(values)).values_list("pk", flat=True))
    ReportValue.objects.bulk_create(
        [ReportValue(line=line, indicator_id=pk, value=value) for pk, value in values.items() if pk in allowed],
        update_conflicts=True,
        unique_fields=["line", "indicator"],
        update_fields=["value"],
    )
