"""Questions about the plan and its assignments: who may, never when (a wrong state is told by the act)."""

from tasks.models import Participation, places_of
from units.enums import PEOPLES_COMMITTEES


def can_enter_admin(membership):
    """Writers, heads and administrators enter; readers and the plan's steering committee do not."""
    if membership is None:
        return False
    return membership.is_administrator or (
        membership.works and not any(place.is_committee for place in places_of(membership))
    )


def can_see_plan(membership, plan):
    """Every post reads the plan: its groups, clauses, tasks and indicators."""
    return membership is not None


def can_change_plan(membership, plan):
    """The standing office sets up groups, clauses, tasks, indicators and targets."""
    return _works_in_office(membership, plan)


def can_take_lists_away(membership):
    """Keep the lists of the plan's work as workbooks: whoever takes part in the work; an administrator does not."""
    return membership is not None and not membership.is_administrator


def can_see_matrix(membership, plan):
    """The matrix shows whom every task is assigned to: the standing office's, and whoever sees the whole plan."""
    return any(place.plan_id == plan.pk and place.sees_all for place in places_of(membership))


def can_give(membership, plan):
    """The standing office gives work in the whole plan."""
    return _works_in_office(membership, plan)


def can_manage(membership, assignment):
    """Keep, transfer, suspend, resume, withdraw: the standing office, or the head of the unit that passed it down."""
    if _works_in_office(membership, assignment.task.plan):
        return True
    return bool(membership and membership.is_head and _passed_down_by(membership, assignment))


def can_change_terms(membership, assignment):
    """Change authority, responsibility, product and budget: whoever manages the assignment."""
    return can_manage(membership, assignment)


def can_change_deadline(membership, assignment):
    """Outside a decided extension, only the standing office moves a deadline."""
    return _works_in_office(membership, assignment.task.plan)


def can_name_person(membership, assignment):
    """The unit itself says who is in charge; so may whoever manages the assignment."""
    if membership is None:
        return False
    return _works_for(membership, assignment) or can_manage(membership, assignment)


def can_sub_assign(membership, assignment):
    """The head of the unit that holds the work, when units report to it; the standing office for any unit."""
    if membership is None:
        return False
    plan = assignment.task.plan
    if not (_works_in_office(membership, plan) or (membership.is_head and membership.unit_id == assignment.unit_id)):
        return False
    return _below(assignment.unit_id, plan).exists()


def can_take_on(membership, assignment):
    """The head of the unit that the work was given to."""
    return bool(membership and membership.is_head and membership.unit_id == assignment.unit_id)


def can_decline(membership, assignment):
    return can_take_on(membership, assignment)


def can_confirm_done(membership, assignment):
    """The unit that it reports to or that passed the work down, and the standing office; never one's own work.

    For a People's Committee only its head speaks.
    """
    if not (membership and membership.works) or membership.unit_id == assignment.unit_id:
        return False
    plan = assignment.task.plan
    if membership.unit_id == plan.standing_office_id:
        return True
    if membership.unit.kind in PEOPLES_COMMITTEES and not membership.is_head:
        return False
    return (
        _passed_down_by(membership, assignment)
        or _below(membership.unit_id, plan).filter(unit_id=assignment.unit_id).exists()
    )


def _works_in_office(membership, plan):
    return bool(membership and membership.works and membership.unit_id == plan.standing_office_id)


def _works_for(membership, assignment):
    return membership.works and membership.unit_id == assignment.unit_id


def _passed_down_by(membership, assignment):
    return bool(assignment.parent_id and assignment.parent.unit_id == membership.unit_id)


def _below(unit_id, plan):
    """The places of the units that report to `unit_id`."""
    return Participation.objects.filter(plan=plan, reports_to_id=unit_id, valid_to=None)
