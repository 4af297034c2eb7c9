"""This period against the last: what stands beside a line that was sent, and what of it makes a judge look twice."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import OuterRef, Subquery

from common.diff import is_same_text
from progress.enums import WorkState
from progress.models import SubmittedLine

RISE, FALL, TWICE = Decimal("1.5"), Decimal("0.5"), 2


@dataclass(frozen=True)
class ValuePair:
    """An indicator on one line now and in the last confirmed period; either may be missing. `jump` is words or ""."""

    now: object
    before: object
    jump: str

    @property
    def name(self):
        return (self.now or self.before).indicator_name


@dataclass(frozen=True)
class Comparison:
    """A line that was sent, beside the last one confirmed for the same assignment in an earlier period (or None)."""

    line: SubmittedLine
    before: SubmittedLine | None
    values: list

    @property
    def jumps(self):
        return [pair for pair in self.values if pair.jump]

    @property
    def says_the_same(self):
        return self.before is not None and says_the_same(self.line, self.before)

    @property
    def is_same(self):
        """Whether nothing at all differs from last time: words, state, percent and every value."""
        same_values = all(
            pair.now and pair.before and pair.now.value == pair.before.value and not pair.jump for pair in self.values
        )
        same_facts = self.before and (self.line.work_state, self.line.percent) == (
            self.before.work_state,
            self.before.percent,
        )
        return self.says_the_same and bool(same_facts) and same_values

    @property
    def lacks_evidence(self):
        """Whether work is said to be done and nothing is cited for it. Load `citations`."""
        return self.line.work_state == WorkState.DONE and not self.line.citations.all()


def says_the_same(line, before):
    """Whether a line, being written or sent, has the same words as an earlier one: result and product, blanks left
    out of account. The rule, kept here alone: who writes is warned by it, and who judges is."""
    return (
        bool(line.result or line.product)
        and is_same_text(line.result, before.result)
        and is_same_text(line.product, before.product)
    )


def comparisons_of(lines):
    """Return the Comparison of each of `lines` (SubmittedLine of any number of reports) in their order; 2 queries
    however many they are. Load `values` and `submission__report__period`."""
    before = last_confirmed(lines)
    return [Comparison(line, before.get(line.pk), _value_pairs(line, before.get(line.pk))) for line in lines]


def last_confirmed(lines):
    """Return {line id: the SubmittedLine last confirmed for its assignment and unit before} (2 queries)."""
    earlier = SubmittedLine.objects.accepted_before(
        OuterRef("submission__report__period__covers_from"), unit=OuterRef("submission__report__unit")
    )
    earlier = earlier.filter(assignment=OuterRef("assignment"))
    earlier = earlier.order_by("-submission__report__period__covers_to", "-pk")
    wanted = SubmittedLine.objects.filter(pk__in=[line.pk for line in lines]).order_by()
    wanted = wanted.annotate(earlier=Subquery(earlier.values("pk")[:1])).values("earlier")
    rows = SubmittedLine.objects.select_related("submission__report__period").with_values()
    by_work = {}
    for row in rows.filter(pk__in=wanted).order_by("submission__report__period__covers_to", "pk"):
        by_work.setdefault(_work(row), []).append(row)
    # Of one assignment two periods can be asked about at once: each line has its own "before".
    chosen = {line.pk: [row for row in by_work.get(_work(line), []) if _is_before(row, line)] for line in lines}
    return {pk: found[-1] for pk, found in chosen.items() if found}


def before_of(comparisons):
    """Return the Submission, latest by its period, that the lines were compared with, or None."""
    found = [one.before.submission for one in comparisons if one.before]
    return max(found, key=lambda submission: (submission.report.period.covers_to, submission.pk), default=None)


def _work(line):
    return line.assignment_id, line.submission.report.unit_id


def _is_before(row, line):
    return row.submission.report.period.covers_to < line.submission.report.period.covers_from


def jump_in_words(before, now):
    """Return in words how a value leaps against the last confirmed one, or "" when it does not.

    The rule, kept here alone: a value that grew or fell by half or more leaps, and so does every passage from or to
    nothing. `None` is a value that was not stated; two of those, or two zeros, say nothing.
    """
    if before is None or now is None:
        return _stated_or_not(before, now)
    if before == now:
        return ""
    if before == 0:
        return "kỳ trước bằng 0"
    if now == 0:
        return "giảm về 0"
    ratio = now / before
    if ratio >= TWICE:
        return f"tăng gấp {_times(ratio)} lần so với kỳ trước"
    if ratio >= RISE:
        return f"tăng {int((ratio - 1) * 100)}% so với kỳ trước"
    return f"giảm {int((1 - ratio) * 100)}% so với kỳ trước" if ratio <= FALL else ""


def _stated_or_not(before, now):
    if before is None and now:
        return "kỳ trước không có số liệu"
    return "kỳ này không có số liệu" if now is None and before else ""


def _times(ratio):
    rounded = ratio.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded.normalize():f}".replace(".", ",")


def _value_pairs(line, before):
    now = {value.indicator_id: value for value in line.values.all()}
    then = {value.indicator_id: value for value in before.values.all()} if before else {}
    return [
        ValuePair(now.get(pk), then.get(pk), _jump(now.get(pk), then.get(pk), before))
        for pk in [*now, *(pk for pk in then if pk not in now)]
    ]


def _jump(now, then, before):
    if before is None:
        return ""
    if now and then and now.unit_of_measure != then.unit_of_measure:
        return f"kỳ trước tính theo {then.unit_of_measure}"
    return jump_in_words(then and then.value, now and now.value)
