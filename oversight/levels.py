"""Which level a unit is urged at next: a rule that proposes, never decides."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from oversight.enums import UrgingLevel
from oversight.models import Urging
from oversight.permissions.urging import plan_id_of
from progress.models import Report


@dataclass(frozen=True)
class Proposal:
    """The level proposed for a unit, and why, in words."""

    level: int
    because: str


FIRST_TIME = Proposal(UrgingLevel.FIRST, "chưa đôn đốc về các việc này")


def next_levels(subjects, *, on):
    """Return {unit id: Proposal} for overdue `subjects` (Reports and Assignments) on the day `on`.

    One level above the strongest earlier urging that led to nothing by its day to answer: about this work, which is
    still owed; or about other work of the unit that is still owed, when it was never answered. While there is time to
    answer, the level stays. Two queries.
    """
    units = {subject.unit_id for subject in subjects}
    proposals = defaultdict(list)
    for urging in _earlier(subjects, units, on):
        proposals[urging.unit_id].append(_proposal(urging, on))
    return {
        unit_id: max(proposals.get(unit_id, [FIRST_TIME]), key=lambda proposal: proposal.level) for unit_id in units
    }


def _earlier(subjects, units, on):
    """Earlier urgings of the units that count, the newest first."""
    reports = [subject.pk for subject in subjects if isinstance(subject, Report)]
    work = [subject.pk for subject in subjects if not isinstance(subject, Report)]
    about = Urging.objects.filter(Q(subjects__report__in=reports) | Q(subjects__assignment__in=work))
    unanswered = Q(answered_at=None, answer_by__lt=on, work_open=True)
    of_units = Urging.objects.filter(unit__in=units, plan__in={plan_id_of(subject) for subject in subjects})
    return of_units.with_open_work().filter(unanswered | Q(pk__in=about.order_by().values("pk")))


def _proposal(urging, on):
    urged = f"đã đôn đốc {urging.get_level_display()} ngày {urging.urged_on:%d/%m/%Y}"
    if urging.answer_by >= on:
        return Proposal(urging.level, f"{urged}, còn trong hạn trả lời đến {urging.answer_by:%d/%m/%Y}")
    waited = "chưa trả lời" if urging.answered_at is None else "đã trả lời"
    level = min(urging.level + 1, max(UrgingLevel.values))
    return Proposal(level, f"{urged}, hạn trả lời {urging.answer_by:%d/%m/%Y}, {waited} mà việc vẫn chưa xong")
