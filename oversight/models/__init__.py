from oversight.models.calendar_feed import CalendarFeed
from oversight.models.direction import Direction, DirectionEvent
from oversight.models.extension import Extension, field_of, is_owed, is_report
from oversight.models.finding import Finding, FindingEvent
from oversight.models.inspection import InspectedUnit, Inspection, InspectionEvent, reads_every_account
from oversight.models.reminder import ReminderDigest, ReminderSent
from oversight.models.urging import Urging, UrgingSubject, UrgingTemplate

__all__ = [
    "CalendarFeed",
    "Direction",
    "DirectionEvent",
    "Extension",
    "Finding",
    "FindingEvent",
    "InspectedUnit",
    "Inspection",
    "InspectionEvent",
    "ReminderDigest",
    "ReminderSent",
    "Urging",
    "UrgingSubject",
    "UrgingTemplate",
    "field_of",
    "is_owed",
    "is_report",
    "reads_every_account",
]
