"""More time on the page of a report or of an assignment: what was asked and decided, and where to ask."""

from dataclasses import dataclass

from common.addresses import address_of
from oversight.models import is_owed, is_report
from oversight.permissions.extensions import can_ask_for_report, can_ask_for_work


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


def ask_url(membership, subject):
    """Return where the post asks for more time for `subject`, or "" when it may not or the thing is not owed."""
    if not is_owed(subject):
        return ""
    if is_report(subject):
        name, may = "extension-ask-report", can_ask_for_report(membership, subject)
    else:
        name, may = "extension-ask-work", can_ask_for_work(membership, subject)
    return address_of(f"portal:{name}", subject.pk) if may else ""
