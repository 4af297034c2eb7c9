"""Questions about more time: who may ask, who decides. Load extensions with `for_page()`."""

from oversight.models import is_report


def can_ask_for_work(membership, assignment):
    """The head of the unit that does the work. Load `task__plan`."""
    return _heads(membership, assignment.unit_id)


def can_ask_for_report(membership, report):
    """The head of the unit that owes the report."""
    return _heads(membership, report.unit_id)


def can_withdraw(membership, extension):
    """The head of the unit that asked, until it is decided."""
    return _heads(membership, extension.for_unit_id)


def can_decide(membership, extension):
    """Whoever gave the work, or receives the report, by its head; or the head of the plan's standing office.

    Nobody decides for his own unit.
    """
    if membership is None or not membership.is_head or membership.unit_id == extension.for_unit_id:
        return False
    return membership.unit_id in deciders_of(extension.subject)


def deciders_of(subject):
    """Return the ids of the units whose heads decide about more time for an assignment or a report."""
    if is_report(subject):
        return {subject.to_unit_id, subject.period.plan.standing_office_id} - {subject.unit_id}
    office = subject.task.plan.standing_office_id
    giver = subject.parent.unit_id if subject.parent_id else office
    return {giver, office} - {subject.unit_id}


def _heads(membership, unit_id):
    return membership is not None and membership.is_head and membership.unit_id == unit_id
