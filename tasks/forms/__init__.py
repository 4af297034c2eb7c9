"""Forms of the plan and its assignments, the same in the portal and in the admin: they clean and check, no more."""

from tasks.forms.acts import ConfirmDoneForm, DeadlineForm, ReasonForm, ResumeForm, TransferForm
from tasks.forms.giving import BulkForm, ClaritiesForm, GiveForm, PersonForm, SubAssignForm, unit_names
from tasks.forms.plan import (
    ClauseForm,
    GroupForm,
    IndicatorForm,
    IndicatorOfTaskForm,
    PlaceForm,
    PlanForm,
    TargetForm,
    TargetOfIndicatorForm,
    TaskForm,
)

__all__ = [
    "BulkForm",
    "ClaritiesForm",
    "ClauseForm",
    "ConfirmDoneForm",
    "DeadlineForm",
    "GiveForm",
    "GroupForm",
    "IndicatorForm",
    "IndicatorOfTaskForm",
    "PersonForm",
    "PlaceForm",
    "PlanForm",
    "ReasonForm",
    "ResumeForm",
    "SubAssignForm",
    "TargetForm",
    "TargetOfIndicatorForm",
    "TaskForm",
    "TransferForm",
    "unit_names",
]
