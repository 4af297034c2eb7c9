"""Deadlines as a calendar (RFC 5545): one all-day event for each, with an alarm on the day before."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Alarm, Calendar, Event, vDuration

from common import clock
from oversight.deadlines import PAGES, Deadline
from oversight.enums import DutyKind
from oversight.models import Urging

# An event of a whole day begins at midnight: sixteen hours earlier it is eight in the morning of the day before.
BEFORE = datetime.timedelta(hours=-16)
# An urging is no duty of its own, so nobody is reminded of it; but its answer is owed by a day.
URGED = "urging"
HEADS = {
    DutyKind.REPORT: "Hạn gửi",
    DutyKind.CAME_BACK: "Cần bổ sung",
    DutyKind.WORK: "Hạn hoàn thành",
    DutyKind.CONTRIBUTION: "Hạn trả lời",
    DutyKind.DIRECTION: "Hạn trả lời",
    DutyKind.JUDGING: "Hết thời gian xem xét",
    DutyKind.REMEDY: "Hạn khắc phục",
    URGED: "Hạn trả lời",
}
PLACES = PAGES | {URGED: "portal:urging"}


def answers_owed(units):
    """Return a Deadline for each urging of these units (by id) that waits for an answer and is about work still owed
    (1 query): who urged, when and how hard, and none of its text."""
    waiting = Urging.objects.owed().filter(unit__in=units)
    waiting = waiting.select_related("for_unit").defer("text").order_by("answer_by", "pk")
    return [
        Deadline(URGED, one.pk, one.unit_id, one.plan_id, one.answer_by, about=f"{one.for_unit} {_urged(one)}")
        for one in waiting
    ]


def _urged(urging):
    return f"đôn đốc {urging.get_level_display()} ngày {urging.urged_on:%d/%m/%Y}"


def calendar_of(deadlines, units, *, address):
    """Return the bytes of a calendar with `deadlines`; `units` are {id: name}, `address` that of the portal."""
    address = settings.SITE_ADDRESS or address
    calendar = Calendar()
    calendar.add("prodid", "-//plan57//lich viec den han//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Việc đến hạn theo kế hoạch")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(datetime.timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    now, host = clock.now(), urlsplit(address).netloc
    for deadline in deadlines:
        calendar.add_component(_event(deadline, units, now, host, address))
    return calendar.to_ical()


def _event(deadline, units, now, host, address):
    summary = f"{HEADS[deadline.kind]}: {deadline.about}"
    event = Event()
    event.add("uid", f"{deadline.kind}-{deadline.object_id}-{deadline.unit_id}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + datetime.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", units[deadline.unit_id])
    event.add("url", address + reverse(PLACES[deadline.kind], args=[deadline.object_id]))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", BEFORE)
    event.add_component(alarm)
    return event
