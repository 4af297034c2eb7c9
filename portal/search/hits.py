"""What the page shows of each row found: a title that leads to it, facts, and the place with the words marked."""

from collections import defaultdict
from dataclasses import dataclass

from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils import timezone

from common.addresses import address_of
from portal.search.snippets import marked, snippet
from progress.models import SubmittedLine


@dataclass(frozen=True)
class Hit:
    """A row that was found. `title` and `snippet` are pieces: (letters, whether they were searched for)."""

    url: str
    title: list
    facts: list
    snippet: list


def show_tasks(tasks, words):
    return [
        Hit(
            task.get_absolute_url(),
            marked(str(task), words),
            [str(task.plan)],
            snippet([task.summary, task.official_text, task.product], words),
        )
        for task in tasks
    ]


def show_submissions(submissions, words):
    """Show what was sent, with the place in its text or lines (1 query more)."""
    lines = SubmittedLine.objects.filter(submission__in=submissions).order_by("submission_id", "position", "pk")
    rows = lines.values_list("submission_id", "task_code", "task_title", "result", "product")
    texts = defaultdict(list)
    for submission, code, title, result, product in rows:
        texts[submission] += [f"{code}. {title}: {result}", product]
    return [_submission(submission, texts[submission.pk], words) for submission in submissions]


def show_log_entries(entries, words):
    return [
        Hit(
            address_of("portal:assignment", entry.assignment_id),
            snippet([entry.text], words) or marked(entry.text[:200], words),
            [f"{entry.happened_on:%d/%m/%Y}", str(entry.assignment.unit), str(entry.assignment.task)],
            [],
        )
        for entry in entries
    ]


def show_units(units, words):
    return [
        Hit(
            unit.get_absolute_url(),
            marked(unit.name, words),
            [capfirst(unit.get_kind_display()), *([f"thuộc {unit.parent}"] if unit.parent else [])],
            [],
        )
        for unit in units
    ]


def show_drafts(drafts, words):
    return [
        Hit(
            draft.report.get_absolute_url(),
            marked(str(draft.report), words),
            [draft.place, f"Đang {draft.report.get_state_display()}, chưa ai ngoài đơn vị đọc được"],
            snippet(draft.texts, words),
        )
        for draft in drafts
    ]


def _submission(submission, lines, words):
    at = timezone.localtime(submission.submitted_at)
    texts = [submission.difficulties, submission.next_steps, submission.proposals, submission.nil_reason, *lines]
    return Hit(
        reverse("portal:report-submission", args=[submission.report_id, submission.number]),
        marked(str(submission.report), words),
        [f"Lần gửi {submission.number}, lúc {at:%H:%M %d/%m/%Y}", str(submission.report.period.plan)],
        snippet(texts, words),
    )
