"""What happened in an inspection or about a finding, as the timeline shows it, the newest first."""

from common.lean import through
from portal.inspections.words import FINDING_ICONS, INSPECTION_ICONS
from portal.steps import Step, person_of
from units.models import Unit, User


def steps_of_inspection(inspection):
    """Return the Steps of an inspection (1 query)."""
    shown = through(User.NAME, "by", "on_behalf_of")
    shown += through(Unit.NAME, "for_unit")
    events = inspection.events.select_related("by", "on_behalf_of", "for_unit")
    events = events.only("inspection", "move", "reason", "at", *shown)
    return [_step(event, INSPECTION_ICONS[event.move], event.reason) for event in events]


def steps_of_finding(finding):
    """Return the Steps of a finding read with `for_page()`; the day in force stands with each that sets one."""
    return [_step(event, FINDING_ICONS[event.move], f"Hạn {event.due_on:%d/%m/%Y}.") for event in finding.events.all()]


def _step(event, look, text):
    title = event.get_move_display()
    return Step(title[:1].upper() + title[1:], event.at, person_of(event), event.for_unit, *look, text)
