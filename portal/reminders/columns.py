"""The columns of the lists of reminders: what was sent, and, for an administrator, which letters failed."""

from django.urls import reverse

from oversight.deadlines import PAGES
from oversight.enums import DutyKind, MailState, ReminderRule
from portal.lists import Column

# Judges act on a page of their own; whoever looks the reminder up is led to the report.
LOOKED_UP = PAGES | {DutyKind.JUDGING: "portal:report"}
MAIL_MARKS = {
    MailState.QUEUED: ("wait", ""),
    MailState.SENDING: ("wait", ""),
    MailState.SENT: ("good", ""),
    MailState.FAILED: ("warn", ""),
}


def _rule_mark(line):
    if line.rule > ReminderRule.DUE_DAY:
        return "late", ""
    return ("warn" if line.rule >= ReminderRule.DAY_BEFORE else "neutral"), ""


def _way(line):
    return "thông báo" if line.digest.mail == MailState.NONE else "thông báo, thư điện tử"


def _mail(line):
    state = MailState(line.digest.mail)
    if state == MailState.FAILED:
        return f"{state.label}: {line.digest.mail_fault}"
    return None if state == MailState.NONE else state.label


COLUMNS = [
    Column(
        "Việc",
        lambda line: line.about,
        url=lambda line: reverse(LOOKED_UP[line.kind], args=[line.object_id]),
        width=60,
    ),
    Column("Ngày nhắc", lambda line: line.sent_on, key="ngay", order=("sent_on",), width=14),
    Column("Người được nhắc", lambda line: str(line.user), key="nguoi", order=("user__sort_key",), width=28),
    Column("Đơn vị", lambda line: str(line.unit), key="don-vi", order=("unit__order", "unit_id"), width=28),
    Column("Thời hạn", lambda line: line.due_on, key="han", order=("due_on",), width=14),
    Column("Vì sao", lambda line: line.get_rule_display(), key="quy-tac", order=("rule",), mark=_rule_mark, width=20),
    Column("Gửi bằng", _way, width=24),
    Column("Thư", _mail, mark=lambda line: MAIL_MARKS.get(line.digest.mail), width=20),
]
FAILURES = [
    Column("Người nhận", lambda digest: str(digest.user), key="nguoi", order=("user__sort_key",), width=28),
    Column("Ngày nhắc", lambda digest: digest.on, key="ngay", order=("on",), width=14),
    Column("Vì sao thư không gửi được", lambda digest: digest.mail_fault, width=40),
    Column("Số lần thử", lambda digest: digest.mail_tries, key="lan", order=("mail_tries",), width=12),
    Column("Lần cuối lúc", lambda digest: digest.mail_at, key="luc", order=("mail_at",), width=18),
]
