"""The matrix of assignments, and the page of one assignment."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from common import clock
from common.lean import through
from figures.effects import CHANGE_WHAT_IS_OWED, effects_of
from portal.acts import page
from portal.assignments.forms import MatrixFilter
from portal.assignments.matrix import (
    column_choices,
    default_columns,
    part_choices,
    plan_asked,
    read_chain,
    read_matrix,
    read_tasks,
)
from portal.more_time import more_time_of
from portal.reading import MOST_EVENTS, happenings, latest_entries, latest_lines, sees_whole
from portal.standings import STANDING_FIELDS, UNIT_FIELDS, Standing, for_standings
from portal.urged import urged_of
from progress.permissions.log import can_add_entry
from tasks import permissions
from tasks.enums import ASSIGNMENT_MOVES
from tasks.enums import AssignmentMove as Move
from tasks.forms import ConfirmDoneForm, ReasonForm, ResumeForm, TransferForm
from tasks.models import Assignment
from units.models import Unit

# What the page of an assignment shows and asks about.
SHOWN = [
    *STANDING_FIELDS,
    *("starts_on", "due_on_original", "budget"),
    *("task__code", "task__title"),
    *through(("kind", "symbol", "owner", "standing_office"), "task__plan"),
    *through(UNIT_FIELDS, "unit", "parent__unit"),
]


@page
def show_matrix(request):
    plan, plans = plan_asked(request.membership, request.GET.get("ke_hoach", ""))
    if plan is None:
        return render(request, "portal/assignments/matrix.html", {"plan": None})
    tasks, chain = read_tasks(plan), read_chain(plan)
    data = request.GET.copy()
    data.setdefault("cot", default_columns(chain, request.membership))
    form = MatrixFilter(data, parts=part_choices(tasks), columns=column_choices(chain))
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "plan": plan,
        "other_plans": [one for one in plans if one != plan],
        "form": form,
        "matrix": read_matrix(plan, tasks, request.membership, chosen, on=clock.today()),
        "bulk_url": _bulk_url(request.membership, plan),
    }
    return render(request, "portal/assignments/matrix.html", context, status=200 if form.is_valid() else 422)


@page
def show_assignment(request, pk):
    return assignment_page(request, get_assignment(request, pk, *SHOWN))


def assignment_page(request, assignment, *, status=200, refused_form=None):
    """Return the page of an assignment; `refused_form` is (act, form) of what could not be done with what was typed."""
    children = _children(assignment)
    acts = _with_effects(_acts(request.membership, assignment, refused_form), assignment, below=len(children))
    context = {
        "assignment": assignment,
        "standing": Standing.of(assignment, clock.today()),
        "clarities": _clarities(assignment),
        "children": _seen(children, assignment, request.membership),
        "plain_acts": [one for one in acts if one["form"] is None],
        "form_acts": [one for one in acts if one["form"] is not None],
        "log_url": _log_url(request.membership, assignment),
        "edit_url": _edit_url(request.membership, assignment),
        "more_time": more_time_of(request.membership, assignment),
        "urged": urged_of(request.membership, subjects__assignment=assignment),
        "can": _rights(request.membership, assignment),
        "lines": latest_lines([assignment], request.membership, assignment.task.plan),
        "entries": latest_entries([assignment], request.membership, assignment.task.plan),
        "happenings": happenings([assignment], MOST_EVENTS),
        "crumbs": [
            (str(assignment.task.plan), assignment.task.plan.get_absolute_url()),
            (f"Nhiệm vụ {assignment.task.code}", assignment.task.get_absolute_url()),
            (str(assignment.unit), None),
        ],
    }
    return render(request, "portal/assignments/assignment.html", context, status=status)


def get_assignment(request, pk, *shown):
    """Return the assignment `pk`, with its task, plan and units; whole, or no more of them than `shown`."""
    seen = Assignment.objects.openable_by(request.membership).select_related("task__plan", "unit", "parent__unit")
    return get_object_or_404(seen.only(*shown) if shown else seen, pk=pk)


def typed(request):
    """Return what was typed for a form that is shown by GET and sent by POST."""
    return request.POST if request.method == "POST" else None


def receivers_of(assignment):
    """Units that the work could be transferred to: those in the plan, for passed-down work those below its giver."""
    places = Q(participations__plan=assignment.task.plan_id, participations__valid_to=None)
    if assignment.parent_id:
        places &= Q(participations__reports_to=assignment.parent.unit_id)
    return Unit.objects.filter(places).exclude(pk__in=[assignment.unit_id, assignment.task.plan.owner_id])


def _bulk_url(membership, plan):
    return reverse("portal:assignment-bulk", args=[plan.pk]) if permissions.can_give(membership, plan) else ""


def _log_url(membership, assignment):
    if assignment.ended_on is not None or not can_add_entry(membership, assignment):
        return ""
    return reverse("portal:log-add-about", args=[assignment.pk])


def _edit_url(membership, assignment):
    if assignment.ended_on is not None or not permissions.can_name_person(membership, assignment):
        return ""
    return reverse("portal:assignment-edit", args=[assignment.pk])


def _children(assignment):
    """Return the live parts that the work was passed down in, whoever may see them (1 query)."""
    children = list(for_standings(assignment.children.live(), "unit").order_by("unit__order", "pk"))
    for one in children:
        one.parent = assignment
    return children


def _seen(children, assignment, membership):
    """Return a Standing of each of the children that the post may see (1 query unless it sees the whole plan)."""
    if children and not sees_whole(membership, assignment.task.plan):
        seen = set(Assignment.objects.visible_to(membership).filter(parent=assignment).values_list("pk", flat=True))
        children = [one for one in children if one.pk in seen]
    return [Standing.of(one, clock.today()) for one in children]


def _clarities(assignment):
    """The six clarities, each with what is stated; an empty one is said to be missing."""
    due = f"{assignment.due_on:%d/%m/%Y}" if assignment.due_on else assignment.get_cadence_display()
    missing = assignment.missing_clarities
    rows = [
        ("rõ người", "Người phụ trách", assignment.person_in_charge),
        ("rõ việc", "Việc", str(assignment.task)),
        ("rõ thời gian", "Thời gian", due),
        ("rõ trách nhiệm", "Trách nhiệm", assignment.responsibility or assignment.get_part_display()),
        ("rõ thẩm quyền", "Thẩm quyền", assignment.authority),
        ("rõ kết quả", "Kết quả, sản phẩm", assignment.product),
    ]
    return [(label, value, clarity in missing) for clarity, label, value in rows]


def _rights(membership, assignment):
    ended = assignment.ended_on is not None
    return {
        "deadline": not ended and permissions.can_change_deadline(membership, assignment),
        "pass_down": assignment.state in ASSIGNMENT_MOVES[Move.REPORT_DONE][0]
        and permissions.can_sub_assign(membership, assignment),
    }


def _acts(membership, assignment, refused_form):
    """What the post may do with the assignment now; an act that was refused keeps what was typed and stays open."""
    manages = permissions.can_manage(membership, assignment)
    may = [
        (Move.TAKE_ON, "take-on", "Tiếp nhận", permissions.can_take_on(membership, assignment), None),
        (Move.DECLINE, "decline", "Từ chối", permissions.can_decline(membership, assignment), ReasonForm),
        (Move.CONFIRM_DONE, "confirm", "Xác nhận hoàn thành", _may_confirm(membership, assignment), ConfirmDoneForm),
        (Move.KEEP, "keep", "Không chấp nhận từ chối", manages, ReasonForm),
        (Move.TRANSFER, "transfer", "Chuyển đơn vị khác", manages, TransferForm),
        (Move.RESUME, "resume", "Tiếp tục thực hiện", manages, ResumeForm),
        (Move.SUSPEND, "suspend", "Tạm dừng", manages, ReasonForm),
        (Move.WITHDRAW, "withdraw", "Thôi thực hiện", manages, ReasonForm),
    ]
    refused_name, refused = refused_form or ("", None)
    found = []
    for move, name, label, allowed, form_class in may:
        if not allowed or (assignment.state not in ASSIGNMENT_MOVES[move][0] and name != refused_name):
            continue
        form = refused if name == refused_name else _blank(form_class, name, assignment)
        url = reverse(f"portal:assignment-{name}", args=[assignment.pk])
        found.append(
            {"move": move, "name": name, "label": label, "url": url, "form": form, "open": name == refused_name}
        )
    return found


def _with_effects(acts, assignment, *, below):
    """Beside each act that changes what is owed, what it would do to duties and figures."""
    if not any(act["move"] in CHANGE_WHAT_IS_OWED for act in acts):
        return acts
    effects = effects_of(assignment, on=clock.today(), below=below)
    return [act | {"effects": effects.get(act["move"], [])} for act in acts]


def _blank(form_class, name, assignment):
    if form_class is None:
        return None
    extra = {"units": receivers_of(assignment)} if form_class is TransferForm else {}
    return form_class(auto_id=f"{name}-%s", **extra)


def _may_confirm(membership, assignment):
    return not assignment.cadence and permissions.can_confirm_done(membership, assignment)
