"""In the sample data the standing office asks those who support its task 1.3: one has given its paragraph, one is late,
one has given its reason."""

from datetime import timedelta

from common import clock
from portal.demo.wording import wording
from progress.actions import contributions as acts
from progress.models import ReportLine

LEAD, TASK = "btg-hu", "1.3"
GIVES, LATE, DECLINES = "dai-truyen-thanh", "phong-vhtt", "mttq"


def ask_and_give(stage, period):
    """Ask three units a fortnight before the day of the play, and let two of them answer; nothing is asked in the
    quarters for which the task, whose cycle is half a year, owes no line."""
    lines = ReportLine.objects.filter(report__period=period, report__unit__code=LEAD, task_code=TASK)
    line = lines.select_related("report", "assignment").first()
    if line is None:
        return
    supports = {one.unit.code: one for one in acts.supporters_of(line)}
    words, lead = wording()["contribution"], stage.writer(line.report.unit)
    with clock.set_to(stage.moment(stage.on - timedelta(days=14), 9)):
        asked = [supports[code] for code in (GIVES, LATE, DECLINES)]
        due_on = stage.on - timedelta(days=4)
        requests = acts.ask_for_contributions(line, asked, note=words["ask"], due_on=due_on, by=lead)
    with clock.set_to(stage.moment(stage.on - timedelta(days=9), 10)):
        giver = stage.writer(supports[GIVES].unit)
        acts.answer_contribution(requests[0], words["give"], version=1, by=giver)
    with clock.set_to(stage.moment(stage.on - timedelta(days=8), 14)):
        acts.decline_contribution(requests[2], reason=words["decline"], by=stage.writer(supports[DECLINES].unit))
