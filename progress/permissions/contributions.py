"""Questions about contributions: between the lead of a task and its supporters, and nobody else."""

from progress.permissions.reports import can_write
from tasks.enums import Part


def can_ask_for_contribution(membership, line):
    """The people of the unit that leads the line's task, of their own report: its lines are theirs alone to see, so
    not even the standing office asks for them (DESIGN §5). Who was passed a part of the work is not the task's lead.
    Load the line's `assignment`."""
    return can_write(membership, line.report) and line.part == Part.LEAD and line.assignment.parent_id is None


def can_answer_contribution(membership, request):
    """Those who work at the supporting unit that was asked."""
    return membership is not None and membership.works and membership.unit_id == request.assignment.unit_id


def can_withdraw_contribution_request(membership, request):
    return can_ask_for_contribution(membership, request.line)
