"""What can be done with a report now, by this post: the buttons of its pages, one of them the main one."""

from dataclasses import dataclass

from django.urls import reverse

from progress.enums import REPORT_MOVES, ReportMove
from progress.permissions import reports as may

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


# move: (right, URL name, words on the button, icon, what is asked first, question before it is done)
CHOICES = {
    _M.SUBMIT: (
        may.can_submit, "report-submit", "Gửi báo cáo", "send", "",
        "Gửi báo cáo tới nơi nhận? Sau khi gửi, đơn vị không sửa được nữa, trừ khi rút lại.",
    ),
    _M.ASK_SIGN_OFF: (may.can_ask_sign_off, "report-ask-sign-off", "Trình lãnh đạo", "hourglass-split", "", ""),
    _M.RECALL: (may.can_recall, "report-recall", "Thu hồi", "arrow-counterclockwise", "", ""),
    _M.HAND_BACK: (may.can_hand_back, "report-hand-back", "Trả về chuyên viên", "arrow-return-left", "reason", ""),
    _M.WITHDRAW: (
        may.can_withdraw, "report-withdraw", "Rút lại", "arrow-counterclockwise", "",
        "Rút lại báo cáo đã gửi để sửa? Lần gửi này vẫn được lưu là đã rút.",
    ),
    _M.RECEIVE: (may.can_receive, "report-receive", "Tiếp nhận", "inbox", "", ""),
    _M.CONFIRM: (
        may.can_confirm, "report-confirm", "Xác nhận", "check-circle", "",
        "Xác nhận báo cáo? Việc ghi là làm xong sẽ được tính là đã hoàn thành.",
    ),
    _M.ASK_FOR_MORE: (may.can_ask_for_more, "report-ask-for-more", "Đề nghị bổ sung", "arrow-repeat", "page", ""),
    _M.REOPEN: (may.can_reopen, "report-reopen", "Mở lại", "unlock", "reason", ""),
}  # fmt: skip


def choices_for(membership, report, *, complete=True):
    """Return the Choices open to the post in the report's state; the first is the main one when it fits."""
    open_moves = [
        move
        for move, (right, *_) in CHOICES.items()
        if report.state in REPORT_MOVES[move][0] and right(membership, report) and not _pointless(move, membership)
    ]
    main = _main(open_moves, complete)
    return [_choice(move, report, is_main=move == main) for move in open_moves]


def _pointless(move, membership):
    """A head does not hand the report to himself; what he takes back he hands back."""
    return membership.is_head and move in {_M.ASK_SIGN_OFF, _M.RECALL}


def _main(open_moves, complete):
    """Nothing is sent before it is complete; a report is first taken in, then judged; taking back is never it."""
    wanted = [_M.RECEIVE, _M.CONFIRM, *([_M.SUBMIT, _M.ASK_SIGN_OFF] if complete else [])]
    return next((move for move in wanted if move in open_moves), None)


def _choice(move, report, *, is_main):
    _, name, label, icon, ask, question = CHOICES[move]
    return Choice(move.value, label, icon, reverse(f"portal:{name}", args=[report.pk]), ask, question, is_main)
