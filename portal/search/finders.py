"""What a search looks through: for each kind of thing, the rows a post may read that hold the words, newest first."""

from collections.abc import Callable
from dataclasses import dataclass

from common.folding import fold
from common.lean import through
from common.searching import holds_words, holds_words_indexed
from portal.search import hits
from portal.search.drafts import find_drafts
from progress.models import LogEntry, Period, Report, Submission
from tasks.models import Plan, Task
from units.models import Unit

MOST_WORDS = 8
# What the page shows of a row, and what gives those it leads to their names.
SENT = [
    *["number", "submitted_at", "difficulties", "next_steps", "proposals", "nil_reason"],
    *through(Unit.NAME, "report__unit"),
    *through([*Period.NAME, "plan__kind", "plan__symbol"], "report__period"),
]
LOGGED = ["text", "happened_on", "assignment__task__code", "assignment__task__title"]
LOGGED += through(Unit.NAME, "assignment__unit")


@dataclass(frozen=True)
class Finder:
    """A kind of thing that is searched: its name in the address, its word, how to find it and how to show it."""

    slug: str
    word: str
    find: Callable
    show: Callable


def words_of(text):
    """Return the folded words to look for; single letters count only when there is nothing else."""
    words = [word for word in fold(text).split() if len(word) > 1] or [fold(text)]
    return words[:MOST_WORDS]


def find_units(membership, words):
    rows = Unit.objects.filter(holds_words(words)).select_related("parent")
    return rows.only("kind", *Unit.NAME, *through(Unit.NAME, "parent"))


def find_tasks(membership, words):
    plans = Plan.objects.visible_to(membership)
    rows = Task.objects.filter(holds_words(words), plan__in=plans.order_by().values("pk"))
    shown = ["code", "title", "summary", "official_text", "product", "plan__kind", "plan__symbol"]
    return rows.select_related("plan").only(*shown)


def find_submissions(membership, words):
    """Reports by the text that was sent; a draft and what was withdrawn are nobody else's to find."""
    readable = Report.objects.readable_by(membership).order_by().values("pk")
    sent = Submission.objects.standing().filter(holds_words_indexed(words), report__in=readable)
    read = sent.select_related("report__unit", "report__period__plan").only(*SENT)
    return read.order_by("-submitted_at", "-pk")


def find_log_entries(membership, words):
    rows = LogEntry.objects.visible_to(membership).current().filter(holds_words_indexed(words))
    return rows.select_related("assignment__task", "assignment__unit").only(*LOGGED)


FINDERS = [
    Finder("nhiem-vu", "Nhiệm vụ", find_tasks, hits.show_tasks),
    Finder("bao-cao", "Báo cáo đã gửi", find_submissions, hits.show_submissions),
    Finder("dang-soan", "Đơn vị đang soạn", find_drafts, hits.show_drafts),
    Finder("nhat-ky", "Nhật ký tiến độ", find_log_entries, hits.show_log_entries),
    Finder("don-vi", "Đơn vị", find_units, hits.show_units),
]
