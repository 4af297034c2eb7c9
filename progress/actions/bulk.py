"""Many reports judged with one press: each through the act of one, in a transaction of its own, with its own answer."""

import logging
from dataclasses import dataclass
from enum import StrEnum

from common.refusals import Refused
from progress.actions.report_moves import MoveRefused
from progress.actions.reports import OWN_PAPER, SentAgain, confirm_report
from progress.models import Report
from progress.permissions.reports import can_confirm, can_judge, has_registered

logger = logging.getLogger(__name__)


class Fate(StrEnum):
    CONFIRMED = "confirmed"
    TOO_LATE = "too_late"
    SENT_AGAIN = "sent_again"
    REFUSED = "refused"
    FAULT = "fault"


@dataclass(frozen=True)
class Outcome:
    """What became of one report of many; `sentence` says why it was not confirmed."""

    report: Report
    number: int
    fate: Fate
    sentence: str = ""

    @property
    def is_confirmed(self):
        return self.fate == Fate.CONFIRMED


def confirm_in_bulk(chosen, *, by):
    """Confirm each of `chosen`, pairs of a report and the number of the submission that was read.

    Returns an Outcome for each, in their order. What one report meets never stops the others: a wrong state, another
    submission, a missing right are sentences, and so is a fault of the machine, which is written to the log.
    """
    return [_confirm_one(report, number, by=by) for report, number in chosen]


def no_right_to_confirm(membership, report):
    """Return why the post may not confirm the report, as a sentence, or "" when it may."""
    if can_confirm(membership, report):
        return ""
    if can_judge(membership, report) and has_registered(membership, report):
        return OWN_PAPER
    return "Chức vụ đang dùng không xác nhận được báo cáo này."


def _confirm_one(report, number, *, by):
    if why_not := no_right_to_confirm(by, report):
        return Outcome(report, number, Fate.REFUSED, why_not)
    try:
        confirm_report(report, by=by, number=number)
    except MoveRefused as refused:
        return Outcome(report, number, Fate.TOO_LATE, refused.sentence)
    except SentAgain as refused:
        return Outcome(report, number, Fate.SENT_AGAIN, refused.sentence)
    except Refused as refused:
        return Outcome(report, number, Fate.REFUSED, refused.sentence)
    except Exception:
        logger.exception("A report of many could not be confirmed: %s", report.pk)
        return Outcome(report, number, Fate.FAULT, "Máy chủ gặp lỗi ở báo cáo này. Hãy mở riêng báo cáo rồi thử lại.")
    return Outcome(report, number, Fate.CONFIRMED)
