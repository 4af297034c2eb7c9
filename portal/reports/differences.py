"""What a unit changed between two submissions of one report: words by words, facts as old and new."""

from dataclasses import dataclass

from common.diff import is_same_text, word_diff
from portal.reports.sent import lines_of
from portal.templatetags.report import plain_number
from progress.actions.reports import HEADER_TEXTS
from progress.models import SubmittedLine

HEADER = list(HEADER_TEXTS.items())
LINE_TEXTS = [("result", "Kết quả thực hiện"), ("product", "Sản phẩm")]


@dataclass(frozen=True)
class TextChange:
    label: str
    segments: list


@dataclass(frozen=True)
class FactChange:
    """Something short that differs; "" means that it was not stated."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class LineChange:
    """A line that differs; `presence` is "added" or "removed" when only one of the two submissions has it, else ""."""

    line: SubmittedLine
    presence: str
    texts: list
    facts: list


@dataclass(frozen=True)
class Differences:
    texts: list
    lines: list
    unchanged: list

    @property
    def is_empty(self):
        return not self.texts and not self.lines


def differences(old, new, lines=None):
    """Return the Differences that lead from the Submission `old` to `new`.

    `lines` are {submission id: lines with values and citations} when they are loaded already (else 3 queries).
    """
    lines = lines or lines_of([old, new])
    before, after = ({line.assignment_id: line for line in lines[one.pk]} for one in (old, new))
    changes = [
        _line_change(before.get(pk), after.get(pk)) for pk in [*after, *(pk for pk in before if pk not in after)]
    ]
    return Differences(
        texts=_text_changes(HEADER, old, new),
        lines=[change for change in changes if change.presence or change.texts or change.facts],
        unchanged=[change.line for change in changes if not (change.presence or change.texts or change.facts)],
    )


def _line_change(old, new):
    if old is None or new is None:
        present = old or new
        texts = _text_changes(LINE_TEXTS, old, new)
        return LineChange(present, "added" if old is None else "removed", texts, _facts(old, new))
    return LineChange(new, "", _text_changes(LINE_TEXTS, old, new), _facts(old, new))


def _text_changes(fields, old, new):
    pairs = [(label, getattr(old, name, ""), getattr(new, name, "")) for name, label in fields]
    return [TextChange(label, word_diff(was, now)) for label, was, now in pairs if not is_same_text(was, now)]


def _facts(old, new):
    before, after = _told(old), _told(new)
    labels = [*after, *(label for label in before if label not in after)]
    pairs = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [FactChange(label, was, now) for label, was, now in pairs if was != now]


def _told(line):
    """Return {label: words} of what a line says besides its texts; values and evidence each under their own name."""
    if line is None:
        return {}
    facts = {
        "Tình hình thực hiện": line.get_work_state_display(),
        "Tỷ lệ hoàn thành": "" if line.percent is None else f"{line.percent}%",
        "Ngày làm xong": f"{line.done_on:%d/%m/%Y}" if line.done_on else "",
    }
    for value in line.values.all():
        facts[value.indicator_name] = f"{plain_number(value.value)} {value.unit_of_measure}"
    facts["Minh chứng"] = "; ".join(str(one.evidence) for one in line.citations.all())
    return facts
