"""Nhắc việc: who is told today of what is due, worked out from the duties at the moment of sending.

Of each duty the latest rule whose day has come is in force; a person is told of a rule once, and once a day at most.
After an outage people so get what is true then: what was overtaken is not made up for, and nothing stays untold.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction

from common import clock
from common.shortening import shortened
from oversight.actions.reminder_mail import mail_is_set_up, queue_mails
from oversight.deadlines import Deadline, deadlines
from oversight.enums import MailState, ReminderRule
from oversight.models import ReminderDigest, ReminderSent
from tasks.timing import Timing, timing_of
from units.enums import Role
from units.models import Membership, Notice

PEOPLE_A_BATCH = 200
FARTHEST = datetime.timedelta(days=-min(ReminderRule))
NOTICE_LIMIT = 300
COUNTED = [(Timing.OVERDUE, "quá hạn"), (Timing.SOON, "sắp đến hạn")]


@dataclass(frozen=True)
class Line:
    """A deadline and the rule by which people are reminded of it today."""

    deadline: Deadline
    rule: ReminderRule

    @property
    def key(self):
        return self.deadline.kind, self.deadline.object_id, self.deadline.due_on, self.rule


def send_reminders(on):
    """Remind everybody who owes something on the day `on` and was not reminded that day; return how many were.

    Each batch of people is told in one transaction: whatever stops between two, the next run goes on. Two runs at once
    tell nobody twice: the database keeps one digest for a person and day, and each rule of a duty once for a person.
    """
    lines = _lines_by_unit(on)
    people = _people(lines, on)
    order = sorted(people)
    starts = range(0, len(order), PEOPLE_A_BATCH)
    return sum(_tell(order[start : start + PEOPLE_A_BATCH], lines, people, on) for start in starts)


def _lines_by_unit(on):
    found = defaultdict(list)
    for deadline in deadlines(on, until=on + FARTHEST):
        rule = ReminderRule.in_force(deadline.due_on, on)
        if rule is not None and not (deadline.only_after and rule <= ReminderRule.DUE_DAY):
            found[deadline.unit_id].append(Line(deadline, rule))
    return found


@dataclass
class Person:
    """Whom to tell, by which address, for which units."""

    email: str
    units: set


def _people(lines, on):
    """Return {user id: Person} of the writers and heads who hold a post that day and were not told yet that day."""
    posts = Membership.objects.valid(on).filter(unit__in=list(lines), role__in=[Role.HEAD, Role.WRITER])
    posts = posts.exclude(user__in=ReminderDigest.objects.filter(on=on).order_by().values("user"))
    found = {}
    for user_id, email, unit_id in posts.order_by().values_list("user_id", "user__email", "unit_id"):
        found.setdefault(user_id, Person(email, set())).units.add(unit_id)
    return found


@transaction.atomic
def _tell(batch, lines, people, on):
    """Tell the people of one batch; return how many were told."""
    wanted = _untold(batch, lines, people)
    digests = _make_digests(wanted, people, on)
    ReminderSent.objects.bulk_create(
        [_sent(digest, line, on) for digest in digests for line in wanted[digest.user_id]], ignore_conflicts=True
    )
    told = defaultdict(list)
    for one in ReminderSent.objects.filter(digest__in=digests).order_by("due_on", "pk"):
        told[one.digest_id].append(one)
    # Another run told the same at the same moment, for the day before: then there is nothing left to say.
    empty = [digest.pk for digest in digests if digest.pk not in told]
    if empty:
        ReminderDigest.objects.filter(pk__in=empty).delete()
    digests = [digest for digest in digests if digest.pk in told]
    Notice.objects.bulk_create(_notice(digest, told[digest.pk]) for digest in digests)
    queue_mails([digest.pk for digest in digests if digest.mail == MailState.QUEUED])
    return len(digests)


def _untold(batch, lines, people):
    """Return {user id: [Line]} of what each was not told before."""
    days = {line.deadline.due_on for unit_lines in lines.values() for line in unit_lines}
    known = ReminderSent.objects.filter(user__in=batch, due_on__gte=min(days), due_on__lte=max(days)).order_by()
    told = set(known.values_list("user_id", "kind", "object_id", "due_on", "rule"))
    wanted = {}
    for user_id in batch:
        mine = [line for unit_id in sorted(people[user_id].units) for line in lines[unit_id]]
        if new := [line for line in mine if (user_id, *line.key) not in told]:
            wanted[user_id] = new
    return wanted


def _make_digests(wanted, people, on):
    """Return the digests of this run, read back: whoever got his from another run in between is left to it."""
    run, now, mails = uuid.uuid4(), clock.now(), mail_is_set_up()
    digests = []
    for user_id in wanted:
        mail = MailState.QUEUED if mails and people[user_id].email else MailState.NONE
        at = now if mail == MailState.QUEUED else None
        digests.append(ReminderDigest(user_id=user_id, on=on, run=run, made_at=now, mail=mail, mail_at=at))
    ReminderDigest.objects.bulk_create(digests, ignore_conflicts=True)
    return list(ReminderDigest.objects.filter(run=run).order_by("user_id"))


def _sent(digest, line, on):
    deadline = line.deadline
    return ReminderSent(
        digest=digest,
        user_id=digest.user_id,
        unit_id=deadline.unit_id,
        plan_id=deadline.plan_id,
        kind=deadline.kind,
        object_id=deadline.object_id,
        about=deadline.about,
        due_on=deadline.due_on,
        rule=line.rule,
        sent_on=on,
    )


def _notice(digest, lines):
    return Notice(
        user_id=digest.user_id,
        unit_id=lines[0].unit_id,
        kind="reminder",
        object_id=digest.pk,
        text=shortened(_in_one_line(digest, lines), NOTICE_LIMIT),
        at=digest.made_at,
    )


def _in_one_line(digest, lines):
    timings = [timing_of(line.due_on, on=digest.on) for line in lines]
    if len(lines) == 1:
        return f"Nhắc việc: {timings[0].words}. {lines[0].about}"
    numbers = Counter(one.timing for one in timings)
    parts = [f"{numbers[timing]} {words}" for timing, words in COUNTED if numbers[timing]]
    return f"Nhắc việc ngày {digest.on:%d/%m/%Y}: {len(lines)} việc, {', '.join(parts)}."
