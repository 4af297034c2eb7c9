"""Who is told that words of his unit went because they were a copy of what was removed somewhere else."""

from progress.models import (
    AcceptedSuggestion,
    Contribution,
    ContributionRequest,
    LogEntry,
    ReceiverNote,
    Remark,
    Report,
    ReportEvent,
    ReportLine,
    Submission,
    SubmittedLine,
)
from tasks.models import Assignment
from units.actions import notify_units

# model: (kind of page where its words stand, way to that page's object, way to the unit whose words they are)
PLACES = {
    ReportLine: ("report", "report_id", "report__unit_id"),
    SubmittedLine: ("report", "submission__report_id", "submission__report__unit_id"),
    Report: ("report", "pk", "unit_id"),
    Submission: ("report", "report_id", "report__unit_id"),
    ReportEvent: ("report", "report_id", "for_unit_id"),
    Remark: ("report", "line__submission__report_id", "for_unit_id"),
    AcceptedSuggestion: ("report", "line__report_id", "line__report__unit_id"),
    ReceiverNote: ("report", "report_id", "for_unit_id"),
    ContributionRequest: ("contribution", "pk", "assignment__unit_id"),
    Contribution: ("contribution", "request_id", "for_unit_id"),
    LogEntry: ("assignment", "assignment_id", "for_unit_id"),
}


def tell_of_copies(copies, *, besides, reason, roles, by):
    """Tell each unit once of every report, contribution or assignment in which words of its own were a copy.

    `copies` are {model: ids of its rows that lost words}; `besides` is the (kind, id) whose people are told already.
    The number of queries grows with the kinds of copies, not with the copies.
    """
    found = {
        (unit_id, PLACES[model][0], object_id)
        for model, pks in copies.items()
        for unit_id, object_id in _of(model, pks)
    }
    for kind, name in NAMES.items():
        told = sorted((unit_id, pk) for unit_id, one, pk in found if one == kind and (kind, pk) != besides)
        names = name({pk for _, pk in told}) if told else {}
        lines = [(unit_id, pk, f"{names[pk]}: {WORDS} Lý do: {reason}") for unit_id, pk in told]
        notify_units(lines, roles=roles, kind=kind, except_user=by.user)


WORDS = "có đoạn trùng nội dung được gỡ khẩn cấp ở nơi khác nên cũng đã được gỡ."


def _of(model, pks):
    _, about, unit = PLACES[model]
    return model.objects.filter(pk__in=pks).order_by().values_list(unit, about).distinct()


def _reports(pks):
    return {one.pk: str(one) for one in Report.objects.filter(pk__in=pks).select_related("period__plan", "unit")}


def _contributions(pks):
    asked = ContributionRequest.objects.filter(pk__in=pks).select_related("line")
    return {one.pk: str(one) for one in asked}


def _logs(pks):
    assigned = Assignment.objects.filter(pk__in=pks).select_related("task")
    return {one.pk: f"Nhật ký về nhiệm vụ {one.task.code}" for one in assigned}


NAMES = {"report": _reports, "contribution": _contributions, "assignment": _logs}
