"""Who may write in the progress log; who may see an assignment may read its log."""

from django.db.models import Q


def can_add_entry(membership, assignment):
    """Those who do the work of the unit it is assigned to, or of the plan's standing office. Load `task__plan`."""
    if membership is None or not membership.works:
        return False
    return membership.unit_id in {assignment.unit_id, assignment.task.plan.standing_office_id}


def can_add_somewhere(membership):
    """Whether the page offers the form at all; which assignments it offers is `writable_assignments`."""
    return membership is not None and membership.works


def writable_assignments(assignments, membership):
    """Narrow assignments the post sees to those it may write about."""
    return assignments.filter(Q(unit_id=membership.unit_id) | Q(task__plan__standing_office_id=membership.unit_id))


def can_correct_entry(membership, entry):
    """The unit that wrote it."""
    return membership is not None and membership.works and membership.unit_id == entry.for_unit_id
