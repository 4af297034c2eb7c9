"""What is to be done: the plan, its groups, clauses, tasks and indicators, and who they are assigned to."""

from tasks.models.assignment import UNCLEAR, Assignment, AssignmentEvent
from tasks.models.chain import Participation, Place, places_of, units_below
from tasks.models.plan import Directive, ImplementationClause, Plan, TaskGroup
from tasks.models.task import Indicator, IndicatorTarget, Task

__all__ = [
    "UNCLEAR",
    "Assignment",
    "AssignmentEvent",
    "Directive",
    "ImplementationClause",
    "Indicator",
    "IndicatorTarget",
    "Participation",
    "Place",
    "Plan",
    "Task",
    "TaskGroup",
    "places_of",
    "units_below",
]
