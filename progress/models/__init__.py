"""How far the work is: periods, reports with their lines and values, evidence, submissions, events, progress log."""

from progress.models.contribution import Contribution, ContributionRequest
from progress.models.count import CycleCount, branch_of
from progress.models.evidence import Citation, Evidence
from progress.models.log import LogEntry
from progress.models.note import ReceiverNote
from progress.models.period import Period, PeriodDue
from progress.models.removal import Removal
from progress.models.report import Report, ReportEvent, ReportLine, ReportValue
from progress.models.submission import (
    AcceptedSuggestion,
    Remark,
    Submission,
    SubmittedCitation,
    SubmittedLine,
    SubmittedValue,
)

__all__ = [
    "AcceptedSuggestion",
    "Citation",
    "Contribution",
    "ContributionRequest",
    "CycleCount",
    "Evidence",
    "LogEntry",
    "Period",
    "PeriodDue",
    "ReceiverNote",
    "Remark",
    "Removal",
    "Report",
    "ReportEvent",
    "ReportLine",
    "ReportValue",
    "Submission",
    "SubmittedCitation",
    "SubmittedLine",
    "SubmittedValue",
    "branch_of",
]
