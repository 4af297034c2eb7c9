"""Acts on the progress log. An entry is never overwritten; a mistake is corrected by a new entry, once each."""

import contextlib
import uuid

from django.db import transaction

from common import clock
from common.refusals import Refused
from progress.actions.evidence import keep_prepared, prepare_file
from progress.actions.report_writing import clean_text
from progress.models import LogEntry
from tasks.models import Assignment

MAX_TEXT = 5000
MAX_FILES = 10


class LogRefused(Refused):
    """An entry cannot be written as asked."""


def add_log_entry(
    assignment, *, happened_on, text, percent=None, files=(), declared=False, corrects=None, token=None, by, on=None
):
    """Write one entry about an assignment, with its evidence. The same `token` twice makes one entry."""
    text, token = clean_text(text), token or uuid.uuid4()
    _refuse_wrong(assignment, happened_on=happened_on, text=text, percent=percent, on=on or clock.today())
    if len(files) > MAX_FILES:
        raise LogRefused(f"Mỗi lần ghi kèm tối đa {MAX_FILES} tệp. Hãy ghi thêm một dòng cho các tệp còn lại.")
    with contextlib.ExitStack() as stack:
        prepared = [prepare_file(stack, by.unit_id, upload, declared=declared) for upload in files]
        stack.enter_context(transaction.atomic())
        # Two entries about one assignment take turns: a second click finds the first one's entry.
        Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
        if made := LogEntry.objects.filter(token=token).first():
            return _same_entry(made, assignment, by=by)
        _refuse_second_correction(assignment, corrects)
        said = {"happened_on": happened_on, "text": text, "percent": percent, "corrects": corrects}
        entry = LogEntry.objects.create(
            assignment=assignment, token=token, at=clock.now(), by=by.user, for_unit=by.unit, **said
        )
        entry.evidence.set({keep_prepared(by.unit_id, file, by=by) for file in prepared})
    return entry


def wrong_entry(assignment, *, happened_on, text, percent, on):
    """Return {field: sentence} of what is wrong with an entry."""
    wrong = {}
    if happened_on > on:
        wrong["happened_on"] = "Chưa ghi được việc của ngày sau hôm nay. Hãy chọn ngày từ hôm nay trở về trước."
    elif happened_on < assignment.starts_on:
        wrong["happened_on"] = (
            f"Việc này được giao từ ngày {assignment.starts_on:%d/%m/%Y}; hãy chọn từ ngày ấy trở đi."
        )
    if not text:
        wrong["text"] = "Hãy ghi nội dung việc đã làm."
    elif len(text) > MAX_TEXT:
        wrong["text"] = f"Nội dung dài {len(text)} chữ cái, tối đa {MAX_TEXT}. Hãy rút gọn hoặc ghi thành nhiều dòng."
    if percent is not None and not assignment.is_one_off:
        wrong["percent"] = "Tỷ lệ hoàn thành chỉ ghi cho việc làm một lần có thời hạn; hãy để trống ô này."
    elif percent is not None and not 0 <= percent <= 100:
        wrong["percent"] = "Tỷ lệ hoàn thành là số từ 0 đến 100."
    return wrong


def _refuse_wrong(assignment, **values):
    if wrong := wrong_entry(assignment, **values):
        raise LogRefused("Chưa ghi được nhật ký.", details=wrong.values())
    if assignment.ended_on:
        raise LogRefused("Việc này đã thôi giao cho đơn vị nên không ghi nhật ký được nữa.")


def _refuse_second_correction(assignment, corrects):
    if corrects is None:
        return
    if corrects.assignment_id != assignment.pk:
        raise LogRefused("Chỉ đính chính được dòng nhật ký của chính việc này.")
    if LogEntry.objects.filter(corrects=corrects).exists():
        raise LogRefused("Dòng này đã được đính chính. Hãy đính chính dòng mới nhất thay cho dòng này.")


def _same_entry(made, assignment, *, by):
    if made.assignment_id != assignment.pk or made.by_id != by.user_id:
        raise LogRefused("Biểu mẫu này đã dùng rồi. Hãy mở lại trang ghi nhật ký.")
    return made
