"""What a filled-in form would change in the report: shown first, then done whole or not at all."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from common.workbooks import CellProblem
from progress.actions.reports import check_writable
from progress.enums import WorkState
from progress.forms.excel.shape import FormRefused, as_written
from progress.forms.report import digest
from progress.forms.report_parts import Part, ReportParts, save_part, words_by_label

SALT = "progress.excel.changes"
HOURS = 12
NOW_DONE = {"percent": 100}


@dataclass(frozen=True)
class PartChanges:
    """One part that would change: (label, what is kept now, what the file says) of each cell."""

    part: Part
    cells: list


class FilledForm:
    """The report with a filled-in form laid over it. Parts that the form leaves as they were when it was downloaded
    are left as they are now, whoever changed them since."""

    def __init__(self, report, typed):
        self.report, self.typed = report, typed
        self.parts = ReportParts(report, typed.data)
        # In the order of the workbook's sheets.
        self.touched = [part for part in (*self.parts.lines, *self.parts.header.values()) if _is_touched(part)]

    @property
    def problems(self):
        """The cells that cannot be taken, in the order of the workbook."""
        wrong = [*self.typed.problems, *self._wrong_fields(), *self._contradictions()]
        return sorted(set(wrong), key=lambda problem: (problem.sheet, len(problem.cell), problem.cell))

    @property
    def clashes(self):
        """Parts that the form changes and that somebody else has saved since it was downloaded."""
        return [part for part in self.touched if part.form.cleaned_data["version"] != part.form.initial["version"]]

    @property
    def changes(self):
        return [PartChanges(part, _differences(part)) for part in self.touched]

    def sealed(self):
        """Return the changed parts as a signed text, to be sent back when the person has looked at them."""
        mine = tuple(f"{part.form.prefix}-" for part in self.touched)
        plain = {part.form.add_prefix(name) for part in self.touched for name in part.form.fields}
        data = {name: value for name, value in self.typed.data.items() if name in plain or name.startswith(mine)}
        return signing.dumps([self.report.pk, data], salt=SALT, compress=True)

    def _wrong_fields(self):
        for part, name, sentence in self._form_errors():
            place = self.typed.cells.get(part.form.add_prefix(name))
            # A cell that could not be read has been named already, and so has a row that is gone.
            if place and part.form.add_prefix(name) in self.typed.data:
                yield self._problem(part, name, sentence)

    def _form_errors(self):
        for part in self.parts.parts:
            for name, sentences in part.form.errors.items() if part.form.is_bound else ():
                yield from ((part, name, sentence) for sentence in sentences)

    def _contradictions(self):
        for part in self.touched:
            kept = part.form.cleaned_data
            if part.line is None or kept["work_state"] == WorkState.DONE:
                if kept.get("percent") not in (None, 100):
                    how = "Hãy ghi 100 hoặc để trống; nếu chưa xong, hãy chọn lại tình hình thực hiện."
                    yield self._problem(part, "percent", how)
            elif self.typed.data.get(part.form.add_prefix("done_on")):
                how = "Chỉ ghi ngày khi việc đã làm xong: hãy xóa ngày, hoặc chọn “đã làm xong”."
                yield self._problem(part, "done_on", how)

    def _problem(self, part, name, how):
        full = part.form.add_prefix(name)
        (sheet, place), typed = self.typed.cells[full], self.typed.data[full]
        label = part.form.fields[name].label
        shown = f"{typed[:40]}…" if len(typed) > 40 else typed
        return CellProblem(sheet, place, f"{label} “{shown}” chưa đúng" if typed else f"{label} để trống", how)


def apply_changes(sealed, report, *, by):
    """Do what was looked at: save every changed part, all in one transaction; return how many.

    Refused whole with the reason: too old, another report's, the report moved on, or somebody saved one of the same
    parts meanwhile.
    """
    try:
        number, data = signing.loads(sealed, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        raise FormRefused("Bản xem trước đã quá lâu nên không dùng được nữa. Hãy tải tệp lên lại.") from None
    if number != report.pk:
        raise FormRefused("Bản xem trước là của báo cáo khác. Hãy tải tệp lên lại ở đúng báo cáo.")
    check_writable(report, by=by)
    with transaction.atomic():
        parts = ReportParts(report, data)
        saved = sum(save_part(part, report, by=by) for part in parts.parts)
        if parts.conflicts or parts.errors:
            raise FormRefused(why_clash(parts.conflicts))
    return saved


def why_clash(parts):
    """Return the sentence for parts that both the form and somebody else changed."""
    places = ", ".join(part.place for part in parts)
    return (
        f"Từ khi biểu được tải về, phần mà biểu cũng sửa đã được lưu lại trên cổng: {places}. Báo cáo chưa đổi gì. "
        "Hãy sửa phần đó ngay trên cổng, hoặc tải biểu mới rồi ghi lại phần đó."
    )


def _is_touched(part):
    """Whether the form says something else than both what was downloaded and what is kept now."""
    form = part.form
    if not form.is_bound or not form.is_valid():
        return False
    return form.is_touched and digest(form.kept_values()) != digest(as_written(form))


def _differences(part):
    form = part.form
    new = form.kept_values()
    old = {name: form.initial[name] for name in new}
    if new.get("work_state") == WorkState.DONE and "percent" in form.fields:
        new |= NOW_DONE
    old, new = words_by_label(form, old), words_by_label(form, new)
    return [(label, old[label], new[label]) for label in new if old[label] != new[label]]
