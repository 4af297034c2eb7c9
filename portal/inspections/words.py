"""How an inspection stands, and what was done to it or about a finding, in words, colours and icons."""

from oversight.enums import FindingMove, InspectionMove, InspectionState
from portal.words import Word

TONES = {
    InspectionState.PLANNED: "neutral",
    InspectionState.ANNOUNCED: "info",
    InspectionState.RECORDED: "wait",
    InspectionState.CLOSED: "good",
    InspectionState.CALLED_OFF: "neutral",
}
INSPECTION_ICONS = {
    InspectionMove.PLAN: ("neutral", "calendar-event"),
    InspectionMove.CHANGE: ("neutral", "pencil"),
    InspectionMove.ANNOUNCE: ("info", "send"),
    InspectionMove.RECORD: ("wait", "clipboard-check"),
    InspectionMove.CLOSE: ("good", "check2-circle"),
    InspectionMove.REOPEN: ("warn", "arrow-counterclockwise"),
    InspectionMove.CALL_OFF: ("neutral", "x-circle"),
}
FINDING_ICONS = {
    FindingMove.GIVE: ("info", "clipboard-check"),
    FindingMove.REPORT: ("wait", "tools"),
    FindingMove.CLOSE: ("good", "check2-circle"),
    FindingMove.REOPEN: ("warn", "arrow-counterclockwise"),
}


def inspection_word(inspection):
    return Word(inspection.get_state_display(), TONES[inspection.state])
