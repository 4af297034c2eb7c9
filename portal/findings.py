"""How a finding stands, in words and in colours, wherever it is shown."""

from common.lean import through
from portal.words import Word
from tasks.timing import DUE_SOON_DAYS
from units.models import Unit

# Which number of the figures a filter of the list shows the rows of, by its key in the address.
FINDINGS_BY = {"chua-khac-phuc": "owed", "qua-han": "overdue", "cho-xem-xet": "reported", "da-khep-lai": "closed"}


def finding_word(finding, on):
    """Return the Word of a finding on the day `on`."""
    if finding.is_closed:
        return Word(f"đã khép lại ngày {finding.closed_on:%d/%m/%Y}", "good")
    if finding.is_reported:
        return Word("đã báo cáo khắc phục, chờ xem xét", "wait")
    if late := finding.days_late(on):
        return Word(f"chưa khắc phục, quá hạn {late} ngày", "late")
    left = (finding.due_on - on).days
    if left <= DUE_SOON_DAYS:
        return Word(f"chưa khắc phục, còn {left} ngày" if left else "chưa khắc phục, hôm nay đến hạn", "warn")
    return Word("chưa khắc phục, trong hạn", "neutral")


def findings_told(findings, on):
    """Return pairs (Finding, Word) of a queryset, for the list of a page (1 query)."""
    shown = ["recommendation", "due_on", "state", "closed_on", "assignment__task__code"]
    shown += through(Unit.NAME, "unit")
    rows = findings.select_related("unit", "assignment__task").only(*shown)
    return [(one, finding_word(one, on)) for one in rows]
