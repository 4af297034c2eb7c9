"""The rows of the reviewer's inbox, on the screen and in the workbook."""

from dataclasses import dataclass
from functools import partial

from common.clock import today
from portal.lists import Column, Listing
from portal.reports.waiting import WaitingWords, waiting_words
from portal.reports.words import StateWord, state_word
from progress.judging import clocks_of, with_number
from progress.models import Report
from progress.reading import with_last_sent, with_punctuality

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    report: Report
    state: StateWord
    waiting: WaitingWords
    url: str


# No column sorts the inbox: whoever sent first is judged first, and "the next report" follows the same order.
COLUMNS = [
    Column("Đơn vị", lambda row: str(row.report.unit), width=44),
    Column("Kỳ", lambda row: str(row.report.period), width=20),
    Column("Gửi lúc", lambda row: row.report.submitted_at),
    Column("Lần gửi", lambda row: row.report.number_sent, width=10),
    Column("Tình trạng", lambda row: row.state.word, width=30),
    Column("Thời gian xem xét", lambda row: row.waiting.norm, width=28),
    Column("Xem xét chậm nhất ngày", lambda row: row.waiting.due_on),
    Column("Ghi chú", lambda row: ", ".join(_notes(row.report)), width=30),
]


def inbox_listing(request, inbox):
    """Return the Listing of an Inbox, the longest wait first."""
    found = with_last_sent(with_number(with_punctuality(inbox.reports))).for_list()
    read = partial(_rows, membership=request.membership, inbox=inbox)
    return Listing(request, COLUMNS, found, read=read, per_page=PER_PAGE)


def _rows(reports, membership, inbox):
    clocks = clocks_of(reports, on=today())
    return [
        Row(one, state_word(one, membership), waiting_words(clocks[one.pk]), inbox.judge_url(one.pk)) for one in reports
    ]


def _notes(report):
    return ["đơn vị gửi quá hạn"] * bool(report.sent_late) + ["không phát sinh"] * bool(report.latest_nil_reason)
