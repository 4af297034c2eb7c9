"""What can be done with a report now, by this post: the buttons of its pages, one of them the main one."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from progress.enums import REPORT_MOVES, ReportMove
from progress.permissions.reports import can_register_paper, moves_offered

_M = ReportMove


@dataclass(frozen=True)
class Choice:
    """A button: `ask` is "" for a plain post, "reason" when words are asked for first, "page" for a link."""

    move: str
    label: str
    icon: str
    url: str
    ask: str = ""
    question: str = ""
    is_main: bool = False


# move: (URL name, icon, what is asked first, question before it is done); the words are the move's own
CHOICES = {
    _M.SUBMIT: (
        "report-submit",
        "send",
        "",
        "Gửi báo cáo tới nơi nhận? Sau khi gửi, đơn vị không sửa được nữa, trừ khi rút lại.",
    ),
    _M.ASK_SIGN_OFF: ("report-ask-sign-off", "hourglass-split", "", ""),
    _M.RECALL: ("report-recall", "arrow-counterclockwise", "", ""),
    _M.HAND_BACK: ("report-hand-back", "arrow-return-left", "reason", ""),
    _M.WITHDRAW: (
        "report-withdraw",
        "arrow-counterclockwise",
        "",
        "Rút lại báo cáo đã gửi để sửa? Lần gửi này vẫn được lưu là đã rút.",
    ),
    _M.RECEIVE: ("report-receive", "inbox", "", ""),
    _M.CONFIRM: (
        "report-confirm",
        "check-circle",
        "",
        "Xác nhận báo cáo? Việc ghi là làm xong sẽ được tính là đã hoàn thành.",
    ),
    _M.ASK_FOR_MORE: ("report-ask-for-more", "arrow-repeat", "page", ""),
    _M.REOPEN: ("report-reopen", "unlock", "reason", ""),
    _M.REGISTER: ("report-register-paper", "file-earmark-text", "page", ""),
}


def choices_for(membership, report, *, complete=True):
    """Return the Choices open to the post in the report's state, at most one of them the main one."""
    offered = [*moves_offered(membership, report), *_intake(membership, report)]
    main = _main(offered, complete)
    return [_choice(move, report, is_main=move == main) for move in offered]


def _intake(membership, report):
    """A letter on paper is taken in on a page of its own, as long as the report lies with its unit."""
    possible = report.state in REPORT_MOVES[_M.REGISTER][0] and can_register_paper(membership, report)
    return [_M.REGISTER] if possible else []


def _main(offered, complete):
    """Nothing is sent before it is complete; a report is first taken in, then judged; taking back is never it."""
    wanted = [_M.RECEIVE, _M.CONFIRM, *([_M.SUBMIT, _M.ASK_SIGN_OFF] if complete else [])]
    return next((move for move in wanted if move in offered), None)


def _choice(move, report, *, is_main):
    name, icon, ask, question = CHOICES[move]
    url = reverse(f"portal:{name}", args=[report.pk])
    return Choice(move.value, capfirst(move.label), icon, url, ask, question, is_main)
