"""In the sample data the steering committee gives five directions: one lies with the office, one was passed on and is
overdue, one is answered, one was asked again and closed, one is only a comment."""

import uuid
from datetime import timedelta

from common import clock
from oversight.actions.directions import acknowledge, answer, ask_again, close_direction, give_direction, pass_on
from oversight.enums import DirectionSubject
from portal.demo.wording import wording
from progress.models import Report
from tasks.models import Task

COMMITTEE, OFFICE = "bcd-ttdn", "btg-hu"
LATE, PRAISED, ABOUT = "phong-vhtt", "xa-phu-nghia", "xa-da-kia"
TASK, GROUP = "4.2", 2


def give_directions(stage, period):
    """Let the committee speak in the weeks before the day of the play, and the others act on it."""
    words = wording()["direction"]
    reports = Report.objects.filter(period=period).select_related("unit", "period__plan")
    report = reports.get(unit__code=ABOUT)
    task = Task.objects.get(plan=stage.plan, code=TASK)
    group = stage.plan.groups.get(number=GROUP)
    _give(stage, DirectionSubject.PLAN, stage.plan, words["plan"], ago=3, days=10)
    late = _give(stage, DirectionSubject.TASK, task, words["task"], ago=20, days=12)
    _pass_on(stage, late, LATE, words["pass_on"], ago=18)
    answered = _give(stage, DirectionSubject.REPORT, report, words["report"], ago=9, days=7)
    _pass_on(stage, answered, ABOUT, words["pass_on"], ago=8)
    _answer(stage, answered, ABOUT, words["answer"], ago=4)
    _closed(stage, group, words)
    unit = stage.posts[PRAISED]["head"].unit
    _give(stage, DirectionSubject.UNIT, unit, words["comment"], ago=6, days=None, to=unit)


def _closed(stage, group, words):
    """Answered by the office itself, asked again, answered once more, and closed."""
    direction = _give(stage, DirectionSubject.GROUP, group, words["group"], ago=30, days=7)
    _answer(stage, direction, OFFICE, words["answer_short"], ago=27)
    with _day(stage, 26):
        due_on = clock.today() + timedelta(days=7)
        ask_again(direction, answer_round=1, reason=words["again"], due_on=due_on, by=stage.posts[COMMITTEE]["head"])
    _answer(stage, direction, OFFICE, words["answer_long"], ago=22)
    with _day(stage, 21):
        close_direction(direction, answer_round=2, remark=words["closed"], by=stage.posts[COMMITTEE]["head"])


def _give(stage, kind, thing, text, *, ago, days, to=None):
    with _day(stage, ago):
        due_on = clock.today() + timedelta(days=days) if days else None
        said = {"text": text, "to_unit": to, "due_on": due_on, "token": uuid.uuid5(uuid.NAMESPACE_URL, text)}
        return give_direction(kind, thing, plan=stage.plan, **said, by=stage.posts[COMMITTEE]["head"])


def _pass_on(stage, direction, code, reason, *, ago):
    with _day(stage, ago):
        to_unit = stage.posts[code]["head"].unit
        pass_on(direction, to_unit=to_unit, reason=reason, due_on=direction.due_on, by=stage.posts[OFFICE]["head"])


def _answer(stage, direction, code, text, *, ago):
    with _day(stage, ago + 1):
        acknowledge(direction, by=stage.posts[code]["writer"])
    with _day(stage, ago):
        answer(direction, asked_round=direction.round, text=text, by=stage.posts[code]["head"])


def _day(stage, ago):
    return clock.set_to(stage.moment(stage.on - timedelta(days=ago), 10))
