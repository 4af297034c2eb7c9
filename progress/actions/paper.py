"""Registering a signed letter on paper: its receiver types what it says. The unit's draft stays as it is."""

import contextlib
import datetime
from dataclasses import dataclass

from django.db import transaction

from common import clock
from common.refusals import Refused
from common.secrecy import is_marked_secret
from progress.actions.completeness import Missing, ReportIncomplete, missing_of
from progress.actions.contributions import tell_supporters
from progress.actions.counting import count_sent
from progress.actions.evidence import keep_prepared, prepare_file
from progress.actions.report_moves import move_report
from progress.actions.submissions import HEADER, LINE, finished_in, search_text_of
from progress.enums import Medium, ReportMove, WorkState
from progress.models import ReportLine, Submission, SubmittedLine, SubmittedValue
from tasks.actions import report_done
from units.actions import notify_unit
from units.enums import Role


class LetterRefused(Refused):
    """The letter cannot be registered as it was typed."""


@dataclass(frozen=True)
class Letter:
    """A letter as typed from paper: its number, its day, the day it was received, and sections II to IV."""

    number: str
    issued_on: datetime.date
    received_on: datetime.date
    nil_reason: str = ""
    difficulties: str = ""
    next_steps: str = ""
    proposals: str = ""

    @property
    def is_nil(self):
        return bool(self.nil_reason)

    def __str__(self):
        return f"Văn bản số {self.number} ngày {self.issued_on:%d/%m/%Y}, nhận ngày {self.received_on:%d/%m/%Y}."


@dataclass(frozen=True)
class TypedLine:
    """What the letter says of one line of the report, `values` being [(indicator, number)]. `line` holds the plan's
    wording and the typed text; it is never saved, the unit's own line is another row."""

    line: ReportLine
    values: tuple = ()

    @property
    def says_something(self):
        line = self.line
        return bool(line.result or line.product or self.values or line.work_state != WorkState.NOT_STARTED)


def as_typed(line, given, values=()):
    """Return the TypedLine of a unit's working `line`, with `given` instead of what the unit wrote in it."""
    frame = {name: getattr(line, name) for name in LINE if name not in given}
    typed = ReportLine(pk=line.pk, **frame | given)
    # Done work counts as done whole, as it does when the unit writes it; recurring work has no share.
    typed.percent = None if line.cadence else 100 if typed.work_state == WorkState.DONE else typed.percent
    typed.assignment = line.assignment
    return TypedLine(typed, tuple(pair for pair in values if pair[1] is not None))


def wrong_letter(report, *, number, issued_on, received_on, on):
    """Return {field: sentence} of what cannot be true of a letter that reports on this period."""
    wrong = {}
    if is_marked_secret(number):
        wrong["number"] = "Ký hiệu mang dấu độ mật. Văn bản bí mật nhà nước không được đưa lên cổng."
    if received_on > on:
        wrong["received_on"] = "Ngày nhận chưa tới; hãy ghi ngày đã nhận văn bản."
    elif received_on < issued_on:
        wrong["received_on"] = f"Ngày nhận trước ngày văn bản ({issued_on:%d/%m/%Y}); hãy xem lại hai ngày."
    if issued_on < report.period.covers_from:
        wrong["issued_on"] = (
            f"Ngày văn bản trước kỳ báo cáo (từ {report.period.covers_from:%d/%m/%Y}); hãy xem lại ngày, năm."
        )
    return wrong


def missing_of_letter(letter, lines):
    """Return a list of Missing of what was typed. The scan is the proof: evidence is not asked of a line."""
    said = [typed.line for typed in lines if typed.says_something]
    if not said and not letter.is_nil:
        what = "hãy ghi ít nhất một dòng kết quả, hoặc lý do không phát sinh."
        return [Missing(None, "nil_reason", "Nội dung", what)]
    for line in said:
        line.cited = 1
    late = [line for line in said if line.done_on and line.done_on > letter.issued_on]
    what = f"ngày làm xong sau ngày văn bản ({letter.issued_on:%d/%m/%Y})."
    too_late = [Missing(line.pk, "done_on", line.task_code, what) for line in late]
    return [*(missing_of(letter, said) if said else []), *too_late]


def register_paper(report, letter, lines, *, scan, declared, by):
    """Đăng ký bản giấy: keep the letter as the report's next Submission, received on its day; return it.

    `lines` are TypedLines, those that say nothing are left out. Refused when the days or the symbol cannot be, when
    the scan cannot be kept, or when the report does not lie with its unit.
    """
    facts = {"number": letter.number, "issued_on": letter.issued_on, "received_on": letter.received_on}
    if wrong := wrong_letter(report, **facts, on=clock.today()):
        raise LetterRefused("Chưa đăng ký được bản giấy.", details=wrong.values())
    if missing := missing_of_letter(letter, lines):
        raise ReportIncomplete(missing)
    with contextlib.ExitStack() as stack:
        prepared = prepare_file(stack, by.unit_id, scan, declared=declared)
        stack.enter_context(transaction.atomic())
        now = clock.now()
        stamps = {"submitted_at": now, "received_at": now, "asked_for_more_at": None, "asked_for_more_reason": ""}
        move_report(report, ReportMove.REGISTER, by=by, reason=str(letter), at=now, **stamps)
        evidence = keep_prepared(by.unit_id, prepared, note=f"Bản quét: {letter}"[:300], by=by)
        submission = _keep(report, letter, [line for line in lines if line.says_something], evidence, by=by, now=now)
        report_done(sorted(finished_in(submission)), by=by)
        count_sent([report.pk])
        _tell(report, letter, submission, by=by)
        tell_supporters(report, submission, by=by)
    return submission


def _keep(report, letter, lines, evidence, *, by, now):
    submission = Submission.objects.create(
        report=report,
        number=report.submissions.count() + 1,
        medium=Medium.PAPER,
        submitted_at=now,
        submitted_on=letter.received_on,
        due_on=report.due_on,
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
        letter_number=letter.number,
        letter_on=letter.issued_on,
        scan=evidence,
        search_text=search_text_of(letter, [typed.line for typed in lines]),
        **{name: getattr(letter, name) for name in HEADER},
    )
    _keep_lines(submission, lines)
    return submission


def _keep_lines(submission, lines):
    sent = SubmittedLine.objects.bulk_create(
        SubmittedLine(submission=submission, **{name: getattr(typed.line, name) for name in LINE}) for typed in lines
    )
    SubmittedValue.objects.bulk_create(
        SubmittedValue(
            line=copy,
            indicator=indicator,
            indicator_name=indicator.name,
            unit_of_measure=indicator.unit_of_measure,
            value=value,
        )
        for copy, typed in zip(sent, lines, strict=True)
        for indicator, value in typed.values
    )


def _tell(report, letter, submission, *, by):
    """Tell the unit, whose draft stays, and the colleagues of whom one is to confirm."""
    late = " (quá hạn)" if submission.is_late else ""
    words = f"{report}: {by.unit} đã đăng ký bản giấy số {letter.number}, nhận ngày {letter.received_on:%d/%m/%Y}{late}"
    about = {"kind": "report", "object_id": report.pk, "except_user": by.user, "roles": [Role.HEAD, Role.WRITER]}
    notify_unit(report.unit_id, text=f"{words}. Bản nháp của đơn vị vẫn giữ nguyên.", **about)
    notify_unit(report.to_unit_id, text=f"{words}. Chờ một đồng chí khác xác nhận.", **about)
