"""Forms of the plan and its assignments, the same in the portal and in the admin: they clean and check, no more."""

from tasks.forms.acts import ConfirmDoneForm, DeadlineForm, ReasonForm, ResumeForm, TransferForm
from tasks.forms.giving import BulkForm, ClaritiesForm, PersonForm, SubAssignForm, unit_names
from tasks.forms.plan import ClauseForm, GroupForm, IndicatorForm, PlanForm, TargetForm, TaskForm

__all__ = [
    "BulkForm",
    "ClaritiesForm",
    "ClauseForm",
    "ConfirmDoneForm",
    "DeadlineForm",
    "GroupForm",
    "IndicatorForm",
    "PersonForm",
    "PlanForm",
    "ReasonForm",
    "ResumeForm",
    "SubAssignForm",
    "TargetForm",
    "TaskForm",
    "TransferForm",
    "unit_names",
]
