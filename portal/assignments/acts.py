"""Acts on one assignment: each finds it in scope, asks the right, checks the form, and calls the room's act."""

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.acts import act, form_page, require
from portal.assignments.views import assignment_page, get_assignment, receivers_of, typed
from tasks import actions, permissions
from tasks.forms import (
    ClaritiesForm,
    ConfirmDoneForm,
    DeadlineForm,
    PersonForm,
    ReasonForm,
    ResumeForm,
    SubAssignForm,
    TransferForm,
)

BACK = "portal:assignment"


@act(back=BACK)
def take_on(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_take_on(request.membership, assignment))
    actions.take_on(assignment, by=request.membership)
    messages.success(request, "Đã tiếp nhận nhiệm vụ.")
    return redirect(assignment)


@act(back=BACK)
def decline(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_decline(request.membership, assignment))
    return _with_reason(request, assignment, "decline", actions.decline, "Đã từ chối; nơi giao việc được báo.")


@act(back=BACK)
def keep(request, pk):
    return _managed(request, pk, "keep", actions.keep, "Đã giữ nguyên phân công; đơn vị được báo.")


@act(back=BACK)
def suspend(request, pk):
    return _managed(request, pk, "suspend", actions.suspend, "Đã tạm dừng.")


@act(back=BACK)
def resume(request, pk):
    return _managed(request, pk, "resume", actions.resume, "Nhiệm vụ được tiếp tục thực hiện.", ResumeForm)


@act(back=BACK)
def withdraw(request, pk):
    return _managed(request, pk, "withdraw", actions.withdraw, "Đã thôi giao việc này.")


@act(back=BACK)
def transfer(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_manage(request.membership, assignment))
    form = TransferForm(request.POST, units=receivers_of(assignment), auto_id="transfer-%s")
    if not form.is_valid():
        return assignment_page(request, assignment, status=422, refused_form=("transfer", form))
    new = actions.transfer(assignment, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã chuyển cho {new.unit}.")
    return redirect(new)


@act(back=BACK)
def confirm(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_confirm_done(request.membership, assignment))
    form = ConfirmDoneForm(request.POST, auto_id="confirm-%s")
    if not form.is_valid():
        return assignment_page(request, assignment, status=422, refused_form=("confirm", form))
    actions.confirm_work_done(assignment, **form.cleaned_data, by=request.membership)
    messages.success(request, "Đã xác nhận hoàn thành.")
    return redirect(assignment)


@form_page(back=BACK)
def edit(request, pk):
    """The six clarities: whoever manages the work writes them all; the unit itself names the person in charge."""
    assignment = get_assignment(request, pk)
    require(permissions.can_name_person(request.membership, assignment))
    writes_all = permissions.can_change_terms(request.membership, assignment)
    form_class = ClaritiesForm if writes_all else PersonForm
    form = form_class(typed(request), instance=assignment)
    if form.is_bound and form.is_valid():
        # The form wrote its values on the row in hand; the act compares with what stands in the database.
        assignment = get_assignment(request, pk)
        version = form.cleaned_data["seen_version"]
        changed = actions.change_assignment(assignment, form.cleaned_data, version=version, by=request.membership)
        messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
        return redirect(assignment)
    return _form(request, assignment, form, "Sửa “6 rõ”")


@form_page(back=BACK)
def deadline(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_change_deadline(request.membership, assignment))
    initial = {"due_on": assignment.due_on, "cadence": assignment.cadence, "version": assignment.version}
    form = DeadlineForm(typed(request), initial=initial)
    if form.is_bound and form.is_valid():
        changed = actions.change_deadline(assignment, **form.cleaned_data, by=request.membership)
        messages.success(request, "Đã đổi thời hạn." if changed else "Thời hạn không thay đổi.")
        return redirect(assignment)
    return _form(request, assignment, form, "Đổi thời hạn")


@form_page(back=BACK)
def sub_assign(request, pk):
    assignment = get_assignment(request, pk)
    require(permissions.can_sub_assign(request.membership, assignment))
    form = SubAssignForm(typed(request), parent=assignment)
    if form.is_bound and form.is_valid():
        made = actions.sub_assign(assignment, form.cleaned_data["units"], form.terms, by=request.membership)
        messages.success(request, f"Đã giao phần việc cho {len(made)} đơn vị.")
        return redirect(assignment)
    return _form(request, assignment, form, "Giao lại cho đơn vị trực thuộc")


def _managed(request, pk, name, do, told, form_class=ReasonForm):
    assignment = get_assignment(request, pk)
    require(permissions.can_manage(request.membership, assignment))
    return _with_reason(request, assignment, name, do, told, form_class)


def _with_reason(request, assignment, name, do, told, form_class=ReasonForm):
    form = form_class(request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        return assignment_page(request, assignment, status=422, refused_form=(name, form))
    do(assignment, by=request.membership, reason=form.cleaned_data["reason"])
    messages.success(request, told)
    return redirect(assignment)


def _form(request, assignment, form, title):
    context = {
        "assignment": assignment,
        "form": form,
        "title": title,
        "crumbs": [
            (f"Nhiệm vụ {assignment.task.code}", assignment.task.get_absolute_url()),
            (str(assignment.unit), assignment.get_absolute_url()),
            (title, None),
        ],
    }
    return render(request, "portal/assignments/form.html", context, status=422 if form.is_bound else 200)
