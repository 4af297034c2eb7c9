"""When words are removed in an emergency (DOMAIN §8), the workbooks that may hold them go as well.

A workbook holds what lines of its period said, and no row tells which: each of the period goes."""

from progress.actions.removal_places import SENT_LINES, register_follower
from progress.models import SubmittedLine
from reviews.actions.workbooks import WORDS_REMOVED, hold_workbooks, throw_away
from reviews.models import PeriodWorkbook


def forget(removed, *, reason, by):
    """Throw away the workbooks of the periods in whose lines words were `removed` (a Removed)."""
    lines = SubmittedLine.objects.filter(pk__in=removed.lines | removed.copies.get(SENT_LINES, set()))
    periods = set(lines.order_by().values_list("submission__report__period_id", flat=True))
    throw_away(PeriodWorkbook.objects.filter(period__in=periods), WORDS_REMOVED)


register_follower(hold=hold_workbooks, follow=forget)
