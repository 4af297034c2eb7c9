"""In the sample data the standing office urges who is late twice, some weeks apart; of the units some answer, some only
acknowledge, one says nothing; the district committee calls one of its own."""

import uuid
from datetime import timedelta

from common import clock
from oversight.actions.urging import acknowledge, answer, note_letter, urge
from oversight.enums import UrgingChannel
from oversight.levels import next_levels
from oversight.urgeable import late_units
from oversight.wording import usual_wording
from portal.demo.wording import wording

OFFICE, PARENT, CALLED = "btg-hu", "ubnd-huyen", "xa-dak-o"
FIRST, SECOND, CALL = timedelta(days=26), timedelta(days=12), timedelta(days=1)
AT_MOST = 6
# Every third of the units that were urged only acknowledges, every third says nothing.
TURNS = 3


def urge_the_late(stage):
    """Urge twice from the standing office, the second time harder where nothing happened; then call one unit."""
    office = stage.posts[OFFICE]["writer"]
    first = _urge(stage, office, FIRST, UrgingChannel.PORTAL)
    for number, urging in enumerate(first):
        _reply(stage, urging, number)
    for number, urging in enumerate(_urge(stage, office, SECOND, UrgingChannel.LETTER), start=1):
        with clock.set_to(stage.moment(urging.urged_on + timedelta(days=1), 8)):
            note_letter(urging, number=f"{40 + number}-CV/BTGHU", on=clock.today(), by=office)
    called = [stage.posts[CALLED]["head"].unit_id]
    _urge(stage, stage.posts[PARENT]["head"], CALL, UrgingChannel.TELEPHONE, units=called)


def _urge(stage, by, before, channel, *, units=None):
    """Urge the first units (or `units`, by id) that are late on that day, each at the level proposed for it; return
    the Urgings."""
    urgings = []
    with clock.set_to(stage.moment(stage.on - before, 9, 30)):
        on = clock.today()
        for late in late_units(by, on=on, units=units)[:AT_MOST]:
            level = next_levels(late.subjects, on=on)[late.unit.pk].level
            words = usual_wording(level, channel)
            said = {"text": words.text, "answer_days": words.answer_days, "token": _token(late.unit, level, channel)}
            outcomes = urge(late.subjects, level=level, channel=channel, **said, by=by)
            urgings += [outcome.urging for outcome in outcomes if outcome.urging]
    return urgings


def _token(unit, level, channel):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{unit.code}/{level}/{channel}")


def _reply(stage, urging, number):
    day = urging.urged_on + timedelta(days=1)
    with clock.set_to(stage.moment(day, 14)):
        if number % TURNS < TURNS - 1:
            acknowledge(urging, by=stage.writer(urging.unit))
    with clock.set_to(stage.moment(day + timedelta(days=2), 15)):
        if number % TURNS == 0:
            answer(urging, text=wording()["urging"]["answer"], by=stage.head(urging.unit))
