"""More time on the page of a report or of an assignment, and in rows of them: what was asked and decided, and where to
ask."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from common import clock
from common.addresses import address_of
from oversight.models import Extension, is_owed, is_report
from oversight.permissions.extensions import can_ask_for_report, can_ask_for_work
from tasks.timing import DUE_SOON_DAYS


@dataclass(frozen=True)
class MoreTime:
    """The requests about one thing, latest first, and the address of the form; "" when nothing can be asked now."""

    requests: list
    ask_url: str


def more_time_of(membership, subject):
    """Return the MoreTime of a Report or an Assignment that the post has open (1 query). Load `unit`."""
    requests = list(subject.extensions.all())
    waits = any(one.is_waiting for one in requests)
    return MoreTime(requests, "" if waits else ask_url(membership, subject))


@dataclass(frozen=True)
class MoreTimeTold:
    """What a row says of more time: where the request that waits stands, or where one is made; "" says nothing."""

    waiting_url: str = ""
    ask_url: str = ""


UNTOLD = MoreTimeTold()


def with_request(rows, field):
    """Annotate reports or assignments (`field` of a request) with the `request_id` of what waits to be decided."""
    waiting = Extension.objects.waiting().filter(**{field: OuterRef("pk")}).order_by()
    return rows.annotate(request_id=Subquery(waiting.values("pk")[:1]))


def more_time_told(post, subject):
    """Return the MoreTimeTold of a Report or an Assignment `with_request`, work of the unit of `post`: its head is told
    where to ask when the deadline is near or has passed."""
    if subject.request_id:
        return MoreTimeTold(waiting_url=address_of("portal:extension", subject.request_id))
    if subject.due_on is None or (subject.due_on - clock.today()).days > DUE_SOON_DAYS:
        return UNTOLD
    return MoreTimeTold(ask_url=ask_url(post, subject))


def ask_url(membership, subject):
    """Return where the post asks for more time for `subject`, or "" when it may not or the thing is not owed."""
    if not is_owed(subject):
        return ""
    if is_report(subject):
        name, may = "extension-ask-report", can_ask_for_report(membership, subject)
    else:
        name, may = "extension-ask-work", can_ask_for_work(membership, subject)
    return address_of(f"portal:{name}", subject.pk) if may else ""
